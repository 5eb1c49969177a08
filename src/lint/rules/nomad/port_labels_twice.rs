//! `nomad/port-label-twice`: each port of a group has a unique label, including the ports of its
//! tasks.

use std::collections::BTreeMap;

use crate::jobspec::{Group, Network, Port};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "nomad/port-label-twice",
    what: "each port of a group has a unique label, including the ports of its tasks",
    why: "Nomad refuses the job: services, checks and `NOMAD_PORT_<label>` refer to a port by its \
        label, in all networks of the group.",
    level: Level::Error,
    bad: Sample::Group("network {\n  port \"http\" {}\n\n  port \"http\" {\n    to = 8080\n  }\n}"),
    good: Sample::Group(
        "network {\n  port \"http\" {}\n\n  port \"admin\" {\n    to = 8080\n  }\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: Check::Group(check),
};

/// Checks the ports of a group, and of its tasks in the old form.
fn check(group: &Group, scope: &mut Scope<'_, '_>) {
    let resources = group.tasks.iter().filter_map(|task| task.resources.as_ref());
    let own = resources.flat_map(|resources| &resources.networks).flat_map(ports);
    let all = group.networks.iter().flat_map(ports);
    if all.chain(own.clone()).nth(1).is_none() {
        return;
    }
    let mut seen: BTreeMap<&str, &Port> = BTreeMap::new();
    for port in group.networks.iter().flat_map(ports) {
        match seen.get(port.label.as_str()) {
            Some(first) => twice(port, first, scope),
            None => _ = seen.insert(port.label.as_str(), port),
        }
    }
    // Two tasks may have a label each.
    for port in own {
        if let Some(first) = seen.get(port.label.as_str()) {
            twice(port, first, scope);
        }
    }
}

fn twice(port: &Port, first: &Port, scope: &mut Scope<'_, '_>) {
    let message = format!("duplicate port `{}` in the group", port.label);
    let finding = scope.finding(message, port.base.location);
    let finding = finding.related(scope.place(first.base.location), "first defined here");
    scope.report(finding.help("rename one of the two"));
}

/// The ports of a network. Nomad forgets those of the old form where there is one of the new.
pub fn ports(network: &Network) -> impl Iterator<Item = &Port> + Clone {
    let old = if network.ports.is_empty() { network.reserved_ports.as_slice() } else { &[] };
    old.iter().chain(&network.ports)
}
