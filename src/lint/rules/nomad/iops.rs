//! `nomad/iops`: a task does not set `iops`.

use crate::jobspec::Resources;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/iops",
    what: "a task does not set `iops`",
    why: "Nomad warns: it has ignored this attribute since 0.9.",
    level: Level::Warning,
    bad: Sample::Task("resources {\n  iops = 100\n}"),
    good: Sample::Task("resources {\n  memory = 64\n}"),
    view: View::Completed,
    needs_site: false,
    check: of!(Resources, check),
};

/// Checks what a task needs.
fn check(resources: &Resources, scope: &mut Scope<'_, '_>) {
    let Some(iops) = &resources.iops else { return };
    if iops.get().is_some_and(|iops| iops != 0) {
        let message = "`iops` of `resources` has no effect since Nomad 0.9";
        scope.report(scope.finding(message, iops.location()).help("remove `iops`"));
    }
}
