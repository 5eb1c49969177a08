//! `playbooks/deploy-all.yml`: everything in the order of `order.json`, and what it says when it has to stop.

use super::version;
use crate::support::agent::Agent;
use crate::support::ansible::ansible;
use crate::support::nomad::nomad;
use crate::support::{Tested, repository};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// The jobs of the registry, in the order that they are deployed in: not that of the alphabet.
const JOBS: [&str; 6] = ["zeroth", "everywhere", "middle", "sweep", "nightly", "demand"];

#[test]
fn jobs_of_all_kinds_are_deployed_in_order_and_then_not_again() -> Tested {
    let (Some(nomad), Some(ansible)) = (nomad!(), ansible!()) else { return Ok(()) };
    let (agent, folder) = (Agent::start(&nomad)?, tempfile::tempdir()?);
    let nomad = agent.nomad();
    let order = registry(folder.path())?;

    let looked = ansible.deploy_all(nomad, &order, &["--check", "--diff"]);
    let plans = JOBS.map(|job| format!("+ Job: \"{job}\""));
    looked.expect(true, 6, &plans.each_ref().map(String::as_str))?;
    assert_eq!(agent.get("/v1/jobs"), Some(json!([])), "check mode registered something");

    let all = JOBS.join(", ");
    let said = format!("changed: {all}; unchanged: nothing");
    ansible.deploy_all(nomad, &order, &[]).expect(true, 6, &[&said])?;
    let mut registered = Vec::new();
    for name in JOBS {
        let job = nomad.status(name)?.ok_or("a job is missing")?;
        registered.push((job["CreateIndex"].as_u64(), name));
    }
    assert!(registered.is_sorted(), "not in order: {registered:?}");

    let said = format!("changed: nothing; unchanged: {all}");
    ansible.deploy_all(nomad, &order, &[]).expect(true, 0, &[&said])?;
    ansible.deploy_all(nomad, &order, &["--check", "--diff"]).expect(
        true,
        0,
        &["would change: nothing"],
    )?;
    for name in JOBS {
        assert_eq!(version(nomad, name)?, Some(0), "{name}");
    }
    Ok(())
}

#[test]
fn the_first_failure_stops_it_and_the_same_call_goes_on() -> Tested {
    let (Some(nomad), Some(ansible)) = (nomad!(), ansible!()) else { return Ok(()) };
    let (agent, folder) = (Agent::start(&nomad)?, tempfile::tempdir()?);
    let nomad = agent.nomad();
    let order = registry(folder.path())?;
    let middle = folder.path().join("middle.nomad.hcl");
    let good = fs::read_to_string(&middle)?;
    let bad = good.replacen("/bin/sleep", "/bin/sh", 1).replacen(
        "[\"3600\"]",
        "[\"-c\", \"echo about to fail >&2; exit 7\"]",
        1,
    );
    fs::write(&middle, bad)?;
    let said = [
        "stopped at middle: job `middle` failed: its deployment did not succeed",
        "Terminated: Exit Code: 7",
        "the end of its stderr: about to fail",
        "deployed: zeroth, everywhere failed: middle not begun: sweep, nightly, demand",
    ];
    ansible.deploy_all(nomad, &order, &[]).expect(false, 3, &said)?;
    assert_eq!(version(nomad, "sweep")?, None);

    // What Nomad does not take at all fails with its own words.
    fs::write(&middle, good.replacen("count", "cuont", 1))?;
    let said = ["stopped at middle:", "Unsupported argument", "An argument named \"cuont\""];
    ansible.deploy_all(nomad, &order, &[]).expect(false, 0, &said)?;

    fs::write(&middle, good)?;
    let said = ["changed: middle, sweep, nightly, demand; unchanged: zeroth, everywhere"];
    ansible.deploy_all(nomad, &order, &[]).expect(true, 4, &said)?;
    Ok(())
}

