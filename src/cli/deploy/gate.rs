//! The gate between two sites: the next one is begun when all of the one before is healthy, and has been for some time.

use std::time::Duration;

use super::chosen::Chosen;
use crate::cli::print;
use crate::deploy::{Api, Failure, Look, Nomad, Step, Unit, What};
use crate::error::{Error, ErrorKind};

/// Waits, and looks whether all that was deployed has stayed healthy meanwhile. It says what has not.
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
    let units = || {
        steps.iter().filter_map(|step| match &step.what {
            What::Job(unit, _) => Some(unit),
            What::Volume(..) => None,
        })
    };
    let looks = || -> Result<Vec<Option<Look>>, Error> {
        let all = units().map(|unit| Look::at(Api::of(nomad), unit));
        all.collect::<Result<_, Failure>>().map_err(|failure| {
            let message = format!("at {}: {}", nomad.address(), failure.line());
            Error::new(ErrorKind::Usage, message).help(failure.help())
        })
    };
    let before = looks()?;
    if !soak.is_zero() {
        let site = chosen.site_name().unwrap_or_default();
        print::say(&format!("waiting {} s before checking `{site}` again\n", soak.as_secs_f64()));
        nomad.stop().sleep(soak);
        if nomad.stop().is_asked() {
            print::say("interrupted\n");
            return Ok(false);
        }
    }
    let after = looks()?;
    let mut is_open = true;
    for (unit, (before, after)) in units().zip(before.iter().zip(&after)) {
        let changed: Option<(&Unit, &str)> = before
            .as_ref()
            .zip(after.as_ref())
            .and_then(|(before, after)| Some((&**unit, after.since(before)?)));
        if let Some((unit, words)) = changed {
            is_open = false;
            print::say(&format!("job `{}` {words}\n", unit.id));
        }
    }
    Ok(is_open)
}

/// Says which sites are not begun.
pub fn closed(site: Option<&str>, rest: &[&str]) {
    if let (Some(site), false) = (site, rest.is_empty()) {
        print::say(&format!("not begun: {}, because `{site}` is not done\n", rest.join(", ")));
    }
}
