//! One difference, and what it does.

use serde::Serialize;

use super::shown::Side;

/// What a change does to allocations that run, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// It is spelled differently, and means the same to Nomad.
    Nothing,
    /// There is a new version, and no allocation knows of it.
    Version,
    /// Allocations stay, and become those of the new version.
    InPlace,
    /// Allocations are started that were not there.
    Create,
    /// Allocations are replaced.
    Destructive,
    /// Allocations end, and nothing takes their place.
    Stop,
    /// Nomad refuses the change.
    Refused,
}

/// How a change reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It has another value.
    Changed,
    /// The same entries in another order.
    Moved,
}

/// When a change that replaces nothing has an effect on what runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// At once.
    Now,
    /// When the task starts the next time.
    NextStart,
    /// For allocations that are placed from then on.
    NextAllocation,
}

/// One difference between two versions of a job.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// Where, by its HCL path: `group "web" > task "web" > config > image`.
    pub path: String,
    /// How it reads.
    pub sign: Sign,
    /// What was there, as HCL; hidden, where it is a secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Side>,
    /// What is there now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Side>,
    /// Of lists, and instead of both sides where these are strings of several lines: the lines that
    /// differ, with some context.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lines: Option<Side>,
    /// What it does.
    pub class: Class,
    /// When that has an effect.
    pub when: When,
    /// Only the cluster can tell: what it does depends on the nodes, or on what the model does not know.
    pub uncertain: bool,
    /// The group that it is about; nothing for the job's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The key of `meta` that it is about.
    #[serde(skip)]
    pub meta: Option<MetaKey>,
}

/// A key of `meta`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetaKey {
    /// The key.
    pub key: String,
    /// Whether it is a task's own, and not that of what is around it.
    pub of_task: bool,
}

impl Class {
    /// In the words of people who run Nomad.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "no change to Nomad",
            Self::Version => "new version only",
            Self::InPlace => "in place",
            Self::Create => "start",
            Self::Destructive => "replace",
            Self::Stop => "stop",
            Self::Refused => "refused",
        }
    }
}

impl Sign {
    /// As a diff writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "+",
            Self::Removed => "-",
            Self::Changed | Self::Moved => "~",
        }
    }
}
