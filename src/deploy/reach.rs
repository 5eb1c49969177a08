//! Whether there is a Nomad to talk to, and which of several addresses is one of it.

use serde_json::Value;

use super::api::Api;
use super::failure::Failure;
use super::nomad::Nomad;

/// Looks for a Nomad with a leader. A wrong address is reported at once; an election is waited for.
///
/// # Errors
///
/// There is no response at any address, the response is not Nomad's, or there is no leader for too
/// long.
pub fn reach(nomad: &Nomad, tell: &(dyn Fn(&str) + Sync)) -> Result<(), Failure> {
    let mut first = None;
    for _ in 0..nomad.addresses() {
        let at = nomad.at();
        match leader(Api::once(nomad)) {
            Err(failure @ Failure::Unreachable(_)) => {
                first.get_or_insert(failure);
                nomad.turn(at);
            }
            Err(failure) if failure.passes() => {
                let api = Api::of(nomad).telling(tell);
                return api.again(|| leader(Api::once(nomad)));
            }
            answer => return answer,
        }
    }
    first.map_or(Ok(()), Err)
}

fn leader(api: Api<'_>) -> Result<(), Failure> {
    let other = || Failure::Unreachable("expected Nomad, found another server".to_owned());
    let found = api.get::<Value>("/v1/status/leader");
    let found = found.map_err(|failure| match failure {
        Failure::Refused(_) => other(),
        failure => failure,
    });
    match found?.ok_or_else(other)?.body {
        Value::String(leader) if leader.is_empty() => Err(Failure::NoLeader(
            "an election is in progress, or too few servers are alive".to_owned(),
        )),
        Value::String(_) => Ok(()),
        _ => Err(other()),
    }
}
