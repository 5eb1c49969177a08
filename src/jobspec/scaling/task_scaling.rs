//! `scaling` of a task: how much CPU or memory it is given.

use crate::jobspec::{Attr, Base, Block, Free, Location, written_at};

/// Lets an autoscaler recommend how much CPU or memory a task asks for. Nomad Enterprise's dynamic application
/// sizing only.
///
/// ```hcl
/// scaling "mem" {
///   min = 64
///   max = 1024
///
///   policy {
///     cooldown = "5m"
///
///     check "percentile" {
///       strategy "app-sizing-percentile" {
///         percentile = "95"
///       }
///     }
///   }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{AutoscalerCheck, AutoscalerPolicy, AutoscalerStrategy, TaskScaling, mins};
/// let memory = TaskScaling::mem().min(64).max(1024).policy(
///     AutoscalerPolicy::new()
///         .cooldown(mins(5))
///         .check(AutoscalerCheck::sizing("percentile", AutoscalerStrategy::app_sizing_percentile(95))),
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "scaling", go = "ScalingPolicy", special = Scaling)]
pub struct TaskScaling {
    /// What is sized: `cpu` or `mem`.
    #[field(label, json = "Type")]
    pub resource: String,
    /// Whether an autoscaler looks at it.
    #[field(default = "true")]
    pub enabled: Option<Attr<bool>>,
    /// The least amount, in MHz or MB.
    #[field(contextual)]
    pub min: Option<Attr<i64>>,
    /// The greatest amount, in MHz or MB.
    pub max: Option<Attr<i64>>,
    /// The kind of scaling; it must agree with the label.
    #[field(zero, words = "`vertical_` and the label")]
    pub type_: Option<Attr<String>>,
    /// What an autoscaler is told.
    pub policy: Option<Free>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl TaskScaling {
    /// The task's CPU.
    #[must_use]
    #[track_caller]
    pub fn cpu() -> Self {
        let block = Self { resource: "cpu".to_owned(), ..Self::blank() };
        written_at(block, Location::here())
    }

    /// The task's memory.
    #[must_use]
    #[track_caller]
    pub fn mem() -> Self {
        let block = Self { resource: "mem".to_owned(), ..Self::blank() };
        written_at(block, Location::here())
    }
}
