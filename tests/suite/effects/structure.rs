//! Groups and tasks that come, go, get other names or another order, canaries and steps, beside the plan of a real agent.

use std::collections::BTreeMap;

use jobwright::diff::{self, Counts};
use jobwright::jobspec::{
    Constraint, Group, Job, Lifecycle, Network, Other, Port, RawExec, Resources, Task, Template,
    Update, hours, secs,
};

use super::plan;
use crate::support::Tested;
use crate::support::agent::Agent;
use crate::support::nomad::nomad;

fn task(name: &str) -> Task {
    let sleep = RawExec::command("/bin/sleep").args(["3600"]);
    let resources = Resources::new().cpu(20).memory(10);
    Task::new(name, sleep).kill_timeout(secs(1)).resources(resources)
}

fn group(name: &str, count: i64) -> Group {
    let update = Update::new().min_healthy_time(secs(0)).healthy_deadline(hours(1));
    let mut group = Group::new(name).count(count).task(task("main")).task(task("side"));
    group.update = Some(update.progress_deadline(hours(2)).into());
    group.networks = vec![Network::new().port(Port::dynamic("one")).port(Port::dynamic("two"))];
    group.tasks[0].templates =
        vec![Template::inline("local/a", "a"), Template::inline("local/b", "b")];
    group.tasks[0].constraints = vec![
        Constraint::new("${attr.kernel.name}", "linux"),
        Constraint::new("${attr.cpu.arch}", "m68k").operator("!="),
    ];
    group
}

fn base(id: &str) -> Job {
    Job::service(id).datacenters(["*"]).group(group("web", 3)).group(group("db", 2))
}

/// A change by its name.
type Case = (&'static str, fn(&mut Job));

const CASES: [Case; 30] = [
    ("nothing", |_| {}),
    ("a comment", |job| job.groups[0].base.comment = Some("why".to_owned())),
    ("a default is written out", |job| job.priority = Some(50.into())),
    ("a group comes", |job| job.groups.push(group("new", 2))),
    ("a group goes", |job| _ = job.groups.pop()),
    ("a group has another name", |job| job.groups[1].name = "data".to_owned()),
    ("groups have another order", |job| job.groups.reverse()),
    ("a task comes", |job| job.groups[0].tasks.push(task("third"))),
    ("a task goes", |job| _ = job.groups[0].tasks.pop()),
    ("a task has another name", |job| job.groups[0].tasks[1].name = "other".to_owned()),
    ("tasks have another order", |job| job.groups[0].tasks.reverse()),
    ("templates have another order", |job| job.groups[0].tasks[0].templates.reverse()),
    ("constraints have another order", |job| job.groups[0].tasks[0].constraints.reverse()),
    ("ports have another order", |job| job.groups[0].networks[0].ports.reverse()),
    ("a port comes", |job| job.groups[0].networks[0].ports.push(Port::dynamic("three"))),
    ("more of a group", |job| job.groups[0].count = Some(5.into())),
    ("fewer of a group", |job| job.groups[0].count = Some(1.into())),
    ("none of a group", |job| job.groups[0].count = Some(0.into())),
    ("more, and replaced", |job| {
        job.groups[0].count = Some(4.into());
        job.groups[0].tasks[0].user = Some("nobody".into());
    }),
    ("fewer, and replaced", |job| {
        job.groups[0].count = Some(2.into());
        job.groups[0].tasks[0].user = Some("nobody".into());
    }),
    ("two at a time", |job| {
        job.groups[0].tasks[0].user = Some("nobody".into());
        job.groups[0].update = Some(Update::new().max_parallel(2).into());
    }),
    ("all at once", |job| {
        job.groups[0].tasks[0].user = Some("nobody".into());
        job.groups[0].update = Some(Update::new().max_parallel(0).into());
    }),
    ("a canary", |job| {
        job.groups[0].tasks[0].user = Some("nobody".into());
        job.groups[0].update = Some(Update::new().canary(1).into());
    }),
    ("as many canaries as there are", |job| {
        job.groups[0].tasks[0].user = Some("nobody".into());
        job.groups[0].update = Some(Update::new().canary(3).max_parallel(3).into());
    }),
    ("a canary, and more", |job| {
        job.groups[0].count = Some(5.into());
        job.groups[0].tasks[0].user = Some("nobody".into());
        job.groups[0].update = Some(Update::new().canary(1).into());
    }),
    ("canaries for nothing", |job| job.groups[0].update = Some(Update::new().canary(2).into())),
    ("meta of the job", |job| job.meta = Some([("a", "b")].into_iter().collect())),
    ("meta of a group", |job| job.groups[0].meta = Some([("a", "b")].into_iter().collect())),
    ("another driver", |job| {
        job.groups[0].tasks[1] =
            Task::new("side", Other::driver("mock_driver").attr("run_for", "1h"));
    }),
    ("a hook", |job| {
        job.groups[0].tasks[1].lifecycle = Some(Lifecycle::poststart().sidecar(true).into());
    }),
];

#[test]
fn groups_and_tasks_that_change() -> Tested {
    let _alone = super::alone();
    let Some(nomad) = nomad!() else { return Ok(()) };
    let agent = Agent::start(&nomad)?;
    let old = base("structure");
    plan::register(&agent, &old)?;
    assert!(plan::wait(&agent, &old.id, 5, "running", 30), "the job runs");
    let mut differences = Vec::new();
    for (name, change) in CASES {
        let mut new = old.clone();
        change(&mut new);
        let (theirs, _) = plan::plan(&agent, &new).map_err(|error| format!("{name}: {error}"))?;
        let comparison = diff::compare(std::slice::from_ref(&old), std::slice::from_ref(&new));
        let kept = |name: &str, ignore| (name.to_owned(), Counts { ignore, ..Counts::default() });
        let mut ours = BTreeMap::from([kept("web", 3), kept("db", 2)]);
        if let Some(job) = comparison.jobs.first().filter(|job| !job.groups.is_empty()) {
            ours = job.groups.iter().map(|group| (group.name.clone(), group.first)).collect();
            // To Nomad, a group with another name is one that goes and one that comes.
            for group in &job.groups {
                if let Some(from) = &group.renamed_from {
                    let stop = group.first.stop;
                    ours.insert(from.clone(), Counts { stop, ..Counts::default() });
                    ours.insert(
                        group.name.clone(),
                        Counts { create: group.first.create, ..Counts::default() },
                    );
                }
            }
        }
        if ours != theirs {
            differences.push(format!("{name}:\n  ours   {ours:?}\n  theirs {theirs:?}"));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    Ok(())
}
