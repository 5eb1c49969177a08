//! `update`: how a new version replaces the old one.

use super::{Attr, Base, Block, Duration, HealthCheck};

/// How allocations are replaced when a job changes: how many at a time, what counts as healthy, canaries.
///
/// ```hcl
/// update {
///   max_parallel = 1
///   canary       = 1
///   auto_promote = true
///   auto_revert  = true
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::Update;
/// let update = Update::new().max_parallel(1).canary(1).auto_promote(true).auto_revert(true);
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "update", go = "UpdateStrategy")]
pub struct Update {
    /// How many allocations are replaced at once.
    #[field(contextual, default = "1", min = 0)]
    pub max_parallel: Option<Attr<i64>>,
    /// What tells that an allocation is healthy: `checks`, `task_states` or `manual`.
    #[field(contextual, default = "checks", one_of = ["checks", "task_states", "manual"], choice = HealthCheck)]
    pub health_check: Option<Attr<String>>,
    /// How long an allocation must stay healthy to count.
    #[field(contextual, default = "10s", min = 0)]
    pub min_healthy_time: Option<Attr<Duration>>,
    /// How long an allocation may take to become healthy.
    #[field(contextual, default = "5m", min = "1ns")]
    pub healthy_deadline: Option<Attr<Duration>>,
    /// How long the deployment may go without another allocation becoming healthy.
    #[field(contextual, default = "10m", min = 0)]
    pub progress_deadline: Option<Attr<Duration>>,
    /// How many allocations of the new version run beside the old ones before it is promoted.
    #[field(contextual, default = "0", min = 0)]
    pub canary: Option<Attr<i64>>,
    /// Whether the last good version comes back when the deployment fails.
    #[field(contextual, default = "false")]
    pub auto_revert: Option<Attr<bool>>,
    /// Whether healthy canaries are promoted without asking.
    #[field(contextual, default = "false")]
    pub auto_promote: Option<Attr<bool>>,
    /// How long to wait between batches; only system jobs look at it.
    #[field(contextual, default = "30s", min = "1ns")]
    pub stagger: Option<Attr<Duration>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
