//! `house/deprecated-task-network`: a network is one of the group.

use crate::jobspec::Resources;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "house/deprecated-task-network",
    what: "a network is one of the group",
    why: "Networks in the `resources` of a task are deprecated since Nomad 0.12, and their ports are unknown to the group's services and to a container's `ports`. Nomad warns of them.",
    level: Level::Warning,
    bad: Sample::Task("resources {\n  network {\n    port \"http\" {}\n  }\n}"),
    good: Sample::Group("network {\n  port \"http\" {}\n}"),
    view: View::Written,
    needs_site: false,
    check: of!(Resources, check),
};

fn check(resources: &Resources, scope: &mut Scope<'_, '_>) {
    let Some(network) = resources.networks.first() else { return };
    let message = "a `network` in `resources` is deprecated";
    let help = "move it to the group";
    scope.report_in(&network.base, scope.finding(message, network.base.location).help(help));
}
