//! `nomad/system-task-affinity`: the tasks of a system job prefer no nodes.

use crate::jobspec::{Attr, Task};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "nomad/system-task-affinity",
    what: "the tasks of a system job have no affinities",
    why: "Nomad refuses the job: a system job runs on every node that meets its constraints, and has no choice to prefer one.",
    level: Level::Error,
    bad: Sample::Job(
        "job \"agent\" {\n  type = \"system\"\n\n  group \"agent\" {\n    task \"agent\" {\n      driver = \"docker\"\n\n      affinity {\n        attribute = \"${node.datacenter}\"\n        value     = \"dc1\"\n      }\n    }\n  }\n}\n",
    ),
    good: Sample::Job(
        "job \"agent\" {\n  type = \"system\"\n\n  group \"agent\" {\n    task \"agent\" {\n      driver = \"docker\"\n\n      constraint {\n        attribute = \"${node.datacenter}\"\n        value     = \"dc1\"\n      }\n    }\n  }\n}\n",
    ),
    view: View::Completed,
    needs_site: false,
    check: Check::Task(check),
};

/// Checks a task.
fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    let Some(affinity) = task.affinities.first() else { return };
    if scope.job.type_.as_ref().and_then(Attr::as_str) != Some("system") {
        return;
    }
    let message = format!("task `{}` of a system job has an `affinity`; expected none", task.name);
    let finding = scope.finding(message, affinity.base.location);
    scope.report(finding.help("take it out, or write a `constraint`"));
}
