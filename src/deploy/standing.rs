//! What is known about an unchanged job: the outcome of its version's rollout still counts.

use super::answers::{Allocation, Deployment};
use super::failure::Failure;
use super::follow::Follower;
use super::why;

/// The state of a version that was registered before.
pub enum Standing {
    /// As it should.
    Good,
    /// Its rollout goes on.
    RollingOut,
    /// It failed, and has not been fixed: why, and what is known about it.
    Failed(String, Vec<String>),
}

/// The state of the follower's version.
///
/// # Errors
///
/// Nomad did not respond, or a stop was requested.
pub fn of(follower: &Follower<'_>) -> Result<Standing, Failure> {
    match follower.unit.kind.as_str() {
        "service" => match follower.deployment()? {
            Some(deployment) => of_deployment(follower, &deployment),
            None => of_allocations(follower),
        },
        // What failed of one is to be started again, which is something to do.
        "system" => Ok(Standing::Good),
        _ => {
            let is_waited_for = follower.how.wait_batch;
            match is_waited_for && follower.all()?.iter().any(|own| is_active(follower, own)) {
                true => Ok(Standing::RollingOut),
                false => of_allocations(follower),
            }
        }
    }
}

fn of_deployment(follower: &Follower<'_>, deployment: &Deployment) -> Result<Standing, Failure> {
    match deployment.status.as_str() {
        "failed" => {}
        "running" | "pending" | "paused" | "blocked" => return Ok(Standing::RollingOut),
        // It went well, and something may have given up since.
        _ => return of_allocations(follower),
    }
    let all = follower.all()?;
    let healthy = all.iter().filter(|own| is_active(follower, own) && is_healthy(own)).count();
    let wanted: u64 =
        follower.unit.groups().map(|group| group["Count"].as_u64().unwrap_or(1)).sum();
    // It failed, and everything came up later all the same.
    if healthy as u64 >= wanted {
        return Ok(Standing::Good);
    }
    let version = follower.version;
    let words = format!("the deployment of version {version} failed: {}", deployment.description);
    Ok(failed(follower, &all, words))
}

/// By what became of its allocations.
fn of_allocations(follower: &Follower<'_>) -> Result<Standing, Failure> {
    let all = follower.all()?;
    let is_failed =
        |own: &Allocation| own.desired == "run" && own.status == "failed" && own.next.is_empty();
    let mut own = all.iter().filter(|own| own.version == follower.version);
    if !own.any(|own| is_failed(own) && own.is_last(&all)) {
        return Ok(Standing::Good);
    }
    let words = format!("an allocation of version {} failed", follower.version);
    Ok(failed(follower, &all, words))
}

fn is_active(follower: &Follower<'_>, own: &Allocation) -> bool {
    own.version == follower.version && own.is_active()
}

fn is_healthy(own: &Allocation) -> bool {
    let is_well = own.health.as_ref().is_some_and(|health| health.healthy == Some(true));
    own.status == "running" && is_well
}

fn failed(follower: &Follower<'_>, all: &[Allocation], words: String) -> Standing {
    let unit = follower.unit;
    let mut told = why::newest(follower.api, unit, all, follower.version);
    told.push(format!(
        "help: this specification is the one that failed: fix it, or retry with `{}`",
        unit.command("job eval -force-reschedule", &unit.id)
    ));
    Standing::Failed(words, told)
}
