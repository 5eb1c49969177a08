//! `nomad/action-name`: an action has a name of 1 to 128 characters without spaces, unique in its
//! task.

use crate::jobspec::Task;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

use super::repeated;

pub const RULE: Rule = Rule {
    name: "nomad/action-name",
    what: "an action has a name of 1 to 128 characters without spaces, unique in its task",
    why: "Nomad refuses the job: an operator runs an action by its name.",
    level: Level::Error,
    bad: Sample::Task("action \"flush cache\" {\n  command = \"/bin/flush\"\n}"),
    good: Sample::Task("action \"flush-cache\" {\n  command = \"/bin/flush\"\n}"),
    view: View::Completed,
    needs_site: false,
    check: Check::Task(check),
};

/// Checks the actions of a task.
fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    for action in &task.actions {
        let name = action.name.as_str();
        // What Go's patterns take for a space.
        let odd = |letter: char| matches!(letter, '\0' | ' ' | '\t' | '\n' | '\r' | '\u{c}');
        if name.contains(odd) || name.is_empty() || name.chars().count() > 128 {
            let message = format!(
                "invalid action name {name:?}: expected 1 to 128 characters without spaces"
            );
            let finding = scope.finding(message, action.base.location);
            scope.report(finding.help("rename the action"));
        }
    }
    let names = task.actions.iter().map(|action| (action.name.as_str(), action.base.location));
    let message = |name: &str| format!("duplicate action `{name}` in task `{}`", task.name);
    repeated::report(names, message, "rename one of the two", scope);
}
