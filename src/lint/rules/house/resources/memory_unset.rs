//! `house/memory-unset`: a task sets how much memory it needs.

use crate::jobspec::Task;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/memory-unset",
    what: "a task sets how much memory it needs",
    why: "The default is 300 MB, which is also the limit: a task that needs more is killed, and \
        one that needs less wastes the rest.",
    level: Level::Info,
    bad: Sample::Task("resources {\n  cpu = 200\n}"),
    good: Sample::Task("resources {\n  cpu    = 200\n  memory = 128\n}"),
    view: View::Written,
    needs_site: false,
    check: Check::Task(check),
};

fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    super::unset(
        task,
        |resources| resources.memory.is_some(),
        ("memory", "300 MB", "memory"),
        scope,
    );
}