#[test]
fn an_inventory_names_the_cluster() -> Tested {
    let (Some(nomad), Some(ansible)) = (nomad!(), ansible!()) else { return Ok(()) };
    let (agent, folder) = (Agent::start(&nomad)?, tempfile::tempdir()?);
    let example = repository("inventory/example");
    let variables = "group_vars/nomad.yml";
    let text = fs::read_to_string(example.join(variables))?;
    let address = "http://127.0.0.1:4646";
    assert!(text.contains(address), "{text}");
    fs::create_dir(folder.path().join("group_vars"))?;
    fs::copy(example.join("hosts.yml"), folder.path().join("hosts.yml"))?;
    fs::write(folder.path().join(variables), text.replace(address, agent.nomad().address()))?;

    // NOMAD_ADDR is that of no agent here.
    let job = repository("tests/suite/deploy/batch.nomad.hcl");
    let inventory = folder.path().display().to_string();
    ansible.deploy(&nomad, &job, &["-i", &inventory]).expect(true, 1, &[])?;
    assert_eq!(version(agent.nomad(), "done")?, Some(0));
    // What a call sets comes first.
    let nobody = ["-i", &inventory, "-e", "nomad_addr=http://127.0.0.1:1"];
    ansible.deploy(agent.nomad(), &job, &nobody).expect(false, 0, &["is NOMAD_ADDR right?"])?;
    Ok(())
}

#[test]
fn an_order_that_is_not_there_is_said() -> Tested {
    let (Some(nomad), Some(ansible)) = (nomad!(), ansible!()) else { return Ok(()) };
    let said = ["nowhere.json` is not a file", "cargo run -- gen"];
    ansible.deploy_all(&nomad, Path::new("nowhere.json"), &[]).expect(false, 0, &said)?;
    Ok(())
}

/// A job of each kind, and `order.json` beside them.
fn registry(folder: &Path) -> Result<PathBuf, Box<dyn std::error::Error>> {
    let service = fs::read_to_string(repository("tests/suite/deploy/service.nomad.hcl"))?;
    let batch = fs::read_to_string(repository("tests/suite/deploy/batch.nomad.hcl"))?;
    let sysbatch = batch.replacen("\"batch\"", "\"sysbatch\"", 1);
    let system = sysbatch.replacen("\"sysbatch\"", "\"system\"", 1);
    let system = system.replacen("\"/bin/true\"", "\"/bin/sleep\"\nargs = [\"3600\"]", 1);
    let periodic = "periodic {\ncrons = [\"0 3 * * *\"]\n}\ngroup";
    for (name, text) in [
        ("zeroth", service.replacen("\"changes\"", "\"zeroth\"", 1)),
        ("everywhere", system.replacen("\"done\"", "\"everywhere\"", 1)),
        ("middle", service.replacen("\"changes\"", "\"middle\"", 1)),
        ("sweep", sysbatch.replacen("\"done\"", "\"sweep\"", 1)),
        ("nightly", batch.replacen("\"done\"", "\"nightly\"", 1).replacen("group", periodic, 1)),
        (
            "demand",
            batch.replacen("\"done\"", "\"demand\"", 1).replacen(
                "group",
                "parameterized {}\ngroup",
                1,
            ),
        ),
    ] {
        fs::write(folder.join(format!("{name}.nomad.hcl")), text)?;
    }
    let step = |job: &str| json!({ "file": format!("{job}.nomad.hcl"), "job": job });
    order(folder, &JOBS.map(step))
}

/// Writes the steps as `gen` does.
pub fn order(folder: &Path, steps: &[Value]) -> Result<PathBuf, Box<dyn std::error::Error>> {
    let file = folder.join("order.json");
    let generated_by = "Generated by jobwright from registry/; do not edit";
    let order = json!({ "generated_by": generated_by, "steps": steps });
    fs::write(&file, serde_json::to_string_pretty(&order)?)?;
    Ok(file)
}
