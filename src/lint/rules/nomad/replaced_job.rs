//! `nomad/replaced-job`: an existing job keeps its type, and stays periodic or parameterized, or
//! neither.

use crate::diagnostic::{Diagnostic, Place};
use crate::jobspec::{Block, Job, Location};
use crate::lint::{Check, Level, Rule, Sample, View};

use super::given;

pub const RULE: Rule = Rule {
    name: "nomad/replaced-job",
    what: "an existing job keeps its type, and stays periodic or parameterized, or neither",
    why: "Nomad refuses the new version: allocations of one type cannot become those of another, \
        and a job that starts other jobs does not run itself. Nomad accepts the new version after \
        the old job is purged, or under another ID.",
    level: Level::Error,
    bad: Sample::Jobs(&[
        "job \"report\" {\n  group \"report\" {\n    task \"report\" {\n      driver = \"docker\"\n\n      config {\n        image = \"example/report:3.1.0\"\n      }\n    }\n  }\n}\n",
        "job \"report\" {\n  type = \"batch\"\n\n  group \"report\" {\n    task \"report\" {\n      driver = \"docker\"\n\n      config {\n        image = \"example/report:3.1.0\"\n      }\n    }\n  }\n}\n",
    ]),
    good: Sample::Jobs(&[
        "job \"report\" {\n  group \"report\" {\n    task \"report\" {\n      driver = \"docker\"\n\n      config {\n        image = \"example/report:3.1.0\"\n      }\n    }\n  }\n}\n",
        "job \"report-batch\" {\n  type = \"batch\"\n\n  group \"report\" {\n    task \"report\" {\n      driver = \"docker\"\n\n      config {\n        image = \"example/report:3.1.0\"\n      }\n    }\n  }\n}\n",
    ]),
    view: View::Written,
    needs_site: false,
    check: Check::Updates,
};

/// What Nomad says against the new version of a job, where the old one is known. `place` tells where a location of the new
/// one is.
///
/// ```
/// use jobwright::diagnostic::Place;
/// use jobwright::jobspec::{Job, Periodic};
/// use jobwright::lint;
///
/// let (old, new) = (Job::batch("report"), Job::batch("report").periodic(Periodic::crons(["@daily"])));
/// let found = lint::updated(&old, &new, |_| Place::File("report.nomad.hcl".into()));
/// assert_eq!(found[0].message, "job `report` becomes periodic, which it was not");
/// assert!(lint::updated(&new, &new, |_| Place::Unknown).is_empty());
/// ```
pub fn updated(old: &Job, new: &Job, place: impl Fn(Location) -> Place) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut say = |message: String, location: Location| {
        let finding = Diagnostic::new(RULE.name, crate::Severity::Error, message);
        let finding = finding.at(place(location.or(new.base.location)));
        found.push(finding.help(
            "use another ID; or stop and purge the old job, delete its file, \
            and generate it again",
        ));
    };
    let kind =
        |job| given::job_type(job).map(|kind| if kind.is_empty() { "service" } else { kind });
    if let (Some(before), Some(after)) = (kind(old), kind(new))
        && before != after
    {
        let message = format!("job `{}` becomes a {after} job, but was a {before} job", new.id);
        say(message, given::at(&new.type_));
    }
    let blocks = |job: &Job| {
        let periodic = job.periodic.as_ref().map(|own| own.base().location);
        [periodic, job.parameterized.as_ref().map(|own| own.base().location)]
    };
    for (what, (before, after)) in
        ["periodic", "parameterized"].into_iter().zip(blocks(old).into_iter().zip(blocks(new)))
    {
        match (before, after) {
            (None, Some(location)) => {
                say(format!("job `{}` becomes {what}, which it was not", new.id), location);
            }
            (Some(_), None) => {
                let message = format!("job `{}` is no longer {what}", new.id);
                say(message, Location::Unknown);
            }
            _ => {}
        }
    }
    found
}
