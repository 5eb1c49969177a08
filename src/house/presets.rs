//! Presets: the few variants that cover most jobs, by name.

use crate::jobspec::{Check, IntoAttr, Update, mins, secs};

/// How a new version replaces the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rollout {
    /// One allocation after the other, each healthy for 10 s within 5 minutes; the old version comes back when the new
    /// one fails: `update { max_parallel = 1 auto_revert = true … }`.
    Rolling,
    /// One allocation of the new version first, which is promoted when it is healthy, by the same times:
    /// `update { canary = 1 auto_promote = true … }`.
    Canary,
    /// As many allocations of the new version as there are old ones, promoted together:
    /// `update { canary = COUNT max_parallel = COUNT auto_promote = true … }`.
    BlueGreen,
}

impl Rollout {
    /// The update block for a group of `count` allocations.
    #[must_use]
    #[track_caller]
    pub fn update(self, count: i64) -> Update {
        // A group of none still has a policy that Nomad takes.
        let count = count.max(1);
        let update = Update::new()
            .max_parallel(1)
            .min_healthy_time(secs(10))
            .healthy_deadline(mins(5))
            .auto_revert(true);
        match self {
            Self::Rolling => update,
            Self::Canary => update.canary(1).auto_promote(true),
            Self::BlueGreen => update.max_parallel(count).canary(count).auto_promote(true),
        }
    }
}

/// The house's timing of a check, which is named `alive` and passes until it has been tried.
#[must_use]
#[track_caller]
pub fn alive(check: Check) -> Check {
    check.name("alive").interval(secs(10)).timeout(secs(2)).initial_status("passing")
}

/// A check with the house's timing where it has none of its own: Nomad has no default for either.
#[track_caller]
pub(super) fn timed(mut check: Check) -> Check {
    check.interval.get_or_insert(secs(10).into_attr().here());
    check.timeout.get_or_insert(secs(2).into_attr().here());
    check
}
