//! `deploy`, `plan` and `drift`: twelve jobs on an agent, in their order, and not a second time.

use std::process::Command;
use std::time::Instant;

use serde_json::Value;

use super::twelve::{JOBS, settles};
use crate::cli::{Project, Run};
use crate::support::Tested;
use crate::support::agent::Agent;
use crate::support::csi::csi;
use crate::support::nomad::{Nomad, nomad};
use crate::support::setup::Setup;

/// A call of the project's program against a cluster.
pub fn call(project: &Project, nomad: &Nomad, address: &str, arguments: &str) -> Run {
    let mut command: Command = project.command(arguments);
    command.env("NOMAD_ADDR", format!("http://{address}"));
    command.arg("--nomad").arg(nomad.command().get_program());
    Run::of(&mut command, b"")
}

/// The IDs of the jobs in the order in which they were registered.
fn registered(agent: &Agent) -> Vec<String> {
    let jobs = agent.get("/v1/jobs").unwrap_or_default();
    let mut jobs: Vec<(u64, String)> = jobs
        .as_array()
        .into_iter()
        .flatten()
        .map(|job| {
            (
                job["CreateIndex"].as_u64().unwrap_or(0),
                job["ID"].as_str().unwrap_or_default().to_owned(),
            )
        })
        .collect();
    jobs.sort();
    jobs.into_iter().map(|(_, id)| id).collect()
}

#[test]
fn twelve_jobs_are_deployed_in_order_and_once() -> Tested {
    let (Some(nomad), Some(csi)) = (nomad!(), csi!()) else { return Ok(()) };
    let agent = Agent::of(csi.on(Setup::durable()), &nomad)?;
    let project = Project::with("twelve");
    project.quietly("gen").ends(0);
    let run = |arguments: &str| call(&project, &nomad, agent.address(), arguments);

    let planned = run("plan").ends(1);
    assert!(planned.stdout.contains("volume database"), "{planned}");
    assert!(registered(&agent).is_empty(), "a plan changes nothing");
    // Nobody is there to ask.
    run("deploy").ends(2);
    assert!(registered(&agent).is_empty());

    let start = Instant::now();
    let deployed = run("deploy --auto-approve --receipt first.json").ends(0);
    eprintln!("deployed in {:.1} s", start.elapsed().as_secs_f64());
    for (job, ..) in JOBS {
        settles(&agent, job)?;
    }
    let order = registered(&agent);
    let at = |job: &str| order.iter().position(|own| own == job).expect(job);
    for (earlier, later) in [
        ("storage", "database"),
        ("discovery", "metrics"),
        ("prepare", "proxy"),
        ("database", "cache"),
        ("proxy", "nightly"),
        ("metrics", "report"),
        ("api", "migrate"),
        ("migrate", "web"),
    ] {
        assert!(at(earlier) < at(later), "{earlier} comes before {later}: {order:?}\n{deployed}");
    }
    project.quietly("diff --verify first.json").ends(0);

    let again = run("deploy --auto-approve").ends(0);
    assert!(again.stderr.contains("0 steps deployed, 14 unchanged"), "{again}");
    assert_eq!(registered(&agent).len(), JOBS.len());
    for (job, ..) in JOBS {
        let own = agent.get(&format!("/v1/job/{job}")).ok_or("no job")?;
        assert_eq!(own["Version"], Value::from(0), "{job}");
    }
    run("plan").ends(0);
    let drift = run("drift").ends(0);
    assert_eq!(drift.stdout, "", "{drift}");
    Ok(())
}
