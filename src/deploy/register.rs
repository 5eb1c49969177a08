//! The registration of a job, tied to its plan, and whether the cluster really has it.

use serde_json::{Value, json};

use super::answers::{Evaluation, Plan, Running};
use super::api::Api;
use super::failure::Failure;
use super::nomad::SHORT;
use super::planned::Planned;
use super::unit::{Unit, words};
use crate::out::MARK;

/// What was registered.
#[derive(Clone, Debug)]
pub struct Registered {
    /// The version of the job.
    pub version: u64,
    /// The evaluation that it made; periodic and parameterized jobs make none.
    pub evaluation: Option<String>,
}

/// So often it is tried where Nomad cannot say whether it did it.
const TRIES: u32 = 30;

/// Registers a job, if it is still the one that the plan is about.
///
/// # Errors
///
/// Somebody else changed it, Nomad refuses it, or does not answer.
pub fn register(api: Api<'_>, unit: &Unit, planned: &Planned) -> Result<Registered, Failure> {
    let mut last = Failure::Stopped;
    for _ in 0..TRIES {
        match run(api, unit, planned) {
            Ok(evaluation) => return read_back(api, unit, planned, evaluation),
            // Whether it was done, only the job tells.
            Err(failure) if failure.passes() => {
                if let Some(registered) = is_there(api, unit, planned)? {
                    return Ok(registered);
                }
                api.nomad().stop().sleep(std::time::Duration::from_secs(1));
                if api.nomad().stop().is_asked() {
                    return Err(Failure::Stopped);
                }
                last = failure;
            }
            Err(failure) => return Err(moved(failure, unit)),
        }
    }
    Err(last)
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
        let mut document: Value =
            serde_json::from_slice(&unit.question(&planned.kept)).unwrap_or_default();
        let mark = unit.mark.clone().unwrap_or_else(|| format!("{MARK} {}", unit.file.display()));
        input = Some(json!({ "GeneratedBy": mark, "Job": document["Job"].take() }).to_string());
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
        Failure::Refused(words) if words.contains("Enforcing job modify index") => {
            Failure::Refused(format!(
                "somebody else changed job `{}` since it was planned, so nothing was registered",
                unit.id
            ))
        }
        other => other,
    }
}

/// The job that the cluster has now, where it is another one than the plan was about.
fn is_there(api: Api<'_>, unit: &Unit, planned: &Planned) -> Result<Option<Registered>, Failure> {
    let running = api.get::<Running>(&unit.path(""))?.map(|found| found.body);
    let Some(running) = running.filter(|running| running.index > planned.index) else {
        return Ok(None);
    };
    let found = api.get::<Vec<Evaluation>>(&unit.path("/evaluations"))?;
    let all = found.map(|found| found.body).unwrap_or_default();
    let own = all.into_iter().filter(|own| own.job_index == running.index);
    let own = own.max_by_key(|own| own.created).map(|own| own.id);
    read_back(api, unit, planned, own).map(Some)
}

/// Whether the cluster has what was registered: the index alone says that only where nobody else registers meanwhile.
fn read_back(
    api: Api<'_>,
    unit: &Unit,
    planned: &Planned,
    evaluation: Option<String>,
) -> Result<Registered, Failure> {
    let found = api.get::<Running>(&unit.path(""))?;
    let overtaken = || {
        Failure::Refused(format!(
            "somebody else changed job `{}` right after it was registered: the cluster has another specification now",
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
