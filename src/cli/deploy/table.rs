//! What a deployment would do, a line for each step.

use crate::cli::Answer;
use crate::cli::print::{self, count};
use crate::deploy::{Operation, Planned, Step, Unit, What};
use crate::diff::{Risk, counts_in_words, job_line};
use crate::error::Error;

/// The steps that are not as they should be, and how many are.
pub fn show(steps: &[Step]) -> Result<Answer, Error> {
    let mut rows: Vec<[String; 4]> = Vec::new();
    for step in steps.iter().filter(|step| differs(step)) {
        let after =
            step.after.iter().filter_map(|at| steps.get(*at)).filter(|other| differs(other));
        let after: Vec<String> = after.map(name).collect();
        rows.push([operation(step).to_owned(), name(step), what(step), shortened(&after)]);
    }
    let unchanged = steps.len() - rows.len();
    if !rows.is_empty() {
        let rows: Vec<[&str; 4]> =
            rows.iter().map(|row| row.each_ref().map(String::as_str)).collect();
        print::table(["OPERATION", "JOB", "WHAT HAPPENS", "COMES AFTER"], &rows)?;
    }
    for step in steps {
        if let What::Job(unit, planned) = &step.what {
            for note in notes(unit, planned) {
                print::say(&format!("{}: {note}\n", unit.id));
            }
        }
    }
    print::say(&format!("{} to deploy, {unchanged} unchanged\n", count(rows.len(), "step")));
    Ok(Answer::Yes)
}

/// Whether there is something to do.
pub fn differs(step: &Step) -> bool {
    match &step.what {
        What::Job(_, planned) => planned.differs(),
        What::Volume(_, is_there) => !is_there,
    }
}

/// What people call a step.
pub fn name(step: &Step) -> String {
    match &step.what {
        What::Job(unit, _) => unit.id.clone(),
        What::Volume(volume, _) => format!("volume {}", volume.source()),
    }
}

fn operation(step: &Step) -> &'static str {
    match &step.what {
        What::Job(_, planned) => planned.operation.as_str(),
        What::Volume(volume, _) => volume.action().as_str(),
    }
}

fn what(step: &Step) -> String {
    let What::Job(unit, planned) = &step.what else { return String::new() };
    if unit.waits() {
        return "runs on schedule or on dispatch".to_owned();
    }
    // What is there when all is done says more than the first step to it.
    let mut words = match &planned.change {
        Some(change) if planned.operation != Operation::Restore => job_line(change),
        _ => counts_in_words(&planned.total(), "service"),
    };
    if !planned.nowhere(unit).is_empty() {
        words.push_str(", cannot be placed now");
    } else if !planned.unplaced.is_empty() {
        words.push_str(", cannot be placed on some nodes");
    }
    words
}

/// At most three names.
fn shortened(names: &[String]) -> String {
    match names {
        [one, two, three, more @ ..] if !more.is_empty() => {
            format!("{one}, {two}, {three} and {} more", more.len())
        }
        names => names.join(", "),
    }
}

/// What is to be known before it begins.
fn notes(unit: &Unit, planned: &Planned) -> Vec<String> {
    let mut notes = Vec::new();
    let flags = planned.change.iter().flat_map(|change| &change.flags);
    let risks = flags.filter(|flag| flag.is_risk() && flag.risk != Risk::Privilege);
    if planned.operation == Operation::Destructive {
        notes.extend(risks.map(|flag| flag.message.clone()));
    }
    if !unit.waits() && planned.differs() {
        let nowhere = planned.nowhere(unit);
        notes.extend(match nowhere.is_empty() {
            true => crate::deploy::no_place(&Some(planned.unplaced.clone())),
            false => nowhere,
        });
    }
    for (group, count) in &planned.kept {
        notes.push(format!(
            "group `{group}` keeps its count of {count}, which was set outside \
                jobwright"
        ));
    }
    let warnings = planned.warnings.lines().map(str::trim);
    notes.extend(
        warnings
            .filter(|line| line.starts_with('*'))
            .map(|line| format!("Nomad warns: {}", line.trim_start_matches(['*', ' ']))),
    );
    notes
}
