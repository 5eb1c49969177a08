//! What Nomad says against a new version of a job that it has.

use jobwright::diagnostic::Place;
use jobwright::jobspec::{Parameterized, Periodic};
use jobwright::lint::updated;
use jobwright::prelude::*;

use crate::support::shown::snapshot;

fn periodic() -> Job {
    Job::batch("report").periodic(Periodic::crons(["@daily"]))
}

fn form() -> Job {
    Job::batch("report").parameterized(Parameterized::new())
}

fn said(old: &Job, new: &Job) -> String {
    let place = |location| match location {
        jobwright::jobspec::Location::Unknown => Place::Unknown,
        _ => Place::File("report.rs".into()),
    };
    updated(old, new, place).iter().map(|finding| format!("{finding}\n\n")).collect()
}

#[test]
fn a_job_keeps_what_it_is() {
    for job in [Job::batch("report"), periodic(), form(), Job::new("report")] {
        assert_eq!(said(&job, &job), "");
    }
    assert_eq!(said(&Job::new("report"), &Job::service("report")), "", "the default");
    let unknown = Job::new("report").type_(jobwright::jobspec::var("type"));
    assert_eq!(said(&unknown, &Job::batch("report")), "", "nobody knows");
}

#[test]
fn a_job_becomes_another() {
    let batch = Job::batch("report");
    let changes = [
        (Job::new("report"), Job::system("report")),
        (batch.clone(), periodic()),
        (periodic(), batch.clone()),
        (batch.clone(), form()),
        (form(), batch),
        (periodic(), form()),
    ];
    let said = changes.map(|(old, new)| said(&old, &new));
    assert!(said.iter().all(|said| !said.is_empty()));
    snapshot!(said.concat());
}
