//! What the playbook does not deploy, and how it says so.

use super::{http_echo, version};
use crate::support::agent::Agent;
use crate::support::ansible::{Ansible, ansible};
use crate::support::nomad::{Nomad, nomad};
use crate::support::{Tested, repository};
use std::fs;
use std::path::Path;

#[test]
fn a_file_that_nobody_should_deploy_is_refused() -> Tested {
    let (Some(nomad), Some(ansible)) = (nomad!(), ansible!()) else { return Ok(()) };
    let good = fs::read_to_string(http_echo())?;
    let folder = tempfile::tempdir()?;
    let write = |name: &str, text: &str| -> std::io::Result<_> {
        let file = folder.path().join(name);
        fs::create_dir_all(file.parent().unwrap_or(folder.path()))?;
        fs::write(&file, text)?;
        Ok(file)
    };
    let reference = "is for reference only";
    let marked = write(
        "marked.nomad.hcl",
        &format!("# A pattern.\n\n# Reference only: never run.\n{good}"),
    )?;
    refused(&ansible, &nomad, &marked, &[], reference)?;
    refused(&ansible, &nomad, &write("out/reference/vault.nomad.hcl", &good)?, &[], reference)?;
    refused(
        &ansible,
        &nomad,
        &write("out/site/reference/vault.nomad.hcl", &good)?,
        &[],
        reference,
    )?;
    refused(&ansible, &nomad, folder.path(), &[], "is not a file")?;
    refused(&ansible, &nomad, &folder.path().join("*.nomad.hcl"), &[], "is not a file")?;
    refused(&ansible, &nomad, Path::new(""), &[], "no job file given")?;
    // A way around the argument's check: the last `-e` wins.
    let list = "{\"job\": [\"a.nomad.hcl\", \"b.nomad.hcl\"]}";
    refused(&ansible, &nomad, &http_echo(), &["-e", list], "no job file given")?;
    // No agent: Nomad's own validation would pass, with driver configuration left out.
    refused(&ansible, &nomad, &http_echo(), &[], "nomad could not validate")
}

#[test]
fn a_broken_file_changes_nothing() -> Tested {
    let (Some(nomad), Some(ansible)) = (nomad!(), ansible!()) else { return Ok(()) };
    let agent = Agent::start(&nomad)?;
    let nomad = agent.nomad();
    let good = fs::read_to_string(repository("tests/suite/deploy/service.nomad.hcl"))?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("broken.nomad.hcl");
    for (from, to, message) in [
        ("count = 1", "cuont = 1", "Unsupported argument"),
        ("count = 1", "count = -1", "be negative"),
        ("datacenters =", "namespace = \"nowhere\"\ndatacenters =", "nonexistent namespace"),
    ] {
        fs::write(&file, good.replacen(from, to, 1))?;
        refused(&ansible, nomad, &file, &[], message)?;
        assert_eq!(version(nomad, "changes")?, None);
    }
    Ok(())
}

#[test]
fn a_job_that_finds_no_node_is_refused_or_fails_in_time() -> Tested {
    let (Some(nomad), Some(ansible)) = (nomad!(), ansible!()) else { return Ok(()) };
    let agent = Agent::start(&nomad)?;
    let good = fs::read_to_string(repository("tests/suite/deploy/service.nomad.hcl"))?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("nowhere.nomad.hcl");
    fs::write(&file, good.replacen("[\"*\"]", "[\"mars\"]", 1))?;
    // What the plan cannot place is not even registered.
    let nomad = agent.nomad();
    let refusal = ["job `changes` is not registered", "No nodes were eligible for evaluation"];
    ansible.deploy(nomad, &file, &[]).expect(false, 0, &refusal)?;
    assert_eq!(version(nomad, "changes")?, None);
    ansible.deploy(nomad, &file, &["--check"]).expect(true, 1, &["if it can be placed by then"])?;

    let options = ["-e", "allow_unplaced=true", "-e", "wait_seconds=2"];
    let failure = ["Failed to place all allocations", "found `running: Deployment is running`"];
    ansible.deploy(nomad, &file, &options).expect(false, 1, &failure)?;
    assert_eq!(version(nomad, "changes")?, Some(0));

    // A batch job has no deployment that could wait: there, registered is all that was asked for.
    let batch = fs::read_to_string(repository("tests/suite/deploy/batch.nomad.hcl"))?;
    fs::write(&file, batch.replacen("[\"*\"]", "[\"mars\"]", 1))?;
    ansible.deploy(nomad, &file, &[]).expect(false, 0, &["job `done` is not registered"])?;
    ansible.deploy(nomad, &file, &["-e", "allow_unplaced=true"]).expect(true, 1, &[])?;
    Ok(())
}

/// The play fails with this message and without a change.
fn refused(
    ansible: &Ansible,
    nomad: &Nomad,
    file: &Path,
    options: &[&str],
    message: &str,
) -> Tested {
    let played = ansible.deploy(nomad, file, options);
    let called = played.called.expect(&[2])?;
    assert_eq!(played.changed, Some(0), "{called}");
    assert!(called.stdout.contains(message), "expected `{message}` in {called}");
    Ok(())
}
