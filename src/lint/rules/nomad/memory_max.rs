//! `nomad/memory-max`: the parts of a task's memory fit each other.

use crate::jobspec::{Attr, Resources};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/memory-max",
    what: "`memory_max` is no less than `memory`, and `secrets` no more",
    why: "Nomad refuses the job: `memory` is what the task is sure to get. `memory_max` is what it may use beyond that, and the directory `secrets/` lies in it.",
    level: Level::Error,
    bad: Sample::Task("resources {\n  memory     = 512\n  memory_max = 256\n}"),
    good: Sample::Task("resources {\n  memory     = 256\n  memory_max = 512\n}"),
    view: View::Completed,
    needs_site: false,
    check: of!(Resources, check),
};

/// Checks what a task needs.
fn check(resources: &Resources, scope: &mut Scope<'_, '_>) {
    let Some(memory) = resources.memory.as_ref().and_then(Attr::get) else { return };
    // Two numbers mean something else: none, and no bound.
    let most = resources.memory_max.as_ref().and_then(|most| Some((most, most.get()?)));
    if let Some((attr, most)) = most.filter(|(_, most)| !matches!(most, 0 | -1) && *most < memory) {
        let message =
            format!("`memory_max` of `resources` is {most}; expected `memory`, {memory}, or more");
        let finding = scope.finding(message, attr.location());
        scope.report(finding.help("raise `memory_max`, or take it out"));
    }
    let secrets = resources.secrets.as_ref().and_then(|secrets| Some((secrets, secrets.get()?)));
    if let Some((attr, secrets)) = secrets.filter(|(_, secrets)| *secrets > memory) {
        let message =
            format!("`secrets` of `resources` is {secrets}; expected `memory`, {memory}, or less");
        let finding = scope.finding(message, attr.location());
        scope.report(finding.help("lower `secrets`, or raise `memory`"));
    }
}
