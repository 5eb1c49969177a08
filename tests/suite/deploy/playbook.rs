//! `playbooks/deploy-job.yml`, the way of http-echo: look, deploy, deploy again, look at an edit, deploy the edit.

use super::{ask, http_echo, version};
use crate::support::Tested;
use crate::support::agent::Agent;
use crate::support::ansible::{Ansible, ansible};
use crate::support::nomad::nomad;
use std::fs;
use std::path::Path;

#[test]
fn http_echo_is_deployed_exactly_when_it_differs() -> Tested {
    let (Some(nomad), Some(ansible)) = (nomad!(), ansible!()) else { return Ok(()) };
    let agent = Agent::start(&nomad)?;
    let (nomad, file) = (agent.nomad(), http_echo());
    let is_at = |expected| -> Tested {
        assert_eq!(version(nomad, "http-echo")?, expected);
        Ok(())
    };

    // Check mode says that it would change something, and changes nothing.
    play(&ansible, &agent, &file, &["--check", "--diff"], 1, "+ Job: \"http-echo\"")?;
    is_at(None)?;

    play(&ansible, &agent, &file, &[], 1, "")?;
    is_at(Some(0))?;
    assert_eq!(ask(&agent, &file)?.status, 200);

    play(&ansible, &agent, &file, &[], 0, "")?;
    is_at(Some(0))?;

    let folder = tempfile::tempdir()?;
    let edited = folder.path().join("http-echo.nomad.hcl");
    fs::write(&edited, with_env(&fs::read_to_string(&file)?))?;
    play(&ansible, &agent, &edited, &["--check"], 1, "would register")?;
    play(&ansible, &agent, &edited, &["--check", "--diff"], 1, "+ Env[EDITED]: \"yes\"")?;
    is_at(Some(0))?;

    play(&ansible, &agent, &edited, &[], 1, "")?;
    is_at(Some(1))?;
    assert_eq!(ask(&agent, &file)?.status, 200);
    Ok(())
}

/// Deploys `file`, expects `changed=CHANGED` and this text in the output.
fn play(
    ansible: &Ansible,
    agent: &Agent,
    file: &Path,
    options: &[&str],
    changed: u32,
    text: &str,
) -> Tested {
    let played = ansible.deploy(agent.nomad(), file, options);
    let called = played.called.expect(&[0])?;
    assert_eq!(played.changed, Some(changed), "{called}");
    assert!(called.stdout.contains(text), "expected `{text}` in {called}");
    Ok(())
}

/// The job with one more environment variable in its first task.
fn with_env(job: &str) -> String {
    let (is_env, is_task) =
        (|line: &str| line.trim() == "env {", |line: &str| line.trim().starts_with("task \""));
    let has_env = job.lines().any(is_env);
    let mut edited = String::new();
    for line in job.lines() {
        edited.extend([line, "\n"]);
        if has_env && is_env(line) {
            edited.push_str("EDITED = \"yes\"\n");
        } else if !has_env && is_task(line) {
            edited.push_str("env {\nEDITED = \"yes\"\n}\n");
        }
    }
    edited
}
