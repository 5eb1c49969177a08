//! The plain CLI, as the README shows it.

use super::{ask, falls_silent, http_echo, version};
use crate::support::Tested;
use crate::support::agent::Agent;
use crate::support::nomad::nomad;

#[test]
fn nomad_runs_http_echo_and_it_answers() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let agent = Agent::start(&nomad)?;
    let (nomad, file) = (agent.nomad(), http_echo());

    let plan = nomad.plan(&file)?;
    assert!(plan.differs && plan.moves_allocations, "a new job is no difference:\n{}", plan.text);
    assert_eq!(plan.index, 0, "{}", plan.text);
    assert_eq!(version(nomad, "http-echo")?, None, "the plan registered the job");

    let said = nomad.run(&file)?;
    assert!(said.contains("Status      = successful"), "{said}");
    let answer = ask(&agent, &file)?;
    assert_eq!(answer.status, 200);
    assert!(!answer.body.trim().is_empty(), "an empty answer from {}", answer.address);

    let plan = nomad.plan(&file)?;
    assert!(!plan.differs, "the file differs from what it made:\n{}", plan.text);
    assert_eq!(version(nomad, "http-echo")?, Some(0));

    nomad.purge("http-echo")?;
    assert!(falls_silent(&answer.address), "{} still answers", answer.address);
    assert_eq!(version(nomad, "http-echo")?, None);
    Ok(())
}

#[test]
fn an_agent_can_stand_in_any_datacenter() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let agent = Agent::start_in("dcs", &nomad)?;
    let nodes = agent.get("/v1/nodes").unwrap_or_default();
    assert_eq!(nodes[0]["Datacenter"], "dcs");
    Ok(())
}
