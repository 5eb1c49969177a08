//! `nomad/service-task`: the `task` of a service inside a task is that task.

use super::given::{at, name, text};
use crate::jobspec::Service;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/service-task",
    what: "the `task` of a service inside a task is that task",
    why: "Nomad refuses the job: a service in a task belongs to that task, and so do its checks.",
    level: Level::Error,
    bad: Sample::Task(
        "service {\n  name     = \"web\"\n  task     = \"other\"\n  provider = \"nomad\"\n}",
    ),
    good: Sample::Task("service {\n  name     = \"web\"\n  provider = \"nomad\"\n}"),
    view: View::Completed,
    needs_site: false,
    check: of!(Service, check),
};

/// Checks a service of a task.
fn check(service: &Service, scope: &mut Scope<'_, '_>) {
    let (Some(task), Some(other)) = (scope.task, text(&service.task)) else { return };
    if other.is_empty() || other == task.name {
        return;
    }
    let message =
        format!("service `{}` of task `{}` names the task `{other}`", name(service), task.name);
    let help = "remove `task`, or move the service into that task or into the group";
    scope.report(scope.finding(message, at(&service.task)).help(help));
}
