//! `change_script`: a program to run when a template's file changes.

use crate::jobspec::{Attr, Base, Block, Duration, IntoAttr, Location, written_at};

/// Runs a program inside the task when the rendered file changes, for `change_mode` `script`.
///
/// ```hcl
/// change_script {
///   command       = "/bin/reload"
///   args          = ["--now"]
///   timeout       = "20s"
///   fail_on_error = true
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{ChangeScript, secs};
/// let reload = ChangeScript::new("/bin/reload").args(["--now"]).timeout(secs(20)).fail_on_error(true);
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "change_script", go = "ChangeScript", special = ChangeScript, constructor)]
pub struct ChangeScript {
    /// The program, as the task sees it.
    #[field(unreplaced)]
    pub command: Option<Attr<String>>,
    /// The program's arguments.
    #[field(unreplaced)]
    pub args: Option<Attr<Vec<String>>>,
    /// How long it may take.
    #[field(default = "5s")]
    pub timeout: Option<Attr<Duration>>,
    /// Whether its failure kills the task.
    #[field(default = "false")]
    pub fail_on_error: Option<Attr<bool>>,
    /// Whether it also runs when the file is rendered for the first time.
    #[field(since = "2.0.5", default = "false")]
    pub run_on_first_render: Option<Attr<bool>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl ChangeScript {
    /// A program by its path in the task.
    #[must_use]
    #[track_caller]
    pub fn new(command: impl IntoAttr<String>) -> Self {
        let block = Self::blank().command(command);
        written_at(block, Location::here())
    }
}
