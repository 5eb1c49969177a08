//! What no job file can say to Nomad, but Rust can: Nomad's rules find it before its parser would.

use std::collections::BTreeMap;
use std::fs;

use jobwright::jobspec::{Location, Version, expr, var};
use jobwright::lint::{Context, check};
use jobwright::prelude::*;
use jobwright::render::{RenderError, Renderer, layout};
use jobwright::{Defined, Definition};

use crate::support::Tested;
use crate::support::nomad::nomad;
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

/// Groups that Rust can say and Nomad's parser does not take.
fn refused_by_the_parser() -> Vec<Group> {
    let mut disk = TaskScaling::cpu();
    "disk".clone_into(&mut disk.resource);
    let mut scaling = Scaling::between(1, 3).type_("vertical_cpu");
    scaling.max = None;
    let mut hook = Lifecycle::prestart();
    hook.hook = None;
    let mut action = Action::new("flush", "/bin/flush");
    action.command = None;
    let mut other = Scaling::between(1, 3);
    other.type_ = Some("vertical_cpu".into());
    let group = || Group::new("web");
    vec![
        group().task(task().scaling(disk)),
        group().task(task().scaling(TaskScaling::cpu()).scaling(TaskScaling::cpu())),
        group().task(task().scaling(TaskScaling::mem().type_("vertical_cpu"))),
        group().scaling(scaling).task(task()),
        group().task(task().lifecycle(hook)),
        group().task(task().action(action)),
        group().scaling(other).task(task()),
    ]
}

#[test]
fn what_the_parser_refuses() {
    let all: Vec<String> = refused_by_the_parser().into_iter().map(found).collect();
    snapshot!(all.concat());
}

/// Whoever lets such a finding pass gets no file for it: nobody could deploy it.
#[test]
fn what_the_parser_refuses_is_not_rendered() -> Tested {
    let renderer = Renderer::new(BTreeMap::new())?;
    let mut said = String::new();
    for group in refused_by_the_parser() {
        let job = Job::service("web").group(group);
        let Err(RenderError::Lacks(lacking)) = renderer.job(&job, "") else {
            panic!("rendered: {}", renderer.print_job(&job)?)
        };
        for one in lacking {
            assert!(matches!(one.location, Location::Rust(_)), "{one}");
            said += &format!("{}: {}\n", one.block, one.message);
        }
    }
    snapshot!(said);
    Ok(())
}

/// Nomad's parser does not take them either.
#[test]
fn nomad_refuses_what_is_not_rendered() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let renderer = Renderer::new(BTreeMap::new())?;
    let folder = tempfile::tempdir()?;
    for group in refused_by_the_parser() {
        // Nomad 1.6 had a default for the hook.
        let hook = group.tasks.iter().any(|task| task.lifecycle.is_some());
        if hook && nomad.version() < Version::new(1, 7, 0) {
            continue;
        }
        let job = Job::service("web").group(group);
        let text = layout("", &renderer.print_job(&job)?)?;
        let file = folder.path().join("web.nomad.hcl");
        fs::write(&file, &text)?;
        assert!(nomad.output_json(&file).is_err(), "{text}");
    }
    Ok(())
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
