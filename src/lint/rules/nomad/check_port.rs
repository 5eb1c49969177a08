//! `nomad/check-port`: a check that connects has a port, its own or that of its service, and a port
//! number only with the driver's address.

use super::given::{at, name, text};
use crate::jobspec::{Check as ServiceCheck, Service};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/check-port",
    what: "a check that connects has a port, its own or that of its service, and a port number \
        only with the driver's address",
    why: "Nomad refuses the job: a check of type `http`, `tcp` or `grpc` has nothing to connect \
        to. In a task, `port` is the label of a port; a number refers to the address that the \
        driver gave the task, which must be set explicitly.",
    level: Level::Error,
    bad: Sample::Group(
        "service {\n  name     = \"web\"\n  provider = \"nomad\"\n\n  check {\n    type     = \"tcp\"\n    interval = \"10s\"\n    timeout  = \"2s\"\n  }\n}",
    ),
    good: Sample::Group(
        "service {\n  name     = \"web\"\n  port     = \"http\"\n  provider = \"nomad\"\n\n  check {\n    type     = \"tcp\"\n    interval = \"10s\"\n    timeout  = \"2s\"\n  }\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Service, check),
};

/// Checks the checks of a service.
fn check(service: &Service, scope: &mut Scope<'_, '_>) {
    for check in &service.checks {
        if matches!(text(&check.type_), Some("http" | "tcp" | "grpc")) {
            one(service, check, scope);
        }
    }
}

fn one(service: &Service, check: &ServiceCheck, scope: &mut Scope<'_, '_>) {
    let (Some(own), Some(outer)) = (text(&check.port), text(&service.port)) else { return };
    let port = if own.is_empty() { outer } else { own };
    if port.is_empty() {
        let message =
            format!("missing port in a check of service `{}`, and in the service", name(service));
        let finding = scope.finding(message, check.base.location);
        return scope.report(finding.help("set `port` in the service or in the check"));
    }
    let (Ok(number), true) = (port.parse::<i64>(), scope.task.is_some()) else { return };
    let (message, help) = match text(&check.address_mode) {
        None => return,
        Some("driver") if number > 0 => return,
        Some("driver") => ("which is not a valid port", "set a number above 0"),
        Some(_) => (
            "a number without the driver's address",
            "use the label of a port of the group; or set `address_mode = \"driver\"` in the check",
        ),
    };
    let message =
        format!("a check of service `{}` uses the port `{port}`, {message}", name(service));
    let location = at(&check.port).or(check.base.location);
    scope.report(scope.finding(message, location).help(help));
}
