//! Agents that die and come back, that get company, and whose disk is full.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::agent::Agent;
use crate::support::disk::disk;
use crate::support::nomad::nomad;
use crate::support::setup::Setup;
use crate::support::{Tested, repository, wait_for};

/// The job `changes`, one task that sleeps.
fn service() -> std::path::PathBuf {
    repository("tests/suite/deploy/service.nomad.hcl")
}

/// The allocations of the job `changes` that run.
fn running(agent: &Agent) -> Vec<Value> {
    let all = agent.get("/v1/job/changes/allocations").unwrap_or_default();
    let all = all.as_array().cloned().unwrap_or_default().into_iter();
    all.filter(|allocation| allocation["ClientStatus"] == "running").collect()
}

#[test]
fn an_agent_that_was_killed_finds_its_jobs_and_tasks() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let mut agent = Agent::of(Setup::durable(), &nomad)?;
    agent.nomad().run(&service())?;
    let before = running(&agent);
    assert_eq!(before.len(), 1, "{before:?}");

    agent.kill();
    assert!(agent.get("/v1/agent/self").is_none(), "it still answers");
    agent.start_again()?;
    let after = running(&agent);
    assert_eq!(after.len(), 1, "{after:?}");
    assert_eq!(after[0]["ID"], before[0]["ID"]);
    let restarts = &after[0]["TaskStates"]["changes"]["Restarts"];
    assert_eq!(restarts, 0, "its task was started again");
    let plan = agent.nomad().plan(&service())?;
    assert!(!plan.differs, "{}", plan.text);
    Ok(())
}

#[test]
fn nothing_is_left_of_an_agent() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("job.nomad.hcl");
    // A task that leaves its folder, as daemons do, and says who it is.
    let script = format!("cd /; echo $$ > {}/pid; sleep 3600", folder.path().display());
    let text = fs::read_to_string(service())?;
    let text = text.replacen("/bin/sleep", "/bin/sh", 1);
    fs::write(&file, text.replacen("[\"3600\"]", &format!("[\"-c\", {script:?}]"), 1))?;
    let mut agent = Agent::of(Setup::durable(), &nomad)?;
    agent.nomad().run(&file)?;
    let process = fs::read_to_string(folder.path().join("pid"))?;
    let process = Path::new("/proc").join(process.trim());
    assert!(process.exists(), "no task runs as {}", process.display());
    agent.kill();
    drop(agent);
    // A process that was killed is seen until its parent has looked.
    let gone = wait_for(5, || (!process.exists()).then_some(()));
    assert!(gone.is_some(), "the task of a dead agent still runs as {}", process.display());
    Ok(())
}

#[test]
fn a_node_can_come_later() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let agent = Agent::of(Setup::durable().class("small"), &nomad)?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("job.nomad.hcl");
    let wish = [("node.class", "big"), ("meta.rack", "r2")].map(|(attribute, value)| {
        format!("  constraint {{\n attribute = \"${{{attribute}}}\"\n value = \"{value}\"\n }}\n")
    });
    let wish = format!("{}  group", wish.concat());
    fs::write(&file, fs::read_to_string(service())?.replacen("  group", &wish, 1))?;
    agent.nomad().register(&file)?;
    let blocked = || {
        let evaluations = agent.get("/v1/job/changes/evaluations")?;
        let mut evaluations = evaluations.as_array()?.iter();
        evaluations.any(|evaluation| evaluation["Status"] == "blocked").then_some(())
    };
    assert!(wait_for(20, blocked).is_some(), "it was placed on a small node");

    let node = Setup::client("late", &[agent.rpc()]).class("big").meta("rack", "r2");
    let node = Agent::of(node.datacenter("dc2"), &nomad)?;
    let placed = wait_for(20, || running(&agent).pop()).ok_or("nothing runs on the new node")?;
    assert_eq!(placed["NodeName"], node.name());
    Ok(())
}

#[test]
fn a_disk_can_be_full() -> Tested {
    let (Some(nomad), Some(disk)) = (nomad!(), disk!(400)) else { return Ok(()) };
    let agent = Agent::of(Setup::durable().disk(disk), &nomad)?;
    agent.nomad().run(&service())?;
    let disk = agent.disk().ok_or("it has no disk of its own")?;
    disk.fill()?;
    let full = fs::write(disk.path().join("more"), [0; 8192]);
    assert_eq!(full.map_err(|error| error.kind()), Err(std::io::ErrorKind::StorageFull));
    disk.free()?;
    fs::write(disk.path().join("more"), [0; 8192])?;
    Ok(())
}
