//! Twelve jobs with `deploy`, with the playbook and by hand: the same jobs, in their order, and not a second time.

use std::collections::BTreeMap;
use std::process::Command;
use std::time::Instant;

use serde_json::Value;

use super::twelve::{JOBS, by_hand, settles};
use crate::cli::{Project, Run};
use crate::support::Tested;
use crate::support::agent::Agent;
use crate::support::ansible::ansible;
use crate::support::csi::csi;
use crate::support::nomad::{Nomad, nomad};
use crate::support::setup::Setup;

/// A call of the project's program against a cluster.
pub fn call(project: &Project, nomad: &Nomad, address: &str, arguments: &str) -> Run {
    Run::of(&mut command(project, nomad, address, arguments), b"")
}

/// The same, ready to run.
pub fn command(project: &Project, nomad: &Nomad, address: &str, arguments: &str) -> Command {
    let mut command = project.command(arguments);
    command.env("NOMAD_ADDR", format!("http://{address}"));
    command.arg("--nomad").arg(nomad.command().get_program());
    command
}

/// The jobs of an agent by their IDs, each as the cluster has it, without what is its own on each.
fn specifications(agent: &Agent) -> BTreeMap<String, Value> {
    let specification = |(job, ..): &(&str, usize, usize)| {
        let mut own = agent.get(&format!("/v1/job/{job}")).expect(job);
        forget(&mut own);
        ((*job).to_owned(), own)
    };
    JOBS.iter().map(specification).collect()
}

fn forget(value: &mut Value) {
    match value {
        Value::Object(object) => {
            let is_own = |key: &str| {
                key.ends_with("Index")
                    || key.starts_with("Status")
                    || ["SubmitTime", "Version", "Stable"].contains(&key)
            };
            object.retain(|key, _| !is_own(key));
            object.values_mut().for_each(forget);
        }
        Value::Array(all) => all.iter_mut().for_each(forget),
        _ => {}
    }
}

/// Fails unless each job was registered after all that come before it.
fn is_in_order(agent: &Agent, project: &Project) -> Tested {
    let order: Value = serde_json::from_str(&project.read("out/order.json"))?;
    let steps = order["steps"].as_array().ok_or("no steps")?;
    let registered = |job: &str| {
        let own = agent.get(&format!("/v1/job/{job}"));
        own.and_then(|own| own["CreateIndex"].as_u64()).ok_or_else(|| format!("no job `{job}`"))
    };
    let mut compared = 0;
    for (at, later) in steps.iter().enumerate() {
        let Some(job) = later["job"].as_str() else { continue };
        for earlier in &steps[..at] {
            let Some(other) = earlier["job"].as_str() else { continue };
            let named = later["after"].as_array().into_iter().flatten();
            if earlier["category"] != later["category"] || named.clone().any(|own| own == other) {
                assert!(registered(other)? < registered(job)?, "{other} comes before {job}");
                compared += 1;
            }
        }
    }
    assert!(compared > JOBS.len(), "{compared} pairs");
    Ok(())
}

/// Whether each job still is the first version of it.
fn is_first(agent: &Agent) -> bool {
    let version =
        |job: &str| agent.get(&format!("/v1/job/{job}")).map(|own| own["Version"].clone());
    JOBS.iter().all(|(job, ..)| version(job) == Some(Value::from(0)))
}

fn settle(agent: &Agent) -> Result<(), String> {
    JOBS.iter().try_for_each(|(job, ..)| settles(agent, job))
}

#[test]
fn twelve_jobs_are_the_same_however_they_are_deployed() -> Tested {
    let (Some(nomad), Some(ansible)) = (nomad!(), ansible!()) else { return Ok(()) };
    let (Some(one), Some(two), Some(three)) = (csi!(), csi!(), csi!()) else { return Ok(()) };
    let project = Project::with("twelve");
    project.quietly("gen").ends(0);

    let agent = Agent::of(one.on(Setup::durable()), &nomad)?;
    let run = |arguments: &str| call(&project, &nomad, agent.address(), arguments);
    let planned = run("plan").ends(1);
    assert!(planned.stdout.contains("volume database"), "{planned}");
    assert_eq!(agent.get("/v1/jobs"), Some(Value::Array(Vec::new())), "a plan changes nothing");
    // Nobody is there to ask.
    run("deploy").ends(2);
    assert_eq!(agent.get("/v1/jobs"), Some(Value::Array(Vec::new())));

    let start = Instant::now();
    run("deploy --auto-approve --receipt first.json").ends(0);
    let deployed = start.elapsed();
    settle(&agent)?;
    is_in_order(&agent, &project)?;
    let verified = project.quietly("diff --verify first.json").ends(0);
    assert!(verified.stderr.contains("12 jobs deployed, 0 differ"), "{verified}");
    // Batch jobs have ended, and nobody asks for them again.
    run("plan").ends(0);
    let drift = run("drift").ends(0);
    assert_eq!(drift.stdout, "", "{drift}");
    let again = Instant::now();
    let said = run("deploy --auto-approve").ends(0);
    let again = again.elapsed();
    assert!(said.stderr.contains("0 steps deployed, 14 unchanged"), "{said}");
    assert!(is_first(&agent));
    let by_deploy = specifications(&agent);
    drop(agent);

    let agent = Agent::of(two.on(Setup::durable()), &nomad)?;
    let order = project.path("out/order.json");
    let start = Instant::now();
    ansible.deploy_all(agent.nomad(), &order, &[]).expect(true, 14, &["unchanged: nothing"])?;
    let played = start.elapsed();
    settle(&agent)?;
    is_in_order(&agent, &project)?;
    ansible.deploy_all(agent.nomad(), &order, &[]).expect(true, 0, &["changed: nothing"])?;
    assert!(is_first(&agent));
    assert_eq!(specifications(&agent), by_deploy);
    // What the playbook has deployed, `deploy` finds as it is, and so does `drift`.
    let said = call(&project, &nomad, agent.address(), "deploy --auto-approve").ends(0);
    assert!(said.stderr.contains("0 steps deployed, 14 unchanged"), "{said}");
    call(&project, &nomad, agent.address(), "drift").ends(0);
    drop(agent);

    let agent = Agent::of(three.on(Setup::durable()), &nomad)?;
    let start = Instant::now();
    by_hand(&agent, &project)?;
    let looped = start.elapsed();
    assert_eq!(specifications(&agent), by_deploy);
    eprintln!(
        "twelve jobs and two volumes: deploy {:.1} s (again {:.1} s), playbook {:.1} s, a loop of `nomad job run` {:.1} s",
        deployed.as_secs_f64(),
        again.as_secs_f64(),
        played.as_secs_f64(),
        looped.as_secs_f64()
    );
    Ok(())
}
