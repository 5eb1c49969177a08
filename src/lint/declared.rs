//! What a job declares for the expressions in it.

use std::collections::BTreeSet;

use crate::jobspec::Job;

/// The names of a job's variables and local values.
#[derive(Debug)]
pub struct Declared<'j> {
    /// Its variables.
    pub variables: BTreeSet<&'j str>,
    /// Its local values.
    pub locals: BTreeSet<&'j str>,
}

impl<'j> Declared<'j> {
    /// Those of a job.
    pub fn of(job: &'j Job) -> Self {
        Self {
            variables: job.variables.iter().map(|variable| variable.name.as_str()).collect(),
            locals: job.locals.iter().map(|(name, _)| name).collect(),
        }
    }
}
