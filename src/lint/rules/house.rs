//! `house`: what the house layer was asked for and cannot build.

use crate::diagnostic::{Diagnostic, Place};
use crate::jobspec::{Block, Item, Job};
use crate::lint::{Context, place};

/// Reports what was found while the job was built.
pub fn check(job: &Job, _: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    of(job, job, findings);
}

/// Reports what was found in a block, and in the blocks in it.
fn of(block: &dyn Block, job: &Job, findings: &mut Vec<Diagnostic>) {
    for problem in &block.base().problems {
        let at = problem.location.rust().map(Place::from).or_else(|| place(block));
        let message = format!("job `{}`: {}", job.id, problem.message);
        let mut finding = Diagnostic::error("house", message).at(at).help(problem.help);
        if let Some(earlier) = problem.earlier.rust().map(Place::from) {
            finding = finding.note(format!("first said at {earlier}"));
        }
        findings.push(finding);
    }
    block.visit(&mut |_, item| {
        if let Item::Block(inner) = item {
            of(inner, job, findings);
        }
    });
}
