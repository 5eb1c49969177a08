//! `config` of the `raw_exec` driver.

use crate::jobspec::{Attr, Base, Block, IntoAttr, Location, Map, written_at};

/// A program of the node without any isolation, with the rights of Nomad's client. The client must allow it.
///
/// ```hcl
/// config {
///   command = "/usr/bin/rsync"
///   args    = ["-a", "local/", "/srv/"]
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::RawExec;
/// let config = RawExec::command("/usr/bin/rsync").args(["-a", "local/", "/srv/"]);
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
    #[field(words = "the task's directory")]
    pub work_dir: Option<Attr<String>>,
    /// How readily the kernel kills it when memory runs out; 0 or more, higher is sooner.
    #[field(default = "0")]
    pub oom_score_adj: Option<Attr<i64>>,
    /// Environment variables that it does not get; `*` matches any text.
    pub denied_envvars: Option<Attr<Vec<String>>>,
    /// A cgroup of the node's to run in, with cgroups v2; resources are then not enforced.
    pub cgroup_v2_override: Option<Attr<String>>,
    /// The same by controller, with cgroups v1.
    #[field(attribute_form)]
    pub cgroup_v1_override: Option<Map>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl RawExec {
    /// A program by its path.
    #[must_use]
    #[track_caller]
    pub fn command(command: impl IntoAttr<String>) -> Self {
        let block = Self { command: Some(command.into_attr()), ..Self::blank() };
        written_at(block, Location::here())
    }
}
