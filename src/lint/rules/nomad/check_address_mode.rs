//! `nomad/check-address-mode`: the `address_mode` of a check is available where the check is.

use super::given::{at, name, text};
use crate::jobspec::Service;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/check-address-mode",
    what: "the `address_mode` of a check is available where the check is",
    why: "Nomad refuses the job: only the driver gives a task its own address, and only the \
        network gives one to a group.",
    level: Level::Error,
    bad: Sample::Task(
        "service {\n  name = \"web\"\n\n  check {\n    type         = \"tcp\"\n    port         = 8080\n    address_mode = \"alloc\"\n    interval     = \"10s\"\n    timeout      = \"2s\"\n  }\n}",
    ),
    good: Sample::Task(
        "service {\n  name = \"web\"\n\n  check {\n    type         = \"tcp\"\n    port         = 8080\n    address_mode = \"driver\"\n    interval     = \"10s\"\n    timeout      = \"2s\"\n  }\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Service, check),
};

/// Checks the checks of a service.
fn check(service: &Service, scope: &mut Scope<'_, '_>) {
    for check in &service.checks {
        let Some(mode) = text(&check.address_mode) else { continue };
        let has_task = text(&check.task).is_some_and(|task| !task.is_empty());
        let (place, other) = match (mode, scope.task.is_some()) {
            ("driver", false) if has_task => ("group", "task"),
            ("alloc" | "alloc_ipv6", true) => ("task", "group"),
            _ => continue,
        };
        let message = format!(
            "a check of service `{}` of a {place} has the `address_mode` `{mode}`, which only checks of a {other}'s services can have",
            name(service)
        );
        let help = format!("move the service into the {other}, or remove `address_mode`");
        scope.report(scope.finding(message, at(&check.address_mode)).help(help));
    }
}
