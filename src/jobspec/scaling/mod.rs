//! `scaling`: the bounds of a group's count, and who may change it.

mod autoscaler;
mod task_scaling;

pub use autoscaler::{AutoscalerCheck, AutoscalerPolicy, AutoscalerStrategy};
pub use task_scaling::TaskScaling;

use crate::jobspec::{Attr, Base, Block, Free, IntoAttr, Location, ScalingType, written_at};

/// Lets the count of a group be changed while the job runs, by hand or by an autoscaler, within bounds.
///
/// ```hcl
/// scaling {
///   min = 1
///   max = 10
///
///   policy {
///     cooldown = "1m"
///
///     check "load" {
///       source = "prometheus"
///       query  = "avg(load)"
///
///       strategy "target-value" {
///         target = 70
///       }
///     }
///   }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{AutoscalerCheck, AutoscalerPolicy, AutoscalerStrategy, Scaling, mins};
/// let scaling = Scaling::between(1, 10).policy(
///     AutoscalerPolicy::new().cooldown(mins(1)).check(
///         AutoscalerCheck::new("load", "avg(load)", AutoscalerStrategy::target_value(70.0)).source("prometheus"),
///     ),
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "scaling", go = "ScalingPolicy", special = Scaling, constructor)]
pub struct Scaling {
    /// Whether an autoscaler looks at it.
    #[field(default = "true")]
    pub enabled: Option<Attr<bool>>,
    /// The least count.
    #[field(contextual, words = "the count, or 0", min = 0)]
    pub min: Option<Attr<i64>>,
    /// The greatest count.
    #[field(required, min = 0)]
    pub max: Option<Attr<i64>>,
    /// The kind of scaling; a group knows `horizontal` only.
    #[field(zero, default = "horizontal", one_of = ["horizontal", ""], choice = ScalingType)]
    pub type_: Option<Attr<String>>,
    /// What an autoscaler is told; [`AutoscalerPolicy`] knows the words of Nomad's own.
    pub policy: Option<Free>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Scaling {
    /// A count between two bounds, both included.
    #[must_use]
    #[track_caller]
    pub fn between(min: impl IntoAttr<i64>, max: impl IntoAttr<i64>) -> Self {
        let block = Self::blank().min(min).max(max);
        written_at(block, Location::here())
    }
}
