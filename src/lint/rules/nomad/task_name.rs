//! `nomad/task-name`: the name of a task is a valid directory name.

use crate::jobspec::{Location, Task};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "nomad/task-name",
    what: "the name of a task is a valid directory name",
    why: "Nomad refuses the job: on the node, a task's files are in a directory with its name, \
        next to the directory `alloc` that all tasks share.",
    level: Level::Error,
    bad: Sample::Job(
        "job \"web\" {\n  group \"web\" {\n    task \"alloc\" {\n      driver = \"docker\"\n    }\n  }\n}\n",
    ),
    good: Sample::Job(
        "job \"web\" {\n  group \"web\" {\n    task \"server\" {\n      driver = \"docker\"\n    }\n  }\n}\n",
    ),
    view: View::Completed,
    needs_site: false,
    check: Check::Task(check),
};

/// Checks a task.
fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    let name = &task.name;
    let message = if name == "alloc" {
        "invalid task name `alloc`: it is the directory that all tasks share".to_owned()
    } else if name.contains(['/', '\\']) {
        format!("task `{name}` has a slash in its name; expected a directory name")
    } else if name.contains('\0') {
        let name = name.escape_default();
        format!("task `{name}` has a null character in its name; expected a directory name")
    } else {
        return;
    };
    scope.report(scope.finding(message, Location::default()).help("rename the task"));
}
