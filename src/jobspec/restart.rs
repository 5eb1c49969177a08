//! `restart`: what happens on the same node when a task fails.

use super::{Attr, Base, Block, Duration, RestartMode};

/// How often and how fast a failed task is started again on its node.
///
/// ```hcl
/// restart {
///   attempts = 2
///   interval = "30m"
///   delay    = "15s"
///   mode     = "fail"
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{Restart, mins, secs};
/// let restart = Restart::new().attempts(2).interval(mins(30)).delay(secs(15)).mode("fail");
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "restart", go = "RestartPolicy")]
pub struct Restart {
    /// How many restarts are allowed within the interval.
    #[field(contextual, words = "2 for service and system jobs, 3 for batch jobs", update = InPlace)]
    pub attempts: Option<Attr<i64>>,
    /// The time in which restarts are counted.
    #[field(contextual, words = "30m for service and system jobs, 24h for batch jobs", update = InPlace, min = "5s")]
    pub interval: Option<Attr<Duration>>,
    /// How long to wait before a restart; up to a quarter is added at random.
    #[field(contextual, default = "15s", update = InPlace)]
    pub delay: Option<Attr<Duration>>,
    /// What happens when the attempts are used up: `fail` the allocation, or `delay` until the next interval.
    #[field(contextual, default = "fail", update = InPlace, one_of = ["delay", "fail"], choice = RestartMode)]
    pub mode: Option<Attr<String>>,
    /// Whether templates are rendered again before a restart.
    #[field(contextual, default = "false", since = "1.7", update = Destructive)]
    pub render_templates: Option<Attr<bool>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
