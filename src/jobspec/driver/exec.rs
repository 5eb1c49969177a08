//! `config` of the `exec` driver.

use crate::jobspec::{Attr, Base, Block, IntoAttr, Source};

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
    pub work_dir: Option<Attr<String>>,
    /// How readily the kernel kills it when memory runs out; lower is later.
    pub oom_score_adj: Option<Attr<i64>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Exec {
    /// A program by its path.
    #[must_use]
    #[track_caller]
    pub fn command(command: impl IntoAttr<String>) -> Self {
        let mut config = Self { command: Some(command.into_attr()), ..Self::blank() };
        config.base.source = Source::here();
        config
    }
}
