//! The jobs that must be deployed before another one.

use super::Location;

/// A job that must be deployed before another one is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// The ID of the job that comes first.
    pub job: String,
    /// Where it was written.
    pub location: Location,
}

/// What a job is deployed after, in the order of the calls. It says nothing about the job as Nomad has it: all are equal.
#[derive(Clone, Debug, Default)]
pub struct Dependencies(Vec<Dependency>);

impl Dependencies {
    /// Adds one.
    pub fn push(&mut self, dependency: Dependency) {
        self.0.push(dependency);
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Dependency> {
        self.0.iter()
    }
}

impl PartialEq for Dependencies {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Dependencies {}
