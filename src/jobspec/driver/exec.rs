//! `config` of the `exec` driver.

use crate::jobspec::{Attr, Base, Block, IntoAttr, Location, written_at};

/// A program in a chroot of its own, with the task's resources enforced.
///
/// ```hcl
/// config {
///   command = "/bin/sh"
///   args    = ["-c", "date"]
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::Exec;
/// let config = Exec::command("/bin/sh").args(["-c", "date"]);
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "config", go = "exec", config, constructor)]
pub struct Exec {
    /// The program.
    #[field(required, no_setter)]
    pub command: Option<Attr<String>>,
    /// Its arguments.
    pub args: Option<Attr<Vec<String>>>,
    /// The directory in which it starts.
    #[field(words = "the task's directory")]
    pub work_dir: Option<Attr<String>>,
    /// Whose processes it sees: `private` or `host`.
    #[field(default = "private")]
    pub pid_mode: Option<Attr<String>>,
    /// Whose memory segments it shares: `private` or `host`.
    #[field(default = "private")]
    pub ipc_mode: Option<Attr<String>>,
    /// Rights that are added; the client must allow them.
    pub cap_add: Option<Attr<Vec<String>>>,
    /// Rights that are taken away.
    pub cap_drop: Option<Attr<Vec<String>>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Exec {
    /// A program by its path.
    #[must_use]
    #[track_caller]
    pub fn command(command: impl IntoAttr<String>) -> Self {
        let block = Self { command: Some(command.into_attr()), ..Self::blank() };
        written_at(block, Location::here())
    }
}
