//! What no job file can say to Nomad, but Rust can: Nomad's rules find it before its parser would.

use jobwright::jobspec::{expr, var};
use jobwright::lint::{Context, check};
use jobwright::prelude::*;
use jobwright::{Defined, Definition};

use crate::support::shown::snapshot;

fn task() -> Task {
    Task::new("web", Docker::image("example/app:1.4.2"))
}

/// What Nomad's rules find in a job of a group.
fn found(group: Group) -> String {
    let job = Job::service("web").group(group);
    let defined = Defined { source: "registry/web.rs".into(), definition: Definition::Job(job) };
    let (site, defined) = (Site::bare("lab").enterprise(), [&defined]);
    let findings = check(&Context::new(&site, &defined)).findings;
    let own = findings.iter().filter(|finding| finding.rule.starts_with("nomad/"));
    own.map(|finding| format!("{finding}\n\n")).collect()
}

fn in_task(task: Task) -> String {
    found(Group::new("web").task(task))
}

#[test]
fn what_the_parser_refuses() {
    let mut disk = TaskScaling::cpu();
    "disk".clone_into(&mut disk.resource);
    let mut scaling = Scaling::between(1, 3).type_("vertical_cpu");
    scaling.max = None;
    let mut hook = Lifecycle::prestart();
    hook.hook = None;
    let mut action = Action::new("flush", "/bin/flush");
    action.command = None;
    let all = [
        in_task(task().scaling(disk)),
        in_task(task().scaling(TaskScaling::cpu()).scaling(TaskScaling::cpu())),
        in_task(task().scaling(TaskScaling::mem().type_("vertical_cpu"))),
        found(Group::new("web").scaling(scaling).task(task())),
        in_task(task().lifecycle(hook)),
        in_task(task().action(action)),
    ];
    snapshot!(all.concat());
}

#[test]
fn what_is_an_expression_is_not_judged() {
    let resources =
        Resources::new().cpu(expr("var.cpu")).cores(2).memory(64).memory_max(var("most"));
    let identity = Identity::named(var("name")).aud([""]).filepath("token").file(var("file"));
    let task = task()
        .kill_timeout(var("timeout"))
        .resources(resources)
        .logs(Logs::new().max_files(var("files")))
        .template(Template::inline(var("file"), var("text")).perms(var("perms")))
        .artifact(Artifact::new(var("source")).options("checksum", var("sum")))
        .vault(Vault::new().change_mode("signal").change_signal(var("signal")))
        .identity(identity);
    let group = Group::new("web")
        .count(var("count"))
        .scaling(Scaling::between(5, 9))
        .constraint(Constraint::compare("${attr.a}", var("operator"), "^1"))
        .constraint(Constraint::version("${attr.a}", var("version")))
        .constraint(Constraint::new(var("attribute"), "a"))
        .affinity(Affinity::new("${attr.a}", "a").weight(var("weight")))
        .task(task);
    assert_eq!(found(group), "");
}
