//! The gate between two sites: the next one is begun when all of the one before is healthy, and has been for some time.

use std::time::Duration;

use super::chosen::Chosen;
use crate::cli::cluster::usual_namespace;
use crate::cli::print;
use crate::deploy::{Api, DriftKind, Nomad, Step, What, find_drift};
use crate::error::{Error, ErrorKind};

/// Waits, and looks whether all that was deployed is still there, with all its allocations. It says what is not.
///
/// # Errors
///
/// The cluster does not answer.
pub fn is_open(
    nomad: &Nomad,
    steps: &[Step],
    chosen: &Chosen,
    soak: Duration,
) -> Result<bool, Error> {
    if !soak.is_zero() {
        let site = chosen.site_name().unwrap_or_default();
        print::say(&format!("waiting {} s before looking at `{site}` again\n", soak.as_secs_f64()));
        nomad.stop().sleep(soak);
        if nomad.stop().is_asked() {
            print::say("interrupted\n");
            return Ok(false);
        }
    }
    let jobs: Vec<_> = steps
        .iter()
        .filter_map(|step| match &step.what {
            What::Job(unit, _) => Some(unit.job.clone()),
            What::Volume(..) => None,
        })
        .collect();
    let namespace = usual_namespace(nomad.environment());
    let drift = find_drift(Api::of(nomad), &jobs, &namespace).map_err(|failure| {
        let message = format!("at {}: {failure}", nomad.address());
        Error::new(ErrorKind::Usage, message).help(failure.help())
    })?;
    let mut is_open = true;
    for one in &drift {
        let words = match one.kind {
            DriftKind::Missing => "is not on the cluster any more",
            DriftKind::Stopped => "was stopped",
            DriftKind::Allocations => "does not have all its allocations any more",
            // Somebody else deploys, too: that is said by `drift`, and stands in no one's way.
            DriftKind::Differs | DriftKind::Unknown | DriftKind::Refused => continue,
        };
        is_open = false;
        print::say(&format!("job `{}` {words}\n", one.job));
    }
    Ok(is_open)
}

/// Says which sites are not begun.
pub fn closed(chosen: &Chosen, rest: &[&str]) {
    if let (Some(site), false) = (chosen.site_name(), rest.is_empty()) {
        print::say(&format!("not begun: {}, as `{site}` is not done\n", rest.join(", ")));
    }
}
