//! A job that failed goes back to its last stable version.

use serde::Deserialize;

use super::answers::Running;
use super::failure::Failure;
use super::follow::{End, Follower};
use super::nomad::SHORT;
use super::unit::words;

#[derive(Deserialize)]
struct Versions {
    #[serde(rename = "Versions")]
    all: Option<Vec<Running>>,
}

/// Returns the job whose version was followed to its last stable one, and says what came of it.
///
/// # Errors
///
/// Nomad did not answer, or somebody asked to stop.
pub fn roll_back(failed: &Follower<'_>) -> Result<String, Failure> {
    let (api, unit) = (failed.api, failed.unit);
    let found = api.get::<Versions>(&unit.path("/versions"))?;
    let all = found.and_then(|found| found.body.all).unwrap_or_default();
    let stable = all.iter().filter(|own| own.is_stable && own.version < failed.version);
    let Some(stable) = stable.map(|own| own.version).max() else {
        return Ok("there is no stable version to return to".to_owned());
    };
    (failed.tell)(&format!("rolling back to version {stable}"));
    let mut arguments = words(["job", "revert", "-detach"]);
    arguments.extend(unit.place.words());
    arguments.extend([unit.id.clone().into(), stable.to_string().into()]);
    api.again(|| api.nomad().done(&arguments, SHORT))?;
    let running = api.get::<Running>(&unit.path(""))?;
    let version = running.map_or(failed.version + 1, |found| found.body.version);
    let follower = Follower { version, ..*failed };
    Ok(match follower.follow(None)? {
        End::Failed(words, _) => {
            format!("rolled back to version {stable}, which fails, too: {words}")
        }
        _ => format!("rolled back to version {stable}, which is healthy as version {version}"),
    })
}
