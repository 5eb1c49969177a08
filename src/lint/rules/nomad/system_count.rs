//! `nomad/system-count`: the groups of a system job have a count of at most 1.

use crate::jobspec::Group;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

use super::given;

pub const RULE: Rule = Rule {
    name: "nomad/system-count",
    what: "the groups of a system job have a count of at most 1",
    why: "Nomad refuses the job: a system job runs once on every eligible node.",
    level: Level::Error,
    bad: Sample::Job(
        "job \"exporter\" {\n  type = \"system\"\n\n  group \"exporter\" {\n    count = 2\n\n    task \"exporter\" {\n      driver = \"docker\"\n\n      config {\n        image = \"prom/node-exporter:v1.8.2\"\n      }\n    }\n  }\n}\n",
    ),
    good: Sample::Job(
        "job \"exporter\" {\n  type = \"system\"\n\n  group \"exporter\" {\n    task \"exporter\" {\n      driver = \"docker\"\n\n      config {\n        image = \"prom/node-exporter:v1.8.2\"\n      }\n    }\n  }\n}\n",
    ),
    view: View::Completed,
    needs_site: false,
    check: Check::Group(check),
};

/// Checks a group's count.
fn check(group: &Group, scope: &mut Scope<'_, '_>) {
    if given::job_type(scope.job) != Some("system") {
        return;
    }
    let Some(count) = given::known(&group.count, 1).filter(|count| *count > 1) else { return };
    let message = format!("`count` of a system job is {count}; expected 1 or 0");
    let finding = scope.finding(message, given::at(&group.count));
    scope.report(finding.help("remove `count`: the job runs once on every node"));
}
