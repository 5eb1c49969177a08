//! `port-label`: a service's port is one of its group, or a number.

use crate::diagnostic::Diagnostic;
use crate::jobspec::{Attr, Group, Job};
use crate::lint::{Context, place};

/// Checks the services of every group and task.
pub fn check(job: &Job, _: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for group in &job.groups {
        let services =
            group.services.iter().chain(group.tasks.iter().flat_map(|task| &task.services));
        for service in services {
            let Some(label) = service.port.as_ref().and_then(Attr::as_str) else { continue };
            let number = !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_digit());
            let labels = labels(group);
            if number || label.is_empty() || label.contains("${") || labels.contains(&label) {
                continue;
            }
            let known =
                labels.iter().map(|label| format!("`{label}`")).collect::<Vec<_>>().join(", ");
            let message = format!(
                "a service of job `{}` is at port `{label}`, which group `{}` does not have",
                job.id, group.name
            );
            let help = if known.is_empty() {
                "the group has no ports".to_owned()
            } else {
                format!("the group has {known}")
            };
            findings.push(Diagnostic::error("port-label", message).at(place(service)).help(help));
        }
    }
}

fn labels(group: &Group) -> Vec<&str> {
    group
        .networks
        .iter()
        .flat_map(|network| &network.ports)
        .map(|port| port.label.as_str())
        .collect()
}
