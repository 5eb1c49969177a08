//! `nomad/job-type`: a job contains only what its type allows.

use crate::jobspec::{Block, Group, Job, Location, Task, Version};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

use super::given::{self, job_type};

pub const RULE: Rule = Rule {
    name: "nomad/job-type",
    what: "a job contains only what its type allows",
    why: "Nomad refuses the job. A system job runs on every node, so there is nothing to prefer \
        and nothing to reschedule; a batch job ends by itself, so there is no deployment and no \
        migration from a drained node. Blocks of the job itself apply to each of its groups.",
    level: Level::Error,
    bad: Sample::Job(
        "job \"report\" {\n  type = \"batch\"\n\n  update {\n    max_parallel = 1\n  }\n\n  group \"report\" {\n    task \"report\" {\n      driver = \"docker\"\n\n      config {\n        image = \"example/report:3.1.0\"\n      }\n    }\n  }\n}\n",
    ),
    good: Sample::Job(
        "job \"report\" {\n  type = \"batch\"\n\n  group \"report\" {\n    task \"report\" {\n      driver = \"docker\"\n\n      config {\n        image = \"example/report:3.1.0\"\n      }\n    }\n  }\n}\n",
    ),
    view: View::Completed,
    needs_site: false,
    check: Check::Job(check),
};

/// The types that Nomad supports; any other is reported by another rule.
const TYPES: [&str; 4] = ["service", "batch", "system", "sysbatch"];

/// Checks a job with its groups and tasks.
fn check(job: &Job, scope: &mut Scope<'_, '_>) {
    let Some(kind) = job_type(job).filter(|kind| TYPES.contains(kind)) else { return };
    let mut found = Found { kind, scope };
    found.blocks(&job.affinities, &job.spreads);
    let ends = matches!(kind, "batch" | "sysbatch");
    if let Some(periodic) = &job.periodic
        && !ends
        && given::known(&periodic.enabled, true) == Some(true)
    {
        found.say("periodic", "batch or sysbatch", periodic.base.location);
    }
    if let Some(parameterized) = job.parameterized.as_ref().filter(|_| !ends) {
        found.say("parameterized", "batch or sysbatch", parameterized.base.location);
    }
    for group in &job.groups {
        found.group(group);
        for task in &group.tasks {
            found.task(task);
        }
    }
}

struct Found<'f, 's, 'a> {
    kind: &'f str,
    scope: &'f mut Scope<'s, 'a>,
}

impl Found<'_, '_, '_> {
    /// What only jobs of some types have.
    fn say(&mut self, name: &str, types: &str, location: Location) {
        let kind = self.kind;
        let message = format!("a {kind} job has `{name}`, which only a {types} job may have");
        let finding = self.scope.finding(message, location);
        let help = format!("remove `{name}`, or change the `type` of the job");
        self.scope.report(finding.help(help));
    }

    fn blocks(&mut self, affinities: &[impl Block], spreads: &[impl Block]) {
        if self.kind != "system" {
            return;
        }
        let others = "service, batch or sysbatch";
        if let Some(first) = affinities.first() {
            self.say("affinity", others, first.base().location);
        }
        if let Some(first) = spreads.first() {
            self.say("spread", others, first.base().location);
        }
    }

    fn group(&mut self, group: &Group) {
        let kind = self.kind;
        self.blocks(&group.affinities, &group.spreads);
        if let Some(update) =
            group.update.as_ref().filter(|_| !matches!(kind, "service" | "system"))
        {
            self.say("update", "service or system", update.base.location);
        }
        if let Some(migrate) = group.migrate.as_ref().filter(|_| kind != "service") {
            self.say("migrate", "service", migrate.base.location);
        }
        let everywhere = matches!(kind, "system" | "sysbatch");
        if let Some(reschedule) = group.reschedule.as_ref().filter(|_| everywhere) {
            self.say("reschedule", "service or batch", reschedule.base.location);
        }
        let stop = group.disconnect.as_ref().and_then(|own| own.stop_on_client_after.as_ref());
        if let Some(stop) = stop.filter(|_| everywhere) {
            self.say("stop_on_client_after", "service or batch", stop.location());
        }
        let ends = matches!(kind, "batch" | "sysbatch");
        let longest = group.max_run_duration.as_ref().filter(|_| !ends);
        if let Some(longest) = longest.filter(|_| self.scope.runs(Version::new(2, 0, 3))) {
            self.say("max_run_duration", "batch or sysbatch", longest.location());
        }
    }

    fn task(&mut self, task: &Task) {
        let none: [Task; 0] = [];
        self.blocks(&task.affinities, &none);
    }
}
