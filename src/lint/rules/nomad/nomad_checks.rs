//! `nomad/nomad-checks`: a check of a service with the provider `nomad` uses no features of Consul.

use super::given::{at, name, text};
use crate::jobspec::{Attr, Check as ServiceCheck, Location, Service};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/nomad-checks",
    what: "a check of a service with the provider `nomad` uses no features of Consul",
    why: "Nomad refuses the job: its own checks support no warnings, no thresholds, no mesh, no \
        driver address and no TLS server name.",
    level: Level::Error,
    bad: Sample::Group(
        "service {\n  name     = \"web\"\n  port     = \"http\"\n  provider = \"nomad\"\n\n  check {\n    type                   = \"http\"\n    path                   = \"/health\"\n    interval               = \"10s\"\n    timeout                = \"2s\"\n    success_before_passing = 3\n  }\n}",
    ),
    good: Sample::Group(
        "service {\n  name     = \"web\"\n  port     = \"http\"\n  provider = \"nomad\"\n\n  check {\n    type     = \"http\"\n    path     = \"/health\"\n    interval = \"10s\"\n    timeout  = \"2s\"\n  }\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Service, check),
};

/// The methods that Nomad's own checks know, in any case.
const METHODS: [&str; 9] =
    ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE"];

/// Checks the checks of a service.
fn check(service: &Service, scope: &mut Scope<'_, '_>) {
    if text(&service.provider) != Some("nomad") {
        return;
    }
    for check in &service.checks {
        method(service, check, scope);
        for (asked, what, location) in asked(check) {
            if !asked {
                continue;
            }
            let message = format!(
                "a check of service `{}`, with the provider `nomad`, has {what}, which only Consul \
                 supports",
                name(service)
            );
            let finding = scope.finding(message, location.or(check.base.location));
            let help = "remove it; or set `provider = \"consul\"`, if the cluster has Consul";
            scope.report(finding.help(help));
        }
    }
}

/// What only Consul's checks have: whether it is asked for, in words, and where.
fn asked(check: &ServiceCheck) -> [(bool, &'static str, Location); 8] {
    let yes = |attr: &Option<Attr<bool>>| attr.as_ref().and_then(Attr::get) == Some(true);
    let some = |attr: &Option<Attr<i64>>| {
        attr.as_ref().and_then(Attr::get).is_some_and(|number| number != 0)
    };
    let is = |attr: &Option<Attr<String>>, what| text(attr) == Some(what);
    let restart = check.check_restart.as_ref().map(|restart| &restart.ignore_warnings);
    let named = text(&check.tls_server_name).is_some_and(|name| !name.is_empty());
    let (passing, critical) = (&check.success_before_passing, &check.failures_before_critical);
    [
        (yes(&check.expose), "`expose`", at(&check.expose)),
        (
            is(&check.on_update, "ignore_warnings"),
            "`on_update = \"ignore_warnings\"`",
            at(&check.on_update),
        ),
        (restart.is_some_and(yes), "`ignore_warnings`", restart.map(at).unwrap_or_default()),
        (is(&check.address_mode, "driver"), "`address_mode = \"driver\"`", at(&check.address_mode)),
        (some(passing), "`success_before_passing`", at(passing)),
        (some(critical), "`failures_before_critical`", at(critical)),
        (
            some(&check.failures_before_warning),
            "`failures_before_warning`",
            at(&check.failures_before_warning),
        ),
        (named, "`tls_server_name`", at(&check.tls_server_name)),
    ]
}

fn method(service: &Service, check: &ServiceCheck, scope: &mut Scope<'_, '_>) {
    let Some(method) = text(&check.method).filter(|method| !method.is_empty()) else { return };
    let known = METHODS.iter().any(|known| method.eq_ignore_ascii_case(known));
    if text(&check.type_) != Some("http") || known {
        return;
    }
    let message = format!(
        "a check of service `{}`, with the provider `nomad`, has the method `{method}`; expected a \
         standard HTTP method",
        name(service)
    );
    let help = "use a standard method, such as `GET`";
    scope.report(scope.finding(message, at(&check.method)).help(help));
}
