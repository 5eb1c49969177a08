//! `nomad/gateway-ingress`: an ingress gateway has listeners, each with services that its protocol
//! can distinguish.

use super::given::{at, text};
use crate::jobspec::{Attr, Ingress, IngressService, Listener};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/gateway-ingress",
    what: "an ingress gateway has listeners, each with services that its protocol can distinguish",
    why: "Nomad refuses the job: TCP has no host names, so a TCP listener leads to one named \
        service; and `*` represents all services by their own names, so it cannot have hosts.",
    level: Level::Error,
    bad: Sample::Group(
        "service {\n  name = \"gate\"\n  port = \"9000\"\n\n  connect {\n    gateway {\n      ingress {\n        listener {\n          port     = 9000\n          protocol = \"tcp\"\n\n          service {\n            name  = \"web\"\n            hosts = [\"web.example\"]\n          }\n        }\n      }\n    }\n  }\n}",
    ),
    good: Sample::Group(
        "service {\n  name = \"gate\"\n  port = \"9000\"\n\n  connect {\n    gateway {\n      ingress {\n        listener {\n          port     = 9000\n          protocol = \"http\"\n\n          service {\n            name  = \"web\"\n            hosts = [\"web.example\"]\n          }\n        }\n      }\n    }\n  }\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Ingress, check),
};

/// Checks an ingress gateway.
fn check(ingress: &Ingress, scope: &mut Scope<'_, '_>) {
    if ingress.listeners.is_empty() && ingress.base.extra.is_empty() {
        let finding =
            scope.finding("missing `listener` in an ingress gateway", ingress.base.location);
        scope.report(finding.help("add a `listener` with a port and its services"));
    }
    for listener in &ingress.listeners {
        if listener.services.is_empty() && listener.base.extra.is_empty() {
            let message = "missing service in a listener of an ingress gateway";
            let finding = scope.finding(message, listener.base.location);
            scope.report(finding.help("add a service: `service { name = \"web\" }`"));
        }
        for service in &listener.services {
            one(listener, service, scope);
        }
    }
}

fn one(listener: &Listener, service: &IngressService, scope: &mut Scope<'_, '_>) {
    let any = text(&service.name) == Some("*");
    let hosts = service.hosts.as_ref().and_then(Attr::get).is_some_and(|hosts| !hosts.is_empty());
    let (what, location, help) = match text(&listener.protocol) {
        Some("tcp") if any => (
            "a TCP listener leads to the service `*`",
            at(&service.name),
            "name one service, or set `protocol = \"http\"`",
        ),
        Some("tcp") if hosts => (
            "a service of a TCP listener has `hosts`",
            at(&service.hosts),
            "remove them, or set `protocol = \"http\"`",
        ),
        Some("tcp") | None => return,
        Some(_) if any && hosts => {
            ("the service `*` has `hosts`", at(&service.hosts), "remove them, or name the service")
        }
        Some(_) => return,
    };
    scope.report(scope.finding(what, location.or(service.base.location)).help(help));
}
