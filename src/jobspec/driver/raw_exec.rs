//! `config` of the `raw_exec` driver.

use crate::jobspec::{Attr, Base, Block, IntoAttr, Source};

/// A program that runs as it is, with the rights of Nomad's client.
///
/// ```hcl
/// config {
///   command = "/bin/sh"
///   args    = ["-c", "date"]
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::RawExec;
/// let config = RawExec::command("/bin/sh").args(["-c", "date"]);
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "config", go = "raw_exec", config, constructor)]
pub struct RawExec {
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

impl RawExec {
    /// A program by its path.
    #[must_use]
    #[track_caller]
    pub fn command(command: impl IntoAttr<String>) -> Self {
        let mut config = Self { command: Some(command.into_attr()), ..Self::blank() };
        config.base.source = Source::here();
        config
    }
}
