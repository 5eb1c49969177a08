//! `house/check-port-unknown`: the port of a check is a port of its group.

use crate::jobspec::Check;
use crate::lint::ports;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "house/check-port-unknown",
    what: "the port of a check is a port of its group",
    why: "Nomad accepts and registers a check with an unknown port; it always fails, and so does \
        every deployment.",
    level: Level::Error,
    bad: Sample::Group(
        "network {\n  port \"http\" {}\n}\n\nservice {\n  name = \"web\"\n  port = \"http\"\n\n  check {\n    type     = \"http\"\n    port     = \"metrics\"\n    path     = \"/health\"\n    interval = \"10s\"\n    timeout  = \"2s\"\n  }\n}",
    ),
    good: Sample::Group(
        "network {\n  port \"http\" {}\n  port \"metrics\" {}\n}\n\nservice {\n  name = \"web\"\n  port = \"http\"\n\n  check {\n    type     = \"http\"\n    port     = \"metrics\"\n    path     = \"/health\"\n    interval = \"10s\"\n    timeout  = \"2s\"\n  }\n}",
    ),
    view: View::Written,
    needs_site: false,
    check: of!(Check, check),
};

fn check(check: &Check, scope: &mut Scope<'_, '_>) {
    // Nomad itself refuses what a task's own service says, and an exposed path gets a port of its own.
    let Some(group) = scope.group.filter(|_| scope.task.is_none() && check.expose.is_none()) else {
        return;
    };
    let Some(port) = &check.port else { return };
    let Some(label) = port.as_str().and_then(|label| ports::unknown(group, label)) else { return };
    let message =
        format!("the check uses the port `{label}`, which group `{}` does not have", group.name);
    let finding = scope.finding(message, port.location());
    scope.report(finding.help(ports::help(group)));
}
