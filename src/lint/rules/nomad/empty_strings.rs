//! `nomad/empty-string`: the region and the datacenters of a job are not empty.

use crate::jobspec::Job;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

use super::given;

pub const RULE: Rule = Rule {
    name: "nomad/empty-string",
    what: "the region and the datacenters of a job are not empty",
    why: "Nomad refuses the job. A missing attribute gets a default; an empty one does not.",
    level: Level::Error,
    bad: Sample::Job(
        "job \"web\" {\n  datacenters = [\"\"]\n\n  group \"web\" {\n    task \"web\" {\n      driver = \"docker\"\n\n      config {\n        image = \"nginx:1.27\"\n      }\n    }\n  }\n}\n",
    ),
    good: Sample::Job(
        "job \"web\" {\n  datacenters = [\"*\"]\n\n  group \"web\" {\n    task \"web\" {\n      driver = \"docker\"\n\n      config {\n        image = \"nginx:1.27\"\n      }\n    }\n  }\n}\n",
    ),
    view: View::Completed,
    needs_site: false,
    check: Check::Job(check),
};

/// Checks where a job runs.
fn check(job: &Job, scope: &mut Scope<'_, '_>) {
    if given::text(&job.region) == Some("") && job.multiregion.is_none() {
        let finding = scope.finding("`region` of `job` is empty", given::at(&job.region));
        scope.report(finding.help("set a region, or remove it to use the agent's"));
    }
    let Some(datacenters) = &job.datacenters else { return };
    let crate::jobspec::Value::List(values) = datacenters.value() else { return };
    for (at, value) in values.iter().enumerate() {
        if value.as_str() == Some("") {
            let location = datacenters.locations().of_value(at);
            let finding = scope.finding("a datacenter of `job` is empty", location);
            scope.report(finding.help("set a datacenter, or write `[\"*\"]` for all of them"));
        }
    }
}
