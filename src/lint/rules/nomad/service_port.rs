//! `nomad/service-port`: a service of a task, and each of its checks, uses a port of the group's
//! first network.

use super::given::{at, name, text};
use crate::jobspec::{Attr, Group, Location, Service, Task};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "nomad/service-port",
    what: "a service of a task, and each of its checks, uses a port of the group's first network",
    why: "Nomad refuses the job: it looks for the label among the ports of the group's first \
        network, and of the old `network` in the task's `resources`. It accepts a number only \
        with `address_mode = \"driver\"`.",
    level: Level::Error,
    bad: Sample::Task(
        "service {\n  name     = \"web\"\n  port     = \"http\"\n  provider = \"nomad\"\n}",
    ),
    good: Sample::Job(
        "job \"example\" {\n  group \"example\" {\n    network {\n      port \"http\" {}\n    }\n\n    task \"example\" {\n      driver = \"docker\"\n\n      config {\n        image = \"example/app:1.4.2\"\n      }\n\n      service {\n        name     = \"web\"\n        port     = \"http\"\n        provider = \"nomad\"\n      }\n    }\n  }\n}\n",
    ),
    view: View::Completed,
    needs_site: false,
    check: Check::Task(check),
};

/// Checks the services of a task.
fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    let Some(group) = scope.group.filter(|group| all_known(group, task)) else { return };
    for service in &task.services {
        let mode = text(&service.address_mode);
        own(service.port.as_ref(), mode, (service, group, task), scope);
        for check in &service.checks {
            let type_ = text(&check.type_);
            // Without a port of its own, the check is at the service's.
            if matches!(type_, Some("http" | "tcp" | "grpc")) && text(&check.port) != Some("") {
                own(check.port.as_ref(), Some("driver"), (service, group, task), scope);
            }
        }
    }
}

/// Checks one port; numbers for a driver's address, valid or not, are left to another rule.
fn own(
    port: Option<&Attr<String>>,
    mode: Option<&str>,
    (service, group, task): (&Service, &Group, &Task),
    scope: &mut Scope<'_, '_>,
) {
    let Some(label) = port.and_then(Attr::as_str).filter(|label| !label.is_empty()) else { return };
    let is_number = label.parse::<i64>().is_ok();
    if is_number && mode.is_none_or(|mode| mode == "driver") || has(group, task, label) {
        return;
    }
    let message = format!(
        "service `{}` of task `{}` uses the port `{label}`, which the first network of group `{}` \
         does not have",
        name(service),
        task.name,
        group.name
    );
    let help = if is_number {
        "set a port label of the group's `network`; or set `address_mode = \"driver\"`, if the \
         task has its own address"
    } else {
        "add the port to the group's `network`, or use an existing one"
    };
    let location = port.map_or(Location::default(), Attr::location);
    scope.report(scope.finding(message, location.or(at(&service.name))).help(help));
}

/// Whether the ports are all known: an unevaluated `dynamic` block may make some.
fn all_known(group: &Group, task: &Task) -> bool {
    let resources = task.resources.as_ref();
    let networks = group.networks.iter().chain(resources.iter().flat_map(|own| &own.networks));
    let mut bases = networks.map(|network| &network.base);
    group.base.extra.is_empty()
        && resources.is_none_or(|resources| resources.base.extra.is_empty())
        && bases.all(|base| base.extra.is_empty())
}

fn has(group: &Group, task: &Task, label: &str) -> bool {
    let resources = task.resources.iter().flat_map(|resources| &resources.networks);
    let mut networks = group.networks.iter().take(1).chain(resources);
    networks.any(|network| {
        let mut ports = network.ports.iter().chain(&network.reserved_ports);
        ports.any(|port| port.label == label)
    })
}
