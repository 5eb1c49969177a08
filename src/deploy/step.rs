//! A step of a deployment, how to take it, and what becomes of it.

use super::follow::How;
use super::planned::{Allowed, Planned};
use super::unit::Unit;
use super::volumes::VolumeFile;

/// Something to deploy.
#[derive(Debug)]
pub struct Step {
    /// What it is.
    pub what: What,
    /// The steps that must be done before it.
    pub after: Vec<usize>,
}

/// What a step is about.
#[derive(Debug)]
pub enum What {
    /// A job, and what its deployment would do.
    Job(Box<Unit>, Box<Planned>),
    /// A volume, and whether it is there.
    Volume(Box<VolumeFile>, bool),
}

/// How to deploy.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many steps run at the same time.
    pub parallel: usize,
    /// How each job is followed.
    pub how: How,
    /// What is allowed that is refused otherwise.
    pub allowed: Allowed,
    /// Return a job that failed to its last stable version.
    pub rollback: bool,
}

/// What became of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It was not begun.
    NotBegun,
    /// It is being worked on: in which way.
    Working(String),
    /// There was nothing to do.
    Unchanged,
    /// It is done.
    Done,
    /// Its canaries run, and an operator must promote them with this command.
    Promotable(String),
    /// It failed: why, and what is known about it.
    Failed(String, Vec<String>),
    /// A stop was requested: what is known about it.
    Interrupted(String),
}

impl State {
    /// Whether what comes after it may begin.
    #[must_use]
    pub const fn is_good(&self) -> bool {
        matches!(self, Self::Unchanged | Self::Done | Self::Promotable(_))
    }

    /// As a receipt has it.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::NotBegun => "not_begun",
            Self::Working(_) | Self::Interrupted(_) => "interrupted",
            Self::Unchanged => "unchanged",
            Self::Done => "done",
            Self::Promotable(_) => "promotable",
            Self::Failed(..) => "failed",
        }
    }
}
