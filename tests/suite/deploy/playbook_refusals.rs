//! What the playbook does not deploy, and how it says so.

use super::{http_echo, version};
use crate::support::agent::Agent;
use crate::support::ansible::{Ansible, ansible};
use crate::support::nomad::{Nomad, nomad};
use crate::support::setup::Setup;
use crate::support::{Tested, repository, wait_for};
use serde_json::Value;
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

/// Nomad takes the path of a job file for one of a URL, in which these mean something: it would read another file.
#[test]
fn a_path_that_nomad_would_read_otherwise_is_refused() -> Tested {
    let (Some(nomad), Some(ansible)) = (nomad!(), ansible!()) else { return Ok(()) };
    let good = fs::read_to_string(http_echo())?;
    let folder = tempfile::tempdir()?;
    let message = "has a letter in its path that nomad does not take as it stands";
    for name in
        ["a%20b", "a#b", "a?archive=zip", "a{b", "a}b", "{{ 1 + 1 }}", "a\nb", "a\rb", "a\u{1b}[2J"]
    {
        let file = folder.path().join(name).join("web.nomad.hcl");
        fs::create_dir_all(file.parent().unwrap_or(&file))?;
        fs::write(&file, &good)?;
        let step = |kind: &str| serde_json::json!({ "file": format!("{name}/web.nomad.hcl"), kind: "web", "type": "csi", "action": "create" });
        for kind in ["job", "volume"] {
            let order = super::playbook_all::order(folder.path(), &[step(kind)])?;
            let played = ansible.deploy_all(&nomad, &order, &[]);
            assert!(!played.called.stdout.contains('\u{1b}'), "{}", played.called.stdout);
            played.expect(false, 0, &[message])?;
        }
        // Braces in a call are Ansible's own.
        if !name.contains("{{") {
            let job = serde_json::json!({ "job": file.display().to_string() }).to_string();
            let played = ansible.play("deploy-job.yml", &nomad, &["-e", &job], &[]);
            assert!(!played.called.stdout.contains('\u{1b}'), "{}", played.called.stdout);
            played.expect(false, 0, &[message])?;
        }
    }
    Ok(())
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

#[test]
fn a_system_job_has_no_place_only_where_no_node_takes_it() -> Tested {
    let (Some(nomad), Some(ansible)) = (nomad!(), ansible!()) else { return Ok(()) };
    let agent = Agent::start(&nomad)?;
    let _second = Agent::of(Setup::client("second", &[agent.rpc()]), &nomad)?;
    let ready = || {
        let nodes = agent.get("/v1/nodes")?;
        let ready = |node: &&Value| node["Status"] == "ready";
        (nodes.as_array()?.iter().filter(ready).count() == 2).then_some(())
    };
    wait_for(30, ready).ok_or("no second node")?;
    let (nomad, folder) = (agent.nomad(), tempfile::tempdir()?);
    let file = folder.path().join("job.nomad.hcl");
    let port = "network {\nport \"only\" {\nstatic = 39871\n}\n}\ntask";
    let with_port = |text: String| text.replacen("task", port, 1);
    let batch = fs::read_to_string(repository("tests/suite/deploy/batch.nomad.hcl"))?;
    let sleeps = "\"/bin/sleep\"\nargs = [\"3600\"]";
    let system = batch.replacen("\"batch\"", "\"system\"", 1).replacen("\"/bin/true\"", sleeps, 1);
    let system = with_port(system);
    let service = fs::read_to_string(repository("tests/suite/deploy/service.nomad.hcl"))?;

    // One of two nodes has its port no more.
    fs::write(&file, with_port(service.clone()))?;
    ansible.deploy(nomad, &file, &[]).expect(true, 1, &[])?;
    fs::write(&file, &system)?;
    ansible.deploy(nomad, &file, &["--check"]).expect(true, 1, &["would register"])?;
    let said = ["Failed to place allocations on all nodes", "failed to place 1 allocation"];
    ansible.deploy(nomad, &file, &[]).expect(true, 1, &said)?;
    ansible.deploy(nomad, &file, &[]).expect(true, 0, &[])?;
    assert_eq!(version(nomad, "done")?, Some(0));
    nomad.purge("done")?;

    // Both have it no more, or neither was meant.
    fs::write(&file, with_port(service.replacen("count = 1", "count = 2", 1)))?;
    ansible.deploy(nomad, &file, &[]).expect(true, 1, &[])?;
    let refusal = ["job `done` is not registered", "failed to place 2 allocations"];
    fs::write(&file, &system)?;
    ansible.deploy(nomad, &file, &[]).expect(false, 0, &refusal)?;
    let nowhere = "constraint {\nattribute = \"${node.class}\"\nvalue = \"mars\"\n}\ngroup";
    fs::write(&file, system.replacen("39871", "39872", 1).replacen("group", nowhere, 1))?;
    ansible.deploy(nomad, &file, &[]).expect(false, 0, &["job `done` is not registered"])?;
    fs::write(&file, system.replacen("[\"*\"]", "[\"mars\"]", 1))?;
    let said = ["job `done` is not registered", "no node takes group `done`"];
    ansible.deploy(nomad, &file, &[]).expect(false, 0, &said)?;

    // Where it runs, and would not any more, Nomad counts below zero.
    fs::write(&file, system.replacen("39871", "39872", 1))?;
    ansible.deploy(nomad, &file, &[]).expect(true, 1, &[])?;
    fs::write(&file, system.replacen("39871", "39872", 1).replacen("group", nowhere, 1))?;
    ansible.deploy(nomad, &file, &[]).expect(false, 0, &["job `done` is not registered"])?;
    assert_eq!(version(nomad, "done")?, Some(0));
    Ok(())
}

#[test]
fn the_only_allocation_with_data_is_replaced_only_where_that_is_asked_for() -> Tested {
    let (Some(nomad), Some(ansible)) = (nomad!(), ansible!()) else { return Ok(()) };
    let (data, folder) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let agent = Agent::of(Setup::dev().host_volume("data", data.path()), &nomad)?;
    let (nomad, file) = (agent.nomad(), folder.path().join("job.nomad.hcl"));
    let service = fs::read_to_string(repository("tests/suite/deploy/service.nomad.hcl"))?;
    let mount = |more: &str| {
        let block = format!("volume \"data\" {{\ntype = \"host\"\nsource = \"data\"\n{more}}}\n");
        service.replacen("    count = 1\n", &format!("    count = 1\n{block}"), 1)
    };
    let job = mount("");
    fs::write(&file, &job)?;
    ansible.deploy(nomad, &file, &[]).expect(true, 1, &[])?;
    fs::write(&file, job.replacen("\"first\"", "\"second\"", 1))?;
    ansible.deploy(nomad, &file, &[]).expect(true, 1, &[])?;

    fs::write(&file, job.replacen("\"hello\"", "\"good day\"", 1))?;
    let said = [
        "the only allocation of group `changes` of job `changes` would be replaced, and it has data on `data`;",
        "add -e allow_destructive=changes",
    ];
    ansible.deploy(nomad, &file, &[]).expect(false, 0, &said)?;
    ansible.deploy(nomad, &file, &["--check"]).expect(false, 0, &said)?;
    ansible.deploy(nomad, &file, &["-e", "allow_destructive=other"]).expect(false, 0, &said)?;
    assert_eq!(version(nomad, "changes")?, Some(1));
    let allowed = ["-e", "allow_destructive=other,changes"];
    ansible.deploy(nomad, &file, &allowed).expect(true, 1, &[])?;
    // What it only reads stays as it is.
    fs::write(&file, mount("read_only = true\n"))?;
    ansible.deploy(nomad, &file, &[]).expect(true, 1, &[])?;
    fs::write(&file, mount("read_only = true\n").replacen("\"hello\"", "\"again\"", 1))?;
    ansible.deploy(nomad, &file, &[]).expect(true, 1, &[])?;
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
