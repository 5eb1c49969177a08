//! What an agent says and does, by its HTTP API.

use std::collections::BTreeMap;
use std::error::Error;

use jobwright::api;
use jobwright::diff::Counts;
use jobwright::jobspec::Job;
use serde_json::{Value, json};

use crate::support::agent::Agent;
use crate::support::{http, wait_for};

/// Registers a job.
pub fn register(agent: &Agent, job: &Job) -> Result<(), String> {
    let body = json!({ "Job": api::job(job) }).to_string();
    answer(http::post(agent.address(), "/v1/jobs", &body)).map(|_| ())
}

/// What the plan of a job says of each group, and whether something finds no place.
pub fn plan(agent: &Agent, job: &Job) -> Result<(BTreeMap<String, Counts>, bool), String> {
    let body = json!({ "Job": api::job(job), "Diff": false }).to_string();
    let answer = answer(http::post(agent.address(), &format!("/v1/job/{}/plan", job.id), &body))?;
    let groups = answer["Annotations"]["DesiredTGUpdates"].as_object().cloned().unwrap_or_default();
    let of = |group: &Value, name: &str| group[name].as_u64().unwrap_or(0);
    let counts = |group: &Value| Counts {
        ignore: of(group, "Ignore"),
        in_place: of(group, "InPlaceUpdate"),
        destructive: of(group, "DestructiveUpdate"),
        create: of(group, "Place"),
        stop: of(group, "Stop"),
        canary: of(group, "Canary"),
    };
    let all = groups.iter().map(|(name, group)| (name.clone(), counts(group))).collect();
    Ok((all, answer["FailedTGAllocs"].as_object().is_some_and(|failed| !failed.is_empty())))
}

fn answer(answered: std::io::Result<(u16, String)>) -> Result<Value, String> {
    let (status, body) = answered.map_err(|error| error.to_string())?;
    match status {
        200 => serde_json::from_str(&body).map_err(|error| error.to_string()),
        _ => Err(body),
    }
}

/// The allocations of a job: their IDs, each with its version of the job, what is wanted and what it does.
pub fn allocations(agent: &Agent, id: &str) -> Vec<Value> {
    let all = agent.get(&format!("/v1/job/{id}/allocations"));
    all.and_then(|all| all.as_array().cloned()).unwrap_or_default()
}

/// Waits until so many allocations of a job do something.
pub fn wait(agent: &Agent, id: &str, count: usize, status: &str, seconds: u64) -> bool {
    let reached = || {
        let all = allocations(agent, id);
        let there =
            all.iter().filter(|one| one["ClientStatus"] == status && one["DesiredStatus"] == "run");
        let failed = all.iter().any(|one| one["ClientStatus"] == "failed");
        if failed {
            return Some(false);
        }
        (there.count() >= count).then_some(true)
    };
    wait_for(seconds, reached) == Some(true)
}

/// Whether Nomad has decided about so many registrations of a job.
pub fn is_decided(agent: &Agent, id: &str, registrations: usize) -> bool {
    let all = agent.get(&format!("/v1/job/{id}/evaluations"));
    let all = all.and_then(|all| all.as_array().cloned()).unwrap_or_default();
    let done = |one: &&Value| one["TriggeredBy"] == "job-register" && one["Status"] == "complete";
    all.iter().filter(done).count() >= registrations
}

/// The version of a job that the server has.
pub fn version(agent: &Agent, id: &str) -> Option<u64> {
    agent.get(&format!("/v1/job/{id}"))?["Version"].as_u64()
}

/// Starts a run of a job that waits for it, and says which job that is.
pub fn launch(agent: &Agent, id: &str, is_periodic: bool) -> Result<String, String> {
    let path = if is_periodic { "periodic/force" } else { "dispatch" };
    answer(http::post(agent.address(), &format!("/v1/job/{id}/{path}"), "{}"))?;
    let child = || {
        let all = agent.get(&format!("/v1/jobs?prefix={id}/"))?;
        all.as_array()?.first()?["ID"].as_str().map(str::to_owned)
    };
    wait_for(10, child).ok_or_else(|| "no run after 10 s".to_owned())
}

/// Takes a job away, with all that is known of it.
pub fn purge(agent: &Agent, id: &str) -> Result<(), Box<dyn Error>> {
    http::delete(agent.address(), &format!("/v1/job/{id}?purge=true"))?;
    Ok(())
}
