//! The rendered files in the real Nomad's hands: plain CLI and playbook, on an agent of the test's own.

mod cli;
pub mod deploys;
mod drifts;
mod elsewhere;
mod faults;
mod getting_started;
mod homelab;
mod leader;
mod offline;
mod playbook;
mod playbook_all;
mod playbook_changes;
mod playbook_ids;
mod playbook_lint;
mod playbook_options;
mod playbook_refusals;
mod playbook_secrets;
mod playbook_volumes;
mod receipts;
mod sites;
pub mod twelve;

use crate::support::agent::Agent;
use crate::support::nomad::Nomad;
use crate::support::{http, repository, wait_for};
use serde_json::Value;
use std::error::Error;
use std::path::{Path, PathBuf};

/// The job that newcomers deploy first: it needs no more than Python or BusyBox.
fn http_echo() -> PathBuf {
    repository("out/http-echo.nomad.hcl")
}

/// A service that Nomad's own discovery knows, and what it answers to `GET /`.
struct Answer {
    address: String,
    status: u16,
    body: String,
}

/// Asks the first service of the first group in `file`, at the dynamic port where it runs now.
fn ask(agent: &Agent, file: &Path) -> Result<Answer, Box<dyn Error>> {
    let job = agent.nomad().output_json(file)?;
    let name = job["Job"]["TaskGroups"][0]["Services"][0]["Name"].clone();
    let name = name.as_str().ok_or("the job registers no service")?;
    let service = agent.get(&format!("/v1/service/{name}")).ok_or("nobody offers the service")?;
    let address = match (&service[0]["Address"], &service[0]["Port"]) {
        (Value::String(host), Value::Number(port)) => format!("{host}:{port}"),
        _ => return Err(format!("no instance of service `{name}`: {service}").into()),
    };
    let (status, body) = http::get(&address, "/")?;
    Ok(Answer { address, status, body })
}

/// The version of the job that the cluster has; None if it has none.
fn version(nomad: &Nomad, job: &str) -> Result<Option<u64>, Box<dyn Error>> {
    Ok(nomad.status(job)?.and_then(|job| job["Version"].as_u64()))
}

/// True once nothing listens there any more.
fn falls_silent(address: &str) -> bool {
    wait_for(20, || http::get(address, "/").is_err().then_some(())).is_some()
}
