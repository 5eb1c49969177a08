//! `nomad/service-twice`: the services of a group, or of a task, have unique pairs of name and
//! port.

use std::collections::HashMap;
use std::hash::Hash;

use super::given::{at, name, text};
use crate::jobspec::{Group, Service};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "nomad/service-twice",
    what: "the services of a group, or of a task, have unique pairs of name and port",
    why: "Nomad refuses the job: it registers a service under its name, port and task, so the \
        second would replace the first.",
    level: Level::Error,
    bad: Sample::Group(
        "service {\n  name     = \"web\"\n  port     = \"http\"\n  provider = \"nomad\"\n}\n\nservice {\n  name     = \"web\"\n  port     = \"http\"\n  provider = \"nomad\"\n}",
    ),
    good: Sample::Group(
        "service {\n  name     = \"web\"\n  port     = \"http\"\n  provider = \"nomad\"\n}\n\nservice {\n  name     = \"web\"\n  port     = \"admin\"\n  provider = \"nomad\"\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: Check::Group(check),
};

/// Checks the services of a group, and those of each task.
fn check(group: &Group, scope: &mut Scope<'_, '_>) {
    for task in &group.tasks {
        // Nomad concatenates the two strings of a task's service without a separator.
        twice(task.services.iter(), |name, port| format!("{name}{port}"), scope);
    }
    // A service of the group counts as one of a task named `group`.
    let same = group.tasks.iter().filter(|task| task.name == "group" && !group.services.is_empty());
    let services = group.services.iter().chain(same.flat_map(|task| &task.services));
    twice(services, |name, port| (name, port), scope);
}

/// Finds services of which the keys are the same.
fn twice<'s, K: Hash + Eq>(
    services: impl Iterator<Item = &'s Service> + Clone,
    key: impl Fn(&'s str, &'s str) -> K,
    scope: &mut Scope<'_, '_>,
) {
    if services.clone().nth(1).is_none() {
        return;
    }
    let mut seen = HashMap::new();
    for service in services {
        let Some(port) = text(&service.port) else { continue };
        let Some(name) = text(&service.name) else { continue };
        if let Some(first) = seen.insert(key(name, port), service) {
            report(first, service, scope);
        }
    }
}

fn report(first: &Service, service: &Service, scope: &mut Scope<'_, '_>) {
    let port = text(&service.port).unwrap_or_default();
    let port = if port.is_empty() { "no port".to_owned() } else { format!("port `{port}`") };
    let message = format!("duplicate service `{}` at {port}", name(service));
    let place = |service: &Service| at(&service.name).or(service.base.location);
    let finding = scope.finding(message, place(service));
    let finding = finding.related(scope.place(place(first)), "first defined here");
    scope.report(finding.help("change the name or the port of one of them"));
}
