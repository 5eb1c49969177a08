//! What Nomad makes of look-ups: an agent renders them for a task, which says what it got.

use std::fs;

use jobwright::prelude::*;
use jobwright::render::Renderer;

use crate::support::agent::Agent;
use crate::support::nomad::{Nomad, nomad};
use crate::support::{Tested, wait_for};

/// Any character may stand in a value.
const ODD: &str = "it's \"<&>\" \\ # $x";

/// A task that shows a file with a look-up in it, and its environment.
fn shows(own_key: &str) -> Workload {
    let shared = || nomad_variable("nomad/jobs").key("mail");
    let script = r#"cat local/config/text; printf '%s\n' "$OWN" "$ODD" "$MAIL""#;
    Workload::batch("shows")
        .driver(RawExec::command("/bin/sh").args(["-c", script]))
        .file("text", format!("mail = {}\njson = {}\n", shared(), shared().to_json()))
        .secrets([("OWN", own_key), ("ODD", "an-odd-one")])
        .secrets([("MAIL", shared())])
        .restart(Restart::new().attempts(0).mode("fail"))
        .reschedule(Reschedule::new().attempts(0).unlimited(false))
}

#[test]
fn variables_reach_the_environment_and_texts() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (agent, folder) = (Agent::start(&nomad)?, tempfile::tempdir()?);
    let odd = format!("an-odd-one={ODD}");
    for variable in [["nomad/jobs/shows", "own=1", &odd], ["nomad/jobs", "mail=m@x", "more=2"]] {
        let put = agent.nomad().command().args(["var", "put", "-force"]).args(variable).output()?;
        assert!(put.status.success(), "{}", String::from_utf8_lossy(&put.stderr));
    }
    let site = Site::new("lab").datacenters(["dc1"]).provider(Provider::Nomad);
    let file = folder.path().join("shows.nomad.hcl");
    let run = |key: &str| -> Tested {
        fs::write(&file, Renderer::new(Default::default())?.job(&shows(key).job(&site), "")?)?;
        agent.nomad().run(&file)?;
        Ok(())
    };

    run("own")?;
    let expected = format!("mail = m@x\njson = \"m@x\"\n1\n{ODD}\nm@x\n");
    let mut said = String::new();
    let arrived = wait_for(30, || {
        said = logs(agent.nomad());
        (said == expected).then_some(())
    });
    assert!(arrived.is_some(), "{said}");
    agent.nomad().purge("shows")?;

    // A key that nobody has written fails the task.
    run("nope")?;
    let failed = || {
        agent.get("/v1/job/shows/allocations").and_then(|all| {
            let text = all.to_string();
            (text.contains("Template failed") && text.contains("nope")).then_some(())
        })
    };
    assert!(wait_for(30, failed).is_some(), "{:?}", agent.get("/v1/job/shows/allocations"));
    Ok(())
}

/// What the job's task wrote.
fn logs(nomad: &Nomad) -> String {
    let output = nomad.command().args(["alloc", "logs", "-job", "shows"]).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default()
}
