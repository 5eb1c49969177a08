//! `memory-max`: `memory_max` is only set in jobs of a cluster with memory oversubscription.

use crate::jobspec::{Attr, Resources};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "house/oversubscription",
    what: "`memory_max` is only set in jobs of a cluster with memory oversubscription",
    why: "Memory oversubscription is off in a new cluster, and Nomad then ignores `memory_max`: \
        the task is killed as soon as it uses more than `memory`. `nomad operator scheduler \
        set-config -memory-oversubscription=true` enables it; set it in the site with \
        `Site::oversubscription`.",
    level: Level::Warning,
    bad: Sample::Task("resources {\n  memory     = 256\n  memory_max = 1024\n}"),
    good: Sample::Task("resources {\n  memory = 1024\n}"),
    view: View::Written,
    needs_site: true,
    check: of!(Resources, check),
};

fn check(resources: &Resources, scope: &mut Scope<'_, '_>) {
    let Some(most) = &resources.memory_max else { return };
    if scope.context.site.oversubscription != Some(false) || most.get() == Some(0) {
        return;
    }
    let task = scope.task.map_or("", |task| task.name.as_str());
    let message = format!(
        "task `{task}` sets `memory_max`, which the cluster ignores: its memory oversubscription \
         is off"
    );
    let help = "reserve what the task needs with `memory`, and remove `memory_max`; or enable \
        memory oversubscription, and set it in the site: `.oversubscription(true)`";
    scope.report(scope.finding(message, Attr::location(most)).help(help));
}
