//! `nomad/service-shutdown-delay`: a task with a service has a delay between deregistration and
//! stop.

use super::given::{name, text};
use crate::jobspec::{Attr, Duration, Service, Version};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/service-shutdown-delay",
    what: "a task with a service has a delay between deregistration and stop",
    why: "From 2.0.3 on, Nomad warns about it: without a `shutdown_delay`, requests still arrive \
        while the task is already stopping. The rule applies only if the site sets the Nomad \
        version of the cluster (`Site::nomad(\"2.0.3\")`), or with `lint --nomad 2.0.3`.",
    level: Level::Warning,
    bad: Sample::Group("service {\n  name     = \"web\"\n  provider = \"nomad\"\n}"),
    good: Sample::Group(
        "shutdown_delay = \"5s\"\n\nservice {\n  name     = \"web\"\n  provider = \"nomad\"\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Service, check),
};

/// Checks a service of a group or task.
fn check(service: &Service, scope: &mut Scope<'_, '_>) {
    let Some(group) = scope.group.filter(|_| scope.runs(Version::new(2, 0, 3))) else { return };
    let Some(named) = text(&service.task) else { return };
    let task = group.tasks.iter().find(|task| task.name == named);
    let sidecar = service.connect.as_ref().and_then(|connect| connect.sidecar_task.as_ref());
    let delays = [
        task.and_then(|task| task.shutdown_delay.as_ref()),
        sidecar.and_then(|task| task.shutdown_delay.as_ref()),
        group.shutdown_delay.as_ref(),
    ];
    if delays.into_iter().flatten().any(waits) {
        return;
    }
    let message = format!("missing `shutdown_delay` for service `{}`", name(service));
    let help = "set `shutdown_delay` in the group or in the task, such as `5s`";
    scope.report(scope.finding(message, service.base.location).help(help));
}

/// Whether there is a delay; an expression may give one.
fn waits(delay: &Attr<Duration>) -> bool {
    delay.get().is_none_or(|delay| delay.as_nanos() > 0)
}
