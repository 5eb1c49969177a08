//! A job that failed goes back to its last stable version.

use serde::Deserialize;
use serde_json::{Value, json};

use super::answers::Running;
use super::failure::Failure;
use super::follow::{End, Follower};
use super::unit::Unit;

fn newer(running: &Running) -> String {
    format!(
        "version {} is newer than the one that failed, so nothing was rolled back",
        running.version
    )
}

#[derive(Deserialize)]
struct Versions {
    #[serde(rename = "Versions")]
    all: Option<Vec<Value>>,
}

/// Returns the job whose version was followed to its last stable one, and says what came of it.
///
/// # Errors
///
/// Nomad did not respond, or a stop was requested.
pub fn roll_back(failed: &Follower<'_>) -> Result<String, Failure> {
    let (api, unit) = (failed.api, failed.unit);
    let Some(now) = api.get::<Running>(&unit.path(""))? else {
        return Ok("the job is gone, so nothing was rolled back".to_owned());
    };
    if now.body.is_stopped {
        return Ok("the job was stopped, so nothing was rolled back".to_owned());
    }
    if now.body.version != failed.version {
        return Ok(newer(&now.body));
    }
    let found = api.get::<Versions>(&unit.path("/versions"))?;
    let all = found.and_then(|found| found.body.all).unwrap_or_default();
    let is_good = |own: &&Value| {
        own["Stable"] == true && own["Version"].as_u64().is_some_and(|own| own < failed.version)
    };
    let Some(good) = all.iter().filter(is_good).max_by_key(|own| own["Version"].as_u64()) else {
        return Ok("no stable version to roll back to".to_owned());
    };
    let stable = good["Version"].as_u64().unwrap_or_default();
    (failed.tell)(&format!("rolling back to version {stable}"));
    // `EnforcePriorVersion` keeps the revert from replacing a version that is registered at this moment.
    let question = json!({
        "JobID": unit.id, "JobVersion": stable, "EnforcePriorVersion": failed.version
    });
    let reverted = api.put::<Value>(&unit.path("/revert"), question.to_string().as_bytes());
    let document = api.get::<Value>(&unit.path(""))?.map(|found| found.body).unwrap_or_default();
    let running = Running::of(&document)?;
    match reverted {
        // An attempt whose answer was lost may have done it: then what runs is what was asked for.
        Err(Failure::Refused(_)) if running.version > failed.version => {
            if document["TaskGroups"] != good["TaskGroups"] {
                return Ok(newer(&running));
            }
        }
        answer => _ = answer?,
    }
    let version = running.version;
    let unit = Unit { document, ..unit.clone() };
    let follower = Follower { version, unit: &unit, ..*failed };
    Ok(match follower.follow(None)? {
        End::Failed(words, _) => {
            format!("rolled back to version {stable}, which fails, too: {words}")
        }
        _ => format!("rolled back to version {stable}, which is healthy as version {version}"),
    })
}
