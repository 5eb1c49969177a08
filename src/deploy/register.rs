//! The registration of a job, tied to its plan, and whether the cluster really has it.

use std::cell::Cell;

use serde_json::json;

use super::answers::{Evaluation, Plan, Running};
use super::api::Api;
use super::failure::Failure;
use super::nomad::{SHORT, words};
use super::planned::Planned;
use super::unit::Unit;
use crate::out::MARK;

/// What was registered.
#[derive(Clone, Debug)]
pub struct Registered {
    /// The version of the job.
    pub version: u64,
    /// The evaluation that it made; periodic and parameterized jobs make none.
    pub evaluation: Option<String>,
}

/// Registers a job, if it is still the one that was planned against. If a stop is requested
/// meanwhile, the outcome is still found out.
///
/// # Errors
///
/// The job was changed meanwhile, Nomad refuses it, or does not respond.
pub fn register(api: Api<'_>, unit: &Unit, planned: &Planned) -> Result<Registered, Failure> {
    let api = api.insisting();
    // Whether one was sent that got no response, and whether it is not known what became of it.
    let (is_sent, is_open) = (Cell::new(false), Cell::new(false));
    let unseen = |failure: Failure| match failure.passes() || failure == Failure::Stopped {
        true => Failure::Unknown(format!(
            "job `{}` was registered, but its current state is unknown: {failure}",
            unit.id
        )),
        false => failure,
    };
    let done = api.again(|| {
        if api.nomad().stop().is_asked() {
            // It is not sent again; one that is on its way may still come.
            return match is_sent.get() {
                true => is_there(api, unit, planned)?.ok_or_else(|| may_come(unit)),
                false => Err(Failure::Stopped),
            };
        }
        unit.is_same_file()?;
        match run(api, unit, planned) {
            Ok(evaluation) => read_back(api, unit, planned, evaluation).map_err(unseen),
            // Whether it was done, only the job tells.
            Err(failure) if failure.passes() || is_open.get() => {
                is_sent.set(true);
                is_open.set(true);
                let found = is_there(api, unit, planned);
                is_open.set(!matches!(found, Ok(None)));
                found?.ok_or_else(|| moved(failure, unit))
            }
            Err(failure) => {
                is_open.set(false);
                Err(moved(failure, unit))
            }
        }
    });
    done.map_err(|failure| match failure {
        failure if is_open.get() && (failure.passes() || failure == Failure::Stopped) => {
            Failure::Unknown(format!(
                "whether job `{}` was registered is unknown: {failure}",
                unit.id
            ))
        }
        failure => failure,
    })
}

/// The failure of a registration that got no response.
fn may_come(unit: &Unit) -> Failure {
    Failure::Unknown(format!(
        "the registration of job `{}` got no response; the cluster does not have it now, but may \
         still apply it",
        unit.id
    ))
}

/// `nomad job run`, and the evaluation that it names.
fn run(api: Api<'_>, unit: &Unit, planned: &Planned) -> Result<Option<String>, Failure> {
    let mut arguments = words(["job", "run", "-detach", "-check-index"]);
    arguments.push(planned.index.to_string().into());
    let mut input = None;
    if planned.preserves {
        arguments.push("-preserve-counts".into());
        arguments.extend(unit.options());
    } else if planned.kept.is_empty() {
        arguments.extend(unit.options());
    } else {
        // The CLI keeps all counts or none; here some are to stay, and others are not.
        let mark = unit.mark.clone().unwrap_or_else(|| format!("{MARK} {}", unit.file.display()));
        let job = unit.with_counts(&planned.kept);
        input = Some(json!({ "GeneratedBy": mark, "Job": job }).to_string());
        arguments.extend(words(["-json", "-"]));
    }
    let said = api.nomad().call(&arguments, input.as_deref().map(str::as_bytes), SHORT, true)?;
    if said.code != Some(0) {
        return Err(Failure::of(None, &said.words()));
    }
    let id = said.stdout.lines().find_map(|line| line.trim().strip_prefix("Evaluation ID:"));
    Ok(id.map(|id| id.trim().to_owned()).filter(|id| !id.is_empty()))
}

/// In the words of people who do not know the option.
fn moved(failure: Failure, unit: &Unit) -> Failure {
    match failure {
        Failure::Refused(words) if words.contains("Enforcing job modify index") => since(unit),
        other => other,
    }
}

/// The failure of a job that was changed since it was planned.
#[must_use]
pub fn since(unit: &Unit) -> Failure {
    Failure::Moved(format!(
        "job `{}` was changed since it was planned, so nothing was registered",
        unit.id
    ))
}

/// The job that the cluster has now, where it is another one than the plan was about.
fn is_there(api: Api<'_>, unit: &Unit, planned: &Planned) -> Result<Option<Registered>, Failure> {
    let running = api.get::<Running>(&unit.path(""))?.map(|found| found.body);
    let Some(running) = running.filter(|running| running.index > planned.index) else {
        return Ok(None);
    };
    let own = evaluation(api, unit, running.index)?;
    read_back(api, unit, planned, own).map(Some)
}

/// The newest evaluation of a job as of an index.
pub fn evaluation(api: Api<'_>, unit: &Unit, index: u64) -> Result<Option<String>, Failure> {
    let found = api.get::<Vec<Evaluation>>(&unit.path("/evaluations"))?;
    let all = found.map(|found| found.body).unwrap_or_default();
    let own = all.into_iter().filter(|own| own.job_index == index);
    Ok(own.max_by_key(|own| own.created).map(|own| own.id))
}

/// Whether the cluster has what was registered: the index alone proves that only if no other client
/// registers it meanwhile.
fn read_back(
    api: Api<'_>,
    unit: &Unit,
    planned: &Planned,
    evaluation: Option<String>,
) -> Result<Registered, Failure> {
    let found = api.get::<Running>(&unit.path(""))?;
    let overtaken = || {
        Failure::Moved(format!(
            "job `{}` was changed right after it was registered: the cluster now has another \
             specification",
            unit.id
        ))
    };
    let running = found.ok_or_else(overtaken)?.body;
    if running.index <= planned.index && planned.operation != super::Operation::Restore {
        return Err(overtaken());
    }
    let plan: Plan = api.put(&unit.path("/plan"), &unit.question(&planned.kept))?;
    if plan.differs() {
        return Err(overtaken());
    }
    Ok(Registered { version: running.version, evaluation })
}
