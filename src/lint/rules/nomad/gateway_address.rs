//! `nomad/gateway-address`: each address that a gateway listens on has a port above 0, or -1.

use super::given::at;
use crate::jobspec::{Attr, BindAddress};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/gateway-address",
    what: "each address that a gateway listens on has a port above 0, or -1",
    why: "Nomad refuses the job; -1 is a port that Nomad fills in.",
    level: Level::Error,
    bad: Sample::Group(
        "service {\n  name = \"gate\"\n  port = \"9000\"\n\n  connect {\n    gateway {\n      proxy {\n        envoy_gateway_bind_addresses \"all\" {\n          address = \"0.0.0.0\"\n          port    = 0\n        }\n      }\n\n      mesh {}\n    }\n  }\n}",
    ),
    good: Sample::Group(
        "service {\n  name = \"gate\"\n  port = \"9000\"\n\n  connect {\n    gateway {\n      proxy {\n        envoy_gateway_bind_addresses \"all\" {\n          address = \"0.0.0.0\"\n          port    = 9000\n        }\n      }\n\n      mesh {}\n    }\n  }\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(BindAddress, check),
};

/// Checks an address; a missing port is reported by `nomad/required`.
fn check(address: &BindAddress, scope: &mut Scope<'_, '_>) {
    let Some(port) = address.port.as_ref().and_then(Attr::get) else { return };
    if port > 0 || port == -1 {
        return;
    }
    let message = format!(
        "the address `{}` of a gateway has the port {port}; expected more than 0, or -1",
        address.name
    );
    let help = "set the port that it listens on";
    scope.report(scope.finding(message, at(&address.port)).help(help));
}
