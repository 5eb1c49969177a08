//! `deploy` on three servers and two nodes, of which the server that leads is killed meanwhile.

use std::error::Error;
use std::thread;
use std::time::Instant;

use serde_json::Value;

use super::deploys::{call, command};
use crate::cli::{Project, Run};
use crate::support::agent::Agent;
use crate::support::cluster::Cluster;
use crate::support::nomad::nomad;
use crate::support::{Tested, repository, wait_for};

/// Of one service, each after the one before it.
const JOBS: [&str; 6] = ["one", "two", "three", "four", "five", "six"];

/// What is reported of each job, in words and in the receipt, is what the cluster has.
fn is_what_the_cluster_has(run: &Run, receipt: &Value, agent: &Agent) -> Tested {
    let named = |words: &str, job: &str| {
        let mut lines = run.stderr.lines();
        let line = lines.find_map(|line| line.strip_prefix(words)?.strip_prefix(": "));
        line.is_some_and(|names| names.split(", ").any(|name| name == job))
    };
    let steps = receipt["steps"].as_array().ok_or("no steps")?;
    for job in JOBS {
        let step = steps.iter().find(|step| step["job"] == job).ok_or("not in the receipt")?;
        let state = step["state"].as_str().ok_or("no state")?;
        let there = agent.get(&format!("/v1/job/{job}"));
        let deployments = agent.get(&format!("/v1/job/{job}/deployments")).unwrap_or_default();
        let is_healthy = deployments[0]["Status"] == "successful";
        let words = match state {
            "done" => "deployed",
            "not_begun" => "not begun",
            other => other,
        };
        assert!(run.code == 0 || named(words, job), "{job} is {state}, and not said to be: {run}");
        match state {
            "done" => assert!(there.is_some() && is_healthy, "{job} is not healthy: {run}"),
            "not_begun" => assert!(there.is_none(), "{job} is there, not begun: {run}"),
            // Whatever became of it after it had been given up: what was said must not be wrong.
            "failed" | "interrupted" => {
                let of_it = format!("\n{job}: ");
                let (_, said) = run.stderr.split_once(&of_it).ok_or("nothing is said of it")?;
                let said = said.split("\n\n").next().unwrap_or_default();
                let is_registered = said.contains("version 0 is registered")
                    || said.contains(&format!("job `{job}` was registered"));
                let is_open = said.contains("is unknown");
                assert!(is_open || is_registered == there.is_some(), "{job}: {said}: {run}");
            }
            other => return Err(format!("{job} is {other}: {run}").into()),
        }
    }
    Ok(())
}

#[test]
fn a_deployment_outlives_the_leader() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let mut cluster = Cluster::start(&nomad)?;
    let project = Project::outside();
    let base = std::fs::read_to_string(repository("tests/suite/deploy/service.nomad.hcl"))?;
    for job in JOBS {
        project
            .file(&format!("{job}.nomad.hcl"), base.replace("\"changes\"", &format!("\"{job}\"")));
    }
    // The leader is the first that is asked, so that another one has to be found.
    let leader = cluster.leads()?.to_owned();
    let mut addresses = cluster.addresses();
    addresses.sort_by_key(|address| *address != cluster.agent(&leader).address());
    let addresses: Vec<String> = addresses.iter().map(|own| format!("http://{own}")).collect();
    let files: Vec<String> = JOBS.iter().map(|job| format!("{job}.nomad.hcl")).collect();
    let arguments = format!(
        "deploy --auto-approve --parallel 1 --receipt receipt.json --address {} {}",
        addresses.join(","),
        files.join(" ")
    );
    let node = cluster.agent("node-1").address().to_owned();
    let start = Instant::now();
    let run = thread::scope(|scope| -> Result<Run, Box<dyn Error>> {
        let mut deploy = command(&project, &nomad, &node, &arguments);
        let deploys = scope.spawn(move || Run::of(&mut deploy, b""));
        // In the middle: the second of them is there.
        let began = || cluster.agent("node-1").get("/v1/job/two");
        wait_for(60, began).ok_or("it does not begin")?;
        cluster.kill_leader()?;
        deploys.join().map_err(|_| "a thread panicked".into())
    })?;
    eprintln!("six jobs, without their leader: {:.1} s", start.elapsed().as_secs_f64());
    cluster.leads()?;
    if run.code == 0 {
        assert!(run.stderr.contains("6 steps deployed"), "{run}");
    } else {
        // What it does not know is said, by its name, and how to go on.
        assert!(run.stderr.contains("deployed: one"), "{run}");
        assert!(run.stderr.contains("run the same command again to continue"), "{run}");
    }
    let receipt: Value = serde_json::from_str(&project.read("receipt.json"))?;
    is_what_the_cluster_has(&run, &receipt, cluster.agent("node-1"))?;
    let again = call(&project, &nomad, &node, &arguments).ends(0);
    let unchanged = if run.code == 0 { "0 steps deployed, 6 unchanged" } else { "unchanged" };
    assert!(again.stderr.contains(unchanged), "{again}");
    cluster.leads()?;
    for job in JOBS {
        let running = || {
            let all = cluster.agent("node-1").get(&format!("/v1/job/{job}/allocations"))?;
            let runs =
                all.as_array()?.iter().filter(|own| own["ClientStatus"] == "running").count();
            (runs == 1).then_some(())
        };
        wait_for(20, running).ok_or_else(|| format!("not one allocation of `{job}`: {run}"))?;
        let own = cluster.agent("node-1").get(&format!("/v1/job/{job}")).ok_or("no job")?;
        assert_eq!(own["Version"], 0, "{job} was registered more than once: {run}");
    }
    Ok(())
}
