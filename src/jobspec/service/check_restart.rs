//! `check_restart`: when a failing check restarts its task.

use crate::jobspec::{Attr, Base, Block, Duration};

/// Restarts a task whose check keeps failing.
///
/// ```hcl
/// check_restart {
///   limit = 3
///   grace = "90s"
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{CheckRestart, secs};
/// let restart = CheckRestart::new().limit(3).grace(secs(90));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "check_restart", go = "CheckRestart")]
pub struct CheckRestart {
    /// How many failures in a row restart the task; 0 is never.
    #[field(zero, default = "0", min = 0)]
    pub limit: Option<Attr<i64>>,
    /// How long after its start a task is left alone.
    #[field(contextual, default = "1s", min = 0)]
    pub grace: Option<Attr<Duration>>,
    /// Whether warnings do not count as failures.
    #[field(zero, default = "false")]
    pub ignore_warnings: Option<Attr<bool>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
