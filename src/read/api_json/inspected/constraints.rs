//! Constraints that a server adds to a group for what its tasks and services need.

use std::collections::BTreeSet;

use super::attributes::is_text;
use crate::jobspec::{Attr, Constraint, Group, Service, Task};

const CNI: &str = "${attr.plugins.cni.version.";

/// Takes the constraints away that the server has added, which it does at the end.
pub fn simplify(group: &mut Group) {
    while group.constraints.last().is_some_and(|last| is_implied(last, group)) {
        group.constraints.pop();
    }
}

/// Whether a server adds a constraint to the group by itself. The versions are those of servers from 1.4 on.
fn is_implied(constraint: &Constraint, group: &Group) -> bool {
    let text = |attr: &'_ Option<Attr<String>>| {
        attr.as_ref().and_then(Attr::as_str).unwrap_or_default().to_owned()
    };
    let (attribute, value) = (text(&constraint.attribute), text(&constraint.value));
    let operator = constraint.operator.as_ref().and_then(Attr::as_str).unwrap_or("=");
    let any_service = |is: &dyn Fn(&Service) -> bool| {
        let of_tasks = group.tasks.iter().flat_map(|task| &task.services);
        group.services.iter().chain(of_tasks).any(is)
    };
    let is_nomad = |service: &Service| is_text(&service.provider, "nomad");
    let is_meshed = |service: &Service| {
        let sidecar = service.connect.as_ref().and_then(|one| one.sidecar_service.as_ref());
        sidecar
            .and_then(|one| one.proxy.as_ref())
            .is_some_and(|one| one.transparent_proxy.is_some())
    };
    let any_task = |is: &dyn Fn(&Task) -> bool| group.tasks.iter().any(is);
    let numa = |task: &Task| task.resources.as_ref().is_some_and(|all| all.numa.is_some());
    match (attribute.as_str(), operator, value.as_str()) {
        ("${attr.os.signals}", "set_contains", value) => value == signals(group),
        ("${attr.nomad.service_discovery}", "=", "true") => any_service(&is_nomad),
        ("${attr.nomad.version}", "semver", ">= 1.4.0") => {
            any_service(&|service| is_nomad(service) && !service.checks.is_empty())
        }
        ("${attr.nomad.version}", "semver", ">= 1.8.0-dev") => {
            any_service(&is_meshed) || any_task(&|task| task.schedule.is_some())
        }
        ("${attr.nomad.version}", "semver", ">= 1.6.3-dev")
        | ("${attr.kernel.name}", "=", "linux") => any_task(&numa),
        (attribute, "semver", ">= 1.7.0" | ">= 1.8.0") if is_version_of("consul", attribute) => {
            any_service(&|service| !is_nomad(service))
        }
        (attribute, "semver", ">= 0.6.1" | ">= 1.11.0") if is_version_of("vault", attribute) => {
            any_task(&|task| task.vault.is_some())
        }
        (attribute, "semver", ">= 0.4.0") if attribute.starts_with(CNI) => {
            group.networks.iter().any(|network| is_text(&network.mode, "bridge"))
        }
        (attribute, "semver", ">= 1.4.2") if attribute.starts_with(CNI) => any_service(&is_meshed),
        _ => false,
    }
}

/// `${attr.consul.version}`, or that of a cluster with a name.
fn is_version_of(program: &str, attribute: &str) -> bool {
    let rest = attribute.strip_prefix("${attr.").and_then(|rest| rest.strip_prefix(program));
    rest.is_some_and(|rest| rest.ends_with(".version}"))
}

/// The signals that the tasks of the group need, as the server lists them.
fn signals(group: &Group) -> String {
    let mut all = BTreeSet::new();
    let text =
        |attr: &Option<Attr<String>>| attr.as_ref().and_then(Attr::as_str).map(str::to_owned);
    for task in &group.tasks {
        all.extend(text(&task.kill_signal));
        if let Some(vault) = task.vault.as_ref().filter(|one| is_text(&one.change_mode, "signal")) {
            all.insert(text(&vault.change_signal).unwrap_or("SIGHUP".to_owned()));
        }
        for template in task.templates.iter().filter(|one| is_text(&one.change_mode, "signal")) {
            all.insert(text(&template.change_signal).unwrap_or("SIGHUP".to_owned()));
        }
    }
    Vec::from_iter(all).join(",")
}
