//! Twelve jobs of all types (`tests/fixture/twelve.rs`), deployed by hand: a loop of `nomad job run`, in an order that works.

use serde_json::Value;

use crate::cli::Project;
use crate::support::agent::Agent;
use crate::support::csi::becomes_healthy;
use crate::support::{Tested, wait_for};

/// The jobs in an order that works, and what they come to: how many allocations run, and how many have run to their end.
pub const JOBS: [(&str, usize, usize); 12] = [
    ("discovery", 1, 0),
    ("prepare", 0, 1),
    ("storage", 1, 0),
    ("cache", 2, 0),
    ("database", 1, 0),
    ("metrics", 1, 0),
    ("proxy", 2, 0),
    ("api", 2, 0),
    ("migrate", 0, 1),
    ("nightly", 0, 0),
    ("report", 0, 0),
    ("web", 3, 0),
];

/// The volumes, which come after the job `storage` and before the jobs that mount them.
pub const VOLUMES: [&str; 2] = ["database", "uploads"];

/// How many allocations of a job run, and how many have run to their end; None if the cluster has no such job.
fn state(agent: &Agent, job: &str) -> Option<(usize, usize)> {
    agent.get(&format!("/v1/job/{job}"))?;
    let allocations = agent.get(&format!("/v1/job/{job}/allocations"))?;
    let count = |status: &str| {
        let is = |allocation: &&Value| allocation["ClientStatus"] == status;
        allocations.as_array().into_iter().flatten().filter(is).count()
    };
    Some((count("running"), count("complete")))
}

/// Waits until the job of this name has come to what it comes to; what was found if it does not.
pub fn settles(agent: &Agent, job: &str) -> Result<(), String> {
    let (_, running, complete) =
        *JOBS.iter().find(|(name, ..)| *name == job).ok_or("not one of the twelve")?;
    let there = || (state(agent, job)? == (running, complete)).then_some(());
    wait_for(20, there).ok_or_else(|| {
        let found = state(agent, job);
        format!("`{job}`: expected {running} running and {complete} complete, found {found:?}")
    })
}

/// A loop of `nomad job run` over the files of the project, as a shell would have it: in an order that works.
pub fn by_hand(agent: &Agent, project: &Project) -> Tested {
    let nomad = agent.nomad();
    let file = |job: &str| project.path(&format!("out/{job}.nomad.hcl"));
    for (job, ..) in JOBS {
        nomad.run(&file(job))?;
        settles(agent, job)?;
        if job == "storage" {
            assert!(becomes_healthy(agent, "directories"), "no plugin");
            for volume in VOLUMES {
                nomad.create(&project.path(&format!("out/volumes/{volume}.volume.hcl")))?;
            }
        }
    }
    Ok(())
}

#[test]
fn a_line_of_text_changes_a_job() {
    let of = |text: &'static str| {
        let project = Project::with("twelve").text(text);
        project.quietly("gen").ends(0);
        project.read("out/web.nomad.hcl")
    };
    let before = of("");
    let after = of("web.count=7\nweb.script=exit 1\nweb.text=hello\nproxy.count=9");
    assert!(before.contains("count = 3") && before.contains("sleep 3600"), "{before}");
    assert!(after.contains("count = 7") && after.contains("\"exit 1\""), "{after}");
    assert!(after.contains("TEXT = \"hello\"") && !after.contains('9'), "{after}");
}
