//! `nomad/gateway-kind`: a gateway has exactly one of `ingress`, `terminating` and `mesh`.

use crate::jobspec::Gateway;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/gateway-kind",
    what: "a gateway has exactly one of `ingress`, `terminating` and `mesh`",
    why: "Nomad refuses the job: Envoy is configured for one of the three; two types of gateway \
        need two services.",
    level: Level::Error,
    bad: Sample::Group(
        "service {\n  name = \"gate\"\n  port = \"9000\"\n\n  connect {\n    gateway {\n      proxy {}\n    }\n  }\n}",
    ),
    good: Sample::Group(
        "service {\n  name = \"gate\"\n  port = \"9000\"\n\n  connect {\n    gateway {\n      mesh {}\n    }\n  }\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Gateway, check),
};

/// Checks a gateway.
fn check(gateway: &Gateway, scope: &mut Scope<'_, '_>) {
    let kinds = [
        (gateway.ingress.is_some(), "ingress"),
        (gateway.terminating.is_some(), "terminating"),
        (gateway.mesh.is_some(), "mesh"),
    ];
    let count = kinds.iter().filter(|(is, _)| *is).count();
    if count == 1 || !gateway.base.extra.is_empty() {
        return;
    }
    let found: Vec<String> =
        kinds.iter().filter(|(is, _)| *is).map(|(_, kind)| format!("`{kind}`")).collect();
    let found = if found.is_empty() { "none".to_owned() } else { found.join(" and ") };
    let message =
        format!("a gateway has {found} of `ingress`, `terminating` and `mesh`; expected one");
    let help = match count {
        0 => {
            "add its type: `ingress` for traffic into the mesh, `terminating` for traffic out of \
             it, `mesh` between datacenters"
        }
        _ => "add a separate service for each",
    };
    scope.report(scope.finding(message, gateway.base.location).help(help));
}
