//! `nomad/connect-kind`: `connect` has exactly one of `native`, `sidecar_service` and `gateway`.

use super::given::{name, text};
use crate::jobspec::{Attr, Service};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/connect-kind",
    what: "`connect` has exactly one of `native`, `sidecar_service` and `gateway`",
    why: "Nomad refuses the job: the task either connects to the mesh itself, or through a sidecar \
        proxy, or it is a gateway.",
    level: Level::Error,
    bad: Sample::Group("service {\n  name = \"web\"\n  port = \"9000\"\n\n  connect {}\n}"),
    good: Sample::Group(
        "service {\n  name = \"web\"\n  port = \"9000\"\n\n  connect {\n    sidecar_service {}\n  }\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Service, check),
};

/// Checks a service; of one with the provider `nomad`, another rule speaks.
fn check(service: &Service, scope: &mut Scope<'_, '_>) {
    let Some(connect) = &service.connect else { return };
    let native = connect.native.as_ref().map(Attr::get);
    // What an expression gives may be either.
    let all_known = native != Some(None) && connect.base.extra.is_empty();
    if !all_known || text(&service.provider) != Some("consul") {
        return;
    }
    let ways = [
        (native == Some(Some(true)), "native"),
        (connect.sidecar_service.is_some(), "sidecar_service"),
        (connect.gateway.is_some(), "gateway"),
    ];
    let count = ways.iter().filter(|(is, _)| *is).count();
    if count == 1 {
        return;
    }
    let found: Vec<String> =
        ways.iter().filter(|(is, _)| *is).map(|(_, way)| format!("`{way}`")).collect();
    let found = if found.is_empty() { "none".to_owned() } else { found.join(" and ") };
    let message = format!(
        "`connect` of service `{}` has {found} of `native`, `sidecar_service` and `gateway`; expected one",
        name(service)
    );
    let help = match count {
        0 => "add `sidecar_service {}` for a sidecar proxy, or `native = true`",
        _ => "remove all but one",
    };
    scope.report(scope.finding(message, connect.base.location).help(help));
}
