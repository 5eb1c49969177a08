//! `house/spread`: several allocations are spread, or placed on different nodes.

use crate::jobspec::{Attr, Base, Group, Port};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/spread",
    what: "several allocations are spread, or placed on different nodes",
    why: "Nomad packs allocations: several allocations of a group can be placed on one node, and \
        an outage of that node takes down the service.",
    level: Level::Info,
    bad: Sample::Group("count = 3"),
    good: Sample::Group("count = 3\n\nspread {\n  attribute = \"${node.unique.id}\"\n}"),
    view: View::Written,
    needs_site: false,
    check: Check::Group(check),
};

fn check(group: &Group, scope: &mut Scope<'_, '_>) {
    let Some(set) = &group.count else { return };
    let Some(count) = set.get().filter(|count| *count > 1) else { return };
    let is_service = scope.job.type_.as_ref().is_none_or(|kind| kind.as_str() == Some("service"));
    let fixed = |port: &Port| port.static_.is_some();
    let has_fixed = group.networks.iter().flat_map(|network| &network.ports).any(fixed);
    if !is_service || has_fixed || is_apart(group, scope) || is_spread(group, scope) {
        return;
    }
    let message =
        format!("{count} allocations of group `{}` can be placed on one node", group.name);
    let help = "spread them: `spread { attribute = \"${node.unique.id}\" }`; or set `constraint { \
        distinct_hosts = true }`";
    scope.report(scope.finding(message, set.location()).help(help));
}

fn is_spread(group: &Group, scope: &Scope<'_, '_>) -> bool {
    let extra = |base: &Base| !base.extra.is_empty();
    let job = scope.job;
    !group.spreads.is_empty() || !job.spreads.is_empty() || extra(&group.base) || extra(&job.base)
}

/// Whether a group's allocations are kept on different nodes.
pub fn is_apart(group: &Group, scope: &Scope<'_, '_>) -> bool {
    let tasks = group.tasks.iter().flat_map(|task| &task.constraints);
    let mut all = scope.job.constraints.iter().chain(&group.constraints).chain(tasks);
    all.any(|constraint| {
        let operator = constraint.operator.as_ref().and_then(Attr::as_str);
        matches!(operator, Some("distinct_hosts" | "distinct_property"))
            || !constraint.base.extra.is_empty()
    })
}
