//! `nomad/memory-max`: `memory_max` is at least `memory`, and `secrets` is at most `memory`.

use crate::jobspec::{Attr, Resources};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/memory-max",
    what: "`memory_max` is at least `memory`, and `secrets` is at most `memory`",
    why: "Nomad refuses the job: `memory` is reserved for the task, `memory_max` is what it may \
        use at most. The directory `secrets/` is part of the reserved memory.",
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
            format!("`memory_max` of `resources` is {most}; expected at least `memory`, {memory}");
        let finding = scope.finding(message, attr.location());
        scope.report(finding.help("increase `memory_max`, or remove it"));
    }
    let secrets = resources.secrets.as_ref().and_then(|secrets| Some((secrets, secrets.get()?)));
    if let Some((attr, secrets)) = secrets.filter(|(_, secrets)| *secrets > memory) {
        let message =
            format!("`secrets` of `resources` is {secrets}; expected at most `memory`, {memory}");
        let finding = scope.finding(message, attr.location());
        scope.report(finding.help("reduce `secrets`, or increase `memory`"));
    }
}
