//! `house/cpu-unset`: a task sets how much CPU it needs.

use crate::jobspec::{Resources, Task};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/cpu-unset",
    what: "a task sets how much CPU it needs",
    why: "The default is 100 MHz. It determines the task's share of a busy node, and the scheduler \
        packs nodes by it: too little is slow, too much is wasted.",
    level: Level::Info,
    bad: Sample::Task("resources {\n  memory = 128\n}"),
    good: Sample::Task("resources {\n  cpu    = 200\n  memory = 128\n}"),
    view: View::Written,
    needs_site: false,
    check: Check::Task(check),
};

fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    let says = |resources: &Resources| resources.cpu.is_some() || resources.cores.is_some();
    super::unset(task, says, ("CPU", "100 MHz", "cpu"), scope);
}
