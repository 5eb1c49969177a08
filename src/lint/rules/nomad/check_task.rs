//! `nomad/check-task`: a check of a group's service only names a task of the group, and a script
//! check names one.

use super::given::{at, name, text};
use crate::jobspec::{Check as ServiceCheck, Group, Service};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/check-task",
    what: "a check of a group's service only names a task of the group, and a script check names \
        one",
    why: "Nomad refuses the job: a script runs inside a task. A check without a `task` uses the \
        one of its service.",
    level: Level::Error,
    bad: Sample::Group(
        "service {\n  name = \"web\"\n\n  check {\n    type     = \"script\"\n    command  = \"/bin/ok\"\n    interval = \"10s\"\n    timeout  = \"2s\"\n  }\n}",
    ),
    good: Sample::Group(
        "service {\n  name = \"web\"\n\n  check {\n    type     = \"script\"\n    task     = \"example\"\n    command  = \"/bin/ok\"\n    interval = \"10s\"\n    timeout  = \"2s\"\n  }\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Service, check),
};

/// Checks the checks of a group's service.
fn check(service: &Service, scope: &mut Scope<'_, '_>) {
    let Some(group) = scope.group.filter(|_| scope.task.is_none()) else { return };
    for check in &service.checks {
        one(service, check, group, scope);
    }
}

fn one(service: &Service, check: &ServiceCheck, group: &Group, scope: &mut Scope<'_, '_>) {
    let Some(named) = text(&check.task) else { return };
    if named.is_empty() {
        if text(&check.type_) == Some("script") && text(&service.task) == Some("") {
            let message =
                format!("missing `task` in a script check of service `{}`", name(service));
            let finding = scope.finding(message, check.base.location);
            scope.report(finding.help("set `task` in the check or in the service"));
        }
        return;
    }
    // An unevaluated `dynamic` block may make more.
    let all_known = group.base.extra.is_empty();
    if !all_known || group.tasks.iter().any(|task| task.name == named) {
        return;
    }
    let message = format!(
        "unknown task `{named}` in a check of service `{}`: group `{}` does not have it",
        name(service),
        group.name
    );
    let finding = scope.finding(message, at(&check.task).or(at(&service.task)));
    let names = group.tasks.iter().map(|task| task.name.as_str());
    scope.report(match jobwright_hcl::nearest::nearest(named, names) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("use the name of a task of the group"),
    });
}
