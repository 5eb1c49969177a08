//! What is wrong with the jobs, before anything is rendered. Each rule is a file; the list is [`RULES`].
//!
//! A [`Rule`] is data: a name, what it is for, how bad what it finds is, and a function for what it looks at. One walk
//! over each job shows every rule the blocks that it is for.

mod context;
mod declared;
mod routes;
mod rule;
mod rules;
mod values;
mod walk;

use crate::diagnostic::Diagnostic;
use crate::house::Site;
use crate::jobspec::{Group, Job, Service};
use crate::parallel;
use crate::registry::{Defined, Definition};

pub use context::Context;
pub use rule::{Check, Rule, Scope};
pub use rules::RULES;

/// Whether a job's ID can name its file in the output folder.
#[must_use]
pub fn is_file_name(id: &str) -> bool {
    rules::names::valid(id).is_ok()
}

/// The port that a service names and its group does not have.
#[must_use]
pub fn unknown_port<'s>(group: &Group, service: &'s Service) -> Option<&'s str> {
    rules::port_labels::unknown(group, service)
}

/// Whether a job asks for what only Nomad Enterprise has.
#[must_use]
pub fn needs_enterprise(job: &Job) -> bool {
    let site = Site::bare("");
    let mut findings = Vec::new();
    walk::job(job, "", &Context::new(&site, &[]), &[&rules::enterprise::RULE], &mut findings);
    !findings.is_empty()
}

/// Checks the whole registry: first what concerns several definitions, then each job by itself.
#[must_use]
pub fn registry(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for rule in RULES {
        if let Check::Registry(check) = rule.check {
            check(context, &mut findings);
        }
    }
    findings
        .extend(parallel::map(context.defined, |one| alone(one, context)).into_iter().flatten());
    findings
}

/// Checks one definition by itself.
fn alone(one: &Defined, context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    match &one.definition {
        Definition::Job(job) | Definition::Reference(job) => {
            walk::job(job, one.source, context, RULES, &mut findings);
        }
        Definition::Volume(_) => {}
    }
    findings
}
