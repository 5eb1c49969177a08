//! `house/service-without-check`: a service has a check.

use crate::jobspec::{Attr, Group, Service};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};
use std::collections::BTreeSet;

pub const RULE: Rule = Rule {
    name: "house/service-without-check",
    what: "a service has a check",
    why: "Without a check, a deployment counts an allocation as healthy as soon as its process \
        runs, and continues with the next one; clients get the address of a service that does not \
        respond.",
    level: Level::Warning,
    bad: Sample::Group(
        "network {\n  port \"http\" {}\n}\n\nservice {\n  name = \"web\"\n  port = \"http\"\n}",
    ),
    good: Sample::Group(
        "network {\n  port \"http\" {}\n}\n\nservice {\n  name = \"web\"\n  port = \"http\"\n\n  check {\n    type     = \"http\"\n    path     = \"/health\"\n    interval = \"10s\"\n    timeout  = \"2s\"\n  }\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: Check::Group(check),
};

fn check(group: &Group, scope: &mut Scope<'_, '_>) {
    let kind = scope.job.type_.as_ref().and_then(Attr::as_str);
    let update = group.update.as_ref().and_then(|update| update.health_check.as_ref());
    // Who looks at the tasks' states, or by hand, has decided.
    let by_checks = update.is_none_or(|by| by.as_str() == Some("checks"));
    if !matches!(kind, Some("service" | "system")) || !by_checks {
        return;
    }
    let all = || group.services.iter().chain(group.tasks.iter().flat_map(|task| &task.services));
    let mut checked = None;
    for service in all().filter(|service| !is_checked(service)) {
        // Without a port there is nothing to ask.
        let Some(port) = port(service) else { continue };
        // Services that share a port share what its check says.
        let checked: &BTreeSet<&str> = checked.get_or_insert_with(|| {
            all().filter(|service| is_checked(service)).filter_map(self::port).collect()
        });
        if checked.contains(port) {
            continue;
        }
        let name = service.name.as_ref().and_then(Attr::as_str).unwrap_or_default();
        let message = format!("missing check of the service `{name}`");
        let finding = scope.finding(message, service.base.location);
        scope.report_in(
            &service.base,
            finding.help("add a `check`, such as one of type `http` or `tcp`"),
        );
    }
}

fn port(service: &Service) -> Option<&str> {
    service.port.as_ref().and_then(Attr::as_str)
}

/// Whether its health is checked: a service of the mesh is checked by its proxy.
fn is_checked(service: &Service) -> bool {
    !service.checks.is_empty() || service.connect.is_some() || !service.base.extra.is_empty()
}
