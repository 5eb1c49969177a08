//! `house/default-logs`: a task sets how much of its output is kept.

use crate::jobspec::{Location, Task};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/default-logs",
    what: "a task sets how much of its output is kept",
    why: "Nomad keeps ten files of 10 MB for each of the two streams: 200 MB of a task, on the \
        disk of its allocation.",
    level: Level::Off,
    bad: Sample::Task("leader = true"),
    good: Sample::Task("logs {\n  max_files     = 3\n  max_file_size = 5\n}"),
    view: View::Written,
    needs_site: false,
    check: Check::Task(check),
};

fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    if task.logs.is_none() {
        let message = format!(
            "missing `logs` block in task `{}`: the size of its logs is not set",
            task.name
        );
        scope.report(scope.finding(message, Location::default()).help("add a `logs` block"));
    }
}
