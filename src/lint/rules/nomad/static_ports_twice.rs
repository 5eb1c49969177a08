//! `nomad/static-port-twice`: a group uses a static port of a host network only once.

use std::collections::BTreeMap;

use crate::jobspec::{Group, Port};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

use super::given::{self, known};
use super::port_labels_twice::ports;

pub const RULE: Rule = Rule {
    name: "nomad/static-port-twice",
    what: "a group uses a static port of a host network only once",
    why: "Nomad refuses the job: no node could ever reserve the number twice. Since Nomad 1.9, a \
        port of a group's network may set `ignore_collision`, for programs that share a port with \
        `SO_REUSEPORT`.",
    level: Level::Error,
    bad: Sample::Group(
        "network {\n  port \"dns\" {\n    static = 53\n  }\n\n  port \"dns-tcp\" {\n    static = 53\n  }\n}",
    ),
    good: Sample::Group("network {\n  port \"dns\" {\n    static = 53\n  }\n}"),
    view: View::Completed,
    needs_site: false,
    check: Check::Group(check),
};

/// The largest port number: a larger one is reported by `nomad/bounds`.
const MOST: i64 = 65_535;

/// Checks the ports of a group, and of its tasks in the old form.
fn check(group: &Group, scope: &mut Scope<'_, '_>) {
    let mut seen = BTreeMap::new();
    for port in group.networks.iter().flat_map(ports) {
        one(port, given::is_true(&port.ignore_collision), &mut seen, scope);
    }
    let resources = group.tasks.iter().filter_map(|task| task.resources.as_ref());
    for port in resources.flat_map(|resources| &resources.networks).flat_map(ports) {
        one(port, false, &mut seen, scope);
    }
}

fn one<'p>(
    port: &'p Port,
    may_share: bool,
    seen: &mut BTreeMap<(&'p str, i64), &'p Port>,
    scope: &mut Scope<'_, '_>,
) {
    let Some(number) = known(&port.static_, 0).filter(|number| *number != 0 && *number <= MOST)
    else {
        return;
    };
    let Some(network) = given::text(&port.host_network) else { return };
    let network = if network.is_empty() { "default" } else { network };
    let Some(first) = seen.get(&(network, number)) else {
        seen.insert((network, number), port);
        return;
    };
    if may_share {
        return;
    }
    let message = format!(
        "port `{}` is static ({number}), as is port `{}` of the group",
        port.label, first.label
    );
    let finding = scope.finding(message, given::at(&port.static_));
    let finding = finding.related(scope.place(given::at(&first.static_)), "first used here");
    scope.report(finding.help("use one label for both, or another number"));
}
