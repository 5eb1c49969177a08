//! `nomad/ignore-collision`: `ignore_collision` is only set in a network of mode `host`.

use crate::jobspec::Network;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

use super::given;
use super::port_labels_twice::ports;

pub const RULE: Rule = Rule {
    name: "nomad/ignore-collision",
    what: "`ignore_collision` is only set in a network of mode `host`",
    why: "Nomad refuses the job: in any other mode the port is mapped into a namespace, and two \
        mappings of one number conflict.",
    level: Level::Error,
    bad: Sample::Group(
        "network {\n  mode = \"bridge\"\n\n  port \"dns\" {\n    static           = 53\n    ignore_collision = true\n  }\n}",
    ),
    good: Sample::Group(
        "network {\n  mode = \"host\"\n\n  port \"dns\" {\n    static           = 53\n    ignore_collision = true\n  }\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Network, check),
};

/// Checks the ports of a group's network.
fn check(network: &Network, scope: &mut Scope<'_, '_>) {
    let Some(mode) = given::text(&network.mode).filter(|mode| !matches!(*mode, "" | "host")) else {
        return;
    };
    if scope.task.is_some() {
        return;
    }
    for port in ports(network).filter(|port| given::is_true(&port.ignore_collision)) {
        let message = format!(
            "port `{}` sets `ignore_collision` in a network of mode `{mode}`; expected `host`",
            port.label
        );
        let finding = scope.finding(message, given::at(&port.ignore_collision));
        let finding = finding.related(scope.place(given::at(&network.mode)), "the mode");
        scope.report(finding.help("remove `ignore_collision`, or use the host network"));
    }
}
