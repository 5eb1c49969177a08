//! `nomad/check-twice`: the checks of a task's service have different names.

use super::given::{at, name, text};
use super::repeated;
use crate::jobspec::Service;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/check-twice",
    what: "the checks of a task's service have different names",
    why: "Nomad refuses the job. All checks without a `name` get the same default name, so at most \
        one check may omit it.",
    level: Level::Error,
    bad: Sample::Task(
        "service {\n  name     = \"web\"\n  provider = \"consul\"\n\n  check {\n    type     = \"script\"\n    command  = \"/bin/alive\"\n    interval = \"10s\"\n    timeout  = \"2s\"\n  }\n\n  check {\n    type     = \"script\"\n    command  = \"/bin/ready\"\n    interval = \"10s\"\n    timeout  = \"2s\"\n  }\n}",
    ),
    good: Sample::Task(
        "service {\n  name     = \"web\"\n  provider = \"consul\"\n\n  check {\n    name     = \"alive\"\n    type     = \"script\"\n    command  = \"/bin/alive\"\n    interval = \"10s\"\n    timeout  = \"2s\"\n  }\n\n  check {\n    name     = \"ready\"\n    type     = \"script\"\n    command  = \"/bin/ready\"\n    interval = \"10s\"\n    timeout  = \"2s\"\n  }\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Service, check),
};

/// Checks the checks of a task's service.
fn check(service: &Service, scope: &mut Scope<'_, '_>) {
    if scope.task.is_none() {
        return;
    }
    let names = service
        .checks
        .iter()
        .filter_map(|check| Some((text(&check.name)?, at(&check.name).or(check.base.location))));
    let message = |own: &str| format!("duplicate check `{own}` in service `{}`", name(service));
    repeated::report(names, message, "set a different `name` in each check", scope);
}
