//! What a token must be allowed to do: as `docs/deploy.md` says, no more and no less.

use std::error::Error;
use std::fs;

use serde_json::Value;

use super::super::deploys::command;
use super::Hcl;
use crate::cli::{Project, Run};
use crate::support::agent::Agent;
use crate::support::ansible::ansible;
use crate::support::call::call;
use crate::support::csi::csi;
use crate::support::nomad::nomad;
use crate::support::setup::Setup;
use crate::support::{Tested, repository};

#[test]
fn the_policy_of_the_page_is_enough() -> Tested {
    let (Some(nomad), Some(csi)) = (nomad!(), csi!()) else { return Ok(()) };
    let Some(ansible) = ansible!() else { return Ok(()) };
    let agent = Agent::of(csi.on(Setup::durable()).acl(), &nomad)?;
    let token = token(&agent, &policy()?)?;
    let project = some_of_twelve(&["storage", "database"])?;
    let run = |line: &str| {
        let mut command = command(&project, &nomad, agent.address(), line);
        Run::of(command.env("NOMAD_TOKEN", &token), b"")
    };
    let files = "storage.nomad.hcl volumes/database.volume.hcl database.nomad.hcl";
    run(&format!("plan {files}")).ends(1);
    run(&format!("deploy {files} --auto-approve")).ends(0);
    run("drift .").ends(0);
    run(&format!("plan {files}")).ends(0);
    let broken = Hcl::service("broken").script("echo no such table; exit 3").healthy_after("1s");
    project.file("broken.nomad.hcl", broken.text());
    let said = run("deploy broken.nomad.hcl --auto-approve").ends(1);
    assert!(said.stderr.contains("no such table"), "{said}");

    let order = format!("order_file={}", project.path("order.json").display());
    let environment = [("NOMAD_TOKEN", token.as_str())];
    let played = ansible.play("deploy-all.yml", agent.nomad(), &["-e", &order], &environment);
    played.expect(true, 0, &["changed: nothing"])?;
    let job = format!("job={}", project.path("broken.nomad.hcl").display());
    let played = ansible.play("deploy-job.yml", agent.nomad(), &["-e", &job], &environment);
    played.expect(false, 0, &["no such table"])?;
    Ok(())
}

/// The files of these jobs and their volumes, with their order.
fn some_of_twelve(jobs: &[&str]) -> Result<Project, Box<dyn Error>> {
    let (whole, some) = (Project::with("twelve"), Project::outside());
    whole.quietly("gen").ends(0);
    let mut order: Value = serde_json::from_str(&whole.read("out/order.json"))?;
    let steps = order["steps"].as_array_mut().ok_or("no steps")?;
    steps.retain(|step| {
        let name = step["job"].as_str().or(step["volume"].as_str()).unwrap_or_default();
        jobs.contains(&name)
    });
    assert_eq!(steps.len(), jobs.len() + 1, "with the volume: {steps:?}");
    for file in steps.iter().filter_map(|step| step["file"].as_str()) {
        some.file(file, whole.read(&format!("out/{file}")));
    }
    some.file("order.json", order.to_string());
    Ok(some)
}

/// The policy that the page shows.
fn policy() -> Result<String, Box<dyn Error>> {
    let page = fs::read_to_string(repository("docs/deploy.md"))?;
    let blocks = page.split("```hcl\n").skip(1).filter_map(|rest| rest.split("```").next());
    let policy = blocks.into_iter().find(|block| block.starts_with("namespace \"default\""));
    Ok(policy.ok_or("the page shows no policy")?.to_owned())
}

/// A token that may do what a policy says, when a node is ready.
fn token(agent: &Agent, policy: &str) -> Result<String, Box<dyn Error>> {
    let secret = |text: &str| -> Result<String, Box<dyn Error>> {
        let made: Value = serde_json::from_str(text)?;
        Ok(made["SecretID"].as_str().ok_or("no token")?.to_owned())
    };
    let nomad = agent.nomad();
    let made = call(nomad.command().args(["acl", "bootstrap", "-json"]), "").expect(&[0])?;
    let root = secret(&made.stdout)?;
    agent.awaits_node(&root)?;
    let root = |arguments: &[&str], input: &str| {
        let mut command = nomad.command();
        call(command.args(arguments).env("NOMAD_TOKEN", &root), input).expect(&[0])
    };
    root(&["acl", "policy", "apply", "deploy", "-"], policy)?;
    let made = root(&["acl", "token", "create", "-policy=deploy", "-type=client", "-json"], "")?;
    secret(&made.stdout)
}
