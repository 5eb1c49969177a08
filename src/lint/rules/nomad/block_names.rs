//! `nomad/block-name`: groups of a job and tasks of a group have names, each one its own.

use super::repeated;
use crate::jobspec::{Group, Job, Location, Task};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "nomad/block-name",
    what: "the groups of a job and the tasks of a group have unique names",
    why: "Nomad refuses the job: it identifies groups, tasks and allocations by these names.",
    level: Level::Error,
    bad: Sample::Job(
        "job \"web\" {\n  group \"web\" {\n    task \"app\" {\n      driver = \"docker\"\n\n      config {\n        image = \"example/app:1.4.2\"\n      }\n    }\n\n    task \"app\" {\n      driver = \"docker\"\n\n      config {\n        image = \"example/logs:2.0.1\"\n      }\n    }\n  }\n}\n",
    ),
    good: Sample::Job(
        "job \"web\" {\n  group \"web\" {\n    task \"app\" {\n      driver = \"docker\"\n\n      config {\n        image = \"example/app:1.4.2\"\n      }\n    }\n\n    task \"logs\" {\n      driver = \"docker\"\n\n      config {\n        image = \"example/logs:2.0.1\"\n      }\n    }\n  }\n}\n",
    ),
    view: View::Completed,
    needs_site: false,
    check: Check::Job(check),
};

/// Checks the names of the groups, and of the tasks of each.
fn check(job: &Job, scope: &mut Scope<'_, '_>) {
    let group = |group: &Group| group.base.location;
    names(job.groups.iter().map(|one| (one.name.as_str(), group(one))), "group", scope);
    for group in &job.groups {
        if group.name.contains('\0') {
            let message = format!("the name {:?} of a group contains a null character", group.name);
            scope.report(scope.finding(message, group.base.location).help("remove it"));
        }
        let task = |task: &Task| task.base.location;
        names(group.tasks.iter().map(|one| (one.name.as_str(), task(one))), "task", scope);
    }
}

fn names<'n>(
    all: impl Iterator<Item = (&'n str, Location)> + Clone,
    what: &str,
    scope: &mut Scope<'_, '_>,
) {
    for (_, location) in all.clone().filter(|(name, _)| name.is_empty()) {
        let finding = scope.finding(format!("missing name of a {what}"), location);
        scope.report(finding.help(format!("set the label of the `{what}` block")));
    }
    let named = all.filter(|(name, _)| !name.is_empty());
    let message = |name: &str| format!("duplicate {what} `{name}`");
    repeated::report(named, message, "rename one of the two", scope);
}
