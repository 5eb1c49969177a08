//! `migrate`: how allocations leave a node that is drained.

use crate::jobspec::{Attr, Base, Block, Duration, MigrateHealthCheck};

/// How fast a group's allocations move away from nodes that are drained. Service jobs only.
///
/// ```hcl
/// migrate {
///   max_parallel     = 1
///   health_check     = "checks"
///   min_healthy_time = "10s"
///   healthy_deadline = "5m"
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{Migrate, secs};
/// let migrate = Migrate::new().max_parallel(1).min_healthy_time(secs(10));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "migrate", go = "MigrateStrategy")]
pub struct Migrate {
    /// How many allocations move at once.
    #[field(default = "1", min = 0)]
    pub max_parallel: Option<Attr<i64>>,
    /// What tells that a replacement is healthy: `checks` or `task_states`.
    #[field(default = "checks", one_of = ["checks", "task_states"], choice = MigrateHealthCheck)]
    pub health_check: Option<Attr<String>>,
    /// How long a replacement must stay healthy to count.
    #[field(default = "10s", min = 0)]
    pub min_healthy_time: Option<Attr<Duration>>,
    /// How long a replacement may take to become healthy.
    #[field(default = "5m", min = 0)]
    pub healthy_deadline: Option<Attr<Duration>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
