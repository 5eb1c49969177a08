//! `port-label`: the port of a service is a port of its group, or a number, or has a reason.

use crate::jobspec::{Attr, Group, Service};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/port-label",
    what: "the port of a service is a port of its group, or a number, or has a reason",
    why: "Nomad accepts the job. The service is then registered without a port, or its \
        registration fails when the allocation starts, and its checks never pass.",
    level: Level::Error,
    bad: Sample::Group(
        r#"network {
  port "http" {
    to = 80
  }
}

service {
  name = "example"
  port = "htpp"
}"#,
    ),
    good: Sample::Group(
        r#"network {
  port "http" {
    to = 80
  }
}

service {
  name = "example"
  port = "http"
}"#,
    ),
    view: View::Written,
    needs_site: false,
    check: Check::Group(check),
};

/// Checks the services of a group and of its tasks.
fn check(group: &Group, scope: &mut Scope<'_, '_>) {
    let services = group.services.iter().chain(group.tasks.iter().flat_map(|task| &task.services));
    for service in services {
        let reason = service.base.comment.as_deref().is_some_and(|text| !text.trim().is_empty());
        let Some(label) = unknown(group, service).filter(|_| !reason) else { continue };
        let labels = labels(group);
        let known = labels.iter().map(|label| format!("`{label}`")).collect::<Vec<_>>().join(", ");
        let message = format!(
            "a service of job `{}` uses the port `{label}`, which group `{}` does not have",
            scope.job.id, group.name
        );
        let help = if known.is_empty() {
            "add the port to the group's network: the group has no ports".to_owned()
        } else {
            format!("the group has {known}; if another port is intended, allow it with a reason")
        };
        let location = service.port.as_ref().map(Attr::location).unwrap_or_default();
        scope.report(scope.finding(message, location.or(service.base.location)).help(help));
    }
}

/// The port that a service names and the group does not have.
pub fn unknown<'s>(group: &Group, service: &'s Service) -> Option<&'s str> {
    let label = service.port.as_ref().and_then(Attr::as_str)?;
    let number = label.bytes().all(|byte| byte.is_ascii_digit());
    // A kept `dynamic` block may make ports.
    let all_known = group.networks.iter().all(|network| network.base.extra.is_empty())
        && group.base.extra.is_empty();
    (!number && !label.contains("${") && all_known && !labels(group).contains(&label))
        .then_some(label)
}

fn labels(group: &Group) -> Vec<&str> {
    // The resources of tasks had networks before groups did, and Nomad still takes them.
    let resources = group.tasks.iter().filter_map(|task| task.resources.as_ref());
    let networks = group.networks.iter().chain(resources.flat_map(|resources| &resources.networks));
    networks.flat_map(|network| &network.ports).map(|port| port.label.as_str()).collect()
}
