//! `nomad/old-network`: networks have no bandwidth, and tasks have none of their own.

use crate::jobspec::Group;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

use super::given;

pub const RULE: Rule = Rule {
    name: "nomad/old-network",
    what: "networks are a group's, and do not ask for bandwidth",
    why: "Nomad warns: since 0.12 it does not look at `mbits`, and networks in the `resources` of a task are an old form that cannot do what a group's `network` can.",
    level: Level::Warning,
    bad: Sample::Task("resources {\n  network {\n    port \"http\" {}\n  }\n}"),
    good: Sample::Group("network {\n  port \"http\" {}\n}"),
    view: View::Completed,
    needs_site: false,
    check: Check::Group(check),
};

/// Checks the networks of a group and of its tasks.
fn check(group: &Group, scope: &mut Scope<'_, '_>) {
    // Nomad looks at the first one.
    if let Some(network) = group.networks.first()
        && given::known(&network.mbits, 0).is_some_and(|mbits| mbits > 0)
    {
        let message = "`mbits` of `network` asks for bandwidth, which Nomad does not look at";
        let finding = scope.finding(message, given::at(&network.mbits));
        scope.report(finding.help("take `mbits` out"));
    }
    for task in &group.tasks {
        let resources = task.resources.as_ref();
        if let Some(network) = resources.and_then(|resources| resources.networks.first()) {
            let message = format!("task `{}` has a network of its own, an old form", task.name);
            let finding = scope.finding(message, network.base.location);
            scope.report(finding.help("move it into the group, outside of any task"));
        }
    }
}
