//! Who decides about the allocations of a job.

use crate::jobspec::{Attr, Job};

/// How the allocations of a group come to be as many as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheduler {
    /// By its count, replaced in steps.
    Service,
    /// By its count, replaced at once; those that have ended run again.
    Batch,
    /// One on each node.
    System,
    /// One on each node, until it has ended.
    Sysbatch,
}

impl Scheduler {
    /// That of a job, by its type.
    pub fn of(job: &Job) -> Self {
        match job.type_.as_ref().and_then(Attr::as_str) {
            Some("batch") => Self::Batch,
            Some("system") => Self::System,
            Some("sysbatch") => Self::Sysbatch,
            _ => Self::Service,
        }
    }
}
