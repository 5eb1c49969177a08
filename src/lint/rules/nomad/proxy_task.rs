//! `nomad/proxy-task`: a task of the kind `connect-proxy` belongs to a service of its group with a
//! sidecar, and does nothing else.

use crate::jobspec::{Attr, Location, Task};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "nomad/proxy-task",
    what: "a task of the kind `connect-proxy` belongs to a service of its group with a sidecar, \
        and does nothing else",
    why: "Nomad refuses the job: such a task is the proxy of one service. It registers no service \
        of its own and is not the leader.",
    level: Level::Error,
    bad: Sample::Task("kind = \"connect-proxy:web\""),
    good: Sample::Task("kind = \"example\""),
    view: View::Completed,
    needs_site: false,
    check: Check::Task(check),
};

/// Checks a task.
fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    let Some(kind) = &task.kind else { return };
    let Some(of) = kind.as_str().and_then(|kind| kind.strip_prefix("connect-proxy:")) else {
        return;
    };
    if of.is_empty() {
        return;
    }
    let mut report = |message: String, location: Location, help: &str| {
        let finding = scope.finding(message, location);
        scope.report(finding.help(help));
    };
    if let Some(service) = task.services.first() {
        let message = format!("proxy task `{}` has a `service`; expected none", task.name);
        report(message, service.base.location, "move the service to the task that it is for");
    }
    if let Some(leader) = task.leader.as_ref().filter(|leader| leader.get() == Some(true)) {
        let message = format!("proxy task `{}` is the leader; expected another task", task.name);
        report(message, leader.location(), "set `leader` in the task that the proxy is for");
    }
    let Some(group) = scope.group else { return };
    let sidecars = group.services.iter().filter(|service| {
        service.connect.as_ref().is_some_and(|connect| connect.sidecar_service.is_some())
    });
    let mut names = sidecars.map(|service| service.name.as_ref().and_then(Attr::as_str));
    // A name that is an expression may be this one.
    if names.any(|name| name.is_none_or(|name| name == of)) {
        return;
    }
    let message = format!(
        "task `{}` is the proxy of service `{of}`, but group `{}` has no such service with a `sidecar_service`",
        task.name, group.name
    );
    let finding = scope.finding(message, kind.location());
    scope.report(finding.help("use a service of the group with a `sidecar_service`"));
}
