//! `action`: a command that an operator can run inside a task.

use crate::jobspec::{Attr, Base, Block, IntoAttr, Location, written_at};

/// A command that is kept ready inside a task: `nomad action` or a button of the web interface runs it in the
/// task's own environment.
///
/// ```hcl
/// action "flush-cache" {
///   command = "/bin/redis-cli"
///   args    = ["FLUSHALL"]
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::Action;
/// let flush = Action::new("flush-cache", "/bin/redis-cli").args(["FLUSHALL"]);
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "action", go = "Action", constructor)]
pub struct Action {
    /// The action's name, unique within the job.
    #[field(label, since = "1.7")]
    pub name: String,
    /// The program, as the task sees it.
    #[field(zero, required, parser_required, unreplaced, since = "1.7")]
    pub command: Option<Attr<String>>,
    /// The program's arguments.
    #[field(unreplaced, since = "1.7")]
    pub args: Option<Attr<Vec<String>>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Action {
    /// A program under a name.
    #[must_use]
    #[track_caller]
    pub fn new(name: impl Into<String>, command: impl IntoAttr<String>) -> Self {
        let block = Self { name: name.into(), ..Self::blank() }.command(command);
        written_at(block, Location::here())
    }
}
