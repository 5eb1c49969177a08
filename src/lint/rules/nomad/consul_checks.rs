//! `nomad/consul-checks`: a check in Consul only uses attributes of its type, and no TCP check
//! bypasses a sidecar.

use super::given::{at, name, text};
use crate::jobspec::{Attr, Check as ServiceCheck, Service};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/consul-checks",
    what: "a check in Consul only uses attributes of its type, and no TCP check bypasses a sidecar",
    why: "Nomad refuses the job: a script reports its own state, which is not counted; only paths \
        of HTTP and gRPC can be exposed through a proxy; and with a sidecar, the port of a \
        service is only open inside its network namespace, so a TCP check reaches only the proxy.",
    level: Level::Error,
    bad: Sample::Group(
        "service {\n  name = \"web\"\n  port = \"http\"\n\n  check {\n    type     = \"tcp\"\n    interval = \"10s\"\n    timeout  = \"2s\"\n    expose   = true\n  }\n}",
    ),
    good: Sample::Group(
        "service {\n  name = \"web\"\n  port = \"http\"\n\n  check {\n    type     = \"http\"\n    path     = \"/health\"\n    interval = \"10s\"\n    timeout  = \"2s\"\n    expose   = true\n  }\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Service, check),
};

/// Checks the checks of a service.
fn check(service: &Service, scope: &mut Scope<'_, '_>) {
    if text(&service.provider) != Some("consul") {
        return;
    }
    for check in &service.checks {
        let Some(type_) = text(&check.type_) else { continue };
        expose(service, check, type_, scope);
        counts(service, check, type_, scope);
        let sidecar = service.connect.as_ref().and_then(|connect| connect.sidecar_service.as_ref());
        let Some(sidecar) = sidecar.filter(|_| type_ == "tcp") else { continue };
        let message = format!(
            "a TCP check of service `{}` connects to a port behind a sidecar",
            name(service)
        );
        let finding = scope.finding(message, at(&check.type_).or(check.base.location));
        let finding = finding.related(scope.place(sidecar.base.location), "the sidecar");
        scope.report(
            finding.help("use an `http` or `grpc` check with `expose = true`, or a script"),
        );
    }
}

fn expose(service: &Service, check: &ServiceCheck, type_: &str, scope: &mut Scope<'_, '_>) {
    let asked = check.expose.as_ref().and_then(Attr::get) == Some(true);
    let has = type_.eq_ignore_ascii_case("http") || type_.eq_ignore_ascii_case("grpc");
    if !asked || has {
        return;
    }
    let message = format!(
        "a check of type `{type_}` of service `{}` sets `expose`; expected `http` or `grpc`",
        name(service)
    );
    scope.report(scope.finding(message, at(&check.expose)).help("remove `expose`"));
}

/// Nomad compares the type as it is written here.
fn counts(service: &Service, check: &ServiceCheck, type_: &str, scope: &mut Scope<'_, '_>) {
    if matches!(type_, "http" | "tcp" | "grpc") {
        return;
    }
    for (count, attribute) in [
        (&check.success_before_passing, "success_before_passing"),
        (&check.failures_before_critical, "failures_before_critical"),
        (&check.failures_before_warning, "failures_before_warning"),
    ] {
        if count.as_ref().and_then(Attr::get).is_none_or(|count| count <= 0) {
            continue;
        }
        let message = format!(
            "a check of type `{type_}` of service `{}` sets `{attribute}`; expected `http`, `tcp` \
             or `grpc`",
            name(service)
        );
        let help = "remove it: a script reports its own state";
        scope.report(scope.finding(message, at(count)).help(help));
    }
}
