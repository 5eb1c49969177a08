//! `house`: what the house layer was asked for and cannot build.

use crate::diagnostic::{Diagnostic, Place};
use crate::jobspec::Job;
use crate::lint::{Context, place};

/// Reports what was found while the job was built.
pub fn check(job: &Job, _: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for problem in &job.base.problems {
        let at = problem.source.location().map(Place::from).or_else(|| place(job));
        let message = format!("job `{}`: {}", job.id, problem.message);
        findings.push(Diagnostic::error("house", message).at(at).help(problem.help));
    }
}
