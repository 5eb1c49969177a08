//! `nomad/nothing-to-run`: a job has a group, and each group has a task, one of them without a
//! `lifecycle` hook.

use crate::jobspec::{Connect, Group, Job, Version};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "nomad/nothing-to-run",
    what: "a job has a group, and each group has a task, one of them without a `lifecycle` hook",
    why: "Nomad refuses a job without groups and a group without tasks. A group for a gateway of \
        Consul's service mesh needs none: the servers add its task, if the group has a network. \
        Since Nomad 2.0.6, one of the tasks must be a main task, without a hook.",
    level: Level::Error,
    bad: Sample::Job("job \"web\" {\n  datacenters = [\"dc1\"]\n}\n"),
    good: Sample::Job(
        "job \"web\" {\n  datacenters = [\"dc1\"]\n\n  group \"web\" {\n    task \"web\" {\n      driver = \"docker\"\n\n      config {\n        image = \"nginx:1.27\"\n      }\n    }\n  }\n}\n",
    ),
    view: View::Written,
    needs_site: false,
    check: Check::Job(check),
};

/// Checks a job and its groups.
fn check(job: &Job, scope: &mut Scope<'_, '_>) {
    // A kept `dynamic` block may make groups and tasks.
    if job.groups.is_empty() && job.base.extra.is_empty() {
        let finding = scope.finding("missing group in the job", job.base.location);
        scope.report(finding.help("add a `group` with the tasks to run"));
    }
    for group in job.groups.iter().filter(|group| group.base.extra.is_empty()) {
        if group.tasks.is_empty() {
            if !is_gateway(group) {
                let message = format!("missing task in group `{}`", group.name);
                let finding = scope.finding(message, group.base.location);
                scope.report(finding.help("add a `task`, or remove the group"));
            }
        } else if scope.runs(Version::new(2, 0, 6))
            && group.tasks.iter().all(|task| task.lifecycle.is_some())
        {
            let message = format!("all tasks of group `{}` have a `lifecycle` hook", group.name);
            let finding = scope.finding(message, group.base.location);
            scope.report(finding.help("add a main task, without a `lifecycle` block"));
        }
    }
}

/// Whether the servers add a task of their own.
fn is_gateway(group: &Group) -> bool {
    let gateway = |connect: &Connect| connect.gateway.is_some();
    !group.networks.is_empty()
        && group.services.iter().any(|service| service.connect.as_deref().is_some_and(gateway))
}
