//! In which steps the allocations of a group are replaced.

use serde::{Serialize, Serializer};

use super::scheduler::Scheduler;
use crate::jobspec::{Attr, Duration, Group};

/// The steps in which allocations are replaced, and the least time that takes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rollout {
    /// How many are replaced at a time.
    pub at_a_time: u64,
    /// Canaries that are started first.
    pub canaries: u64,
    /// In how many steps, the canaries included.
    pub waves: u64,
    /// The least time from the first allocation to the last healthy one: nothing where it is
    /// unknown.
    #[serde(serialize_with = "seconds", skip_serializing_if = "Option::is_none")]
    pub least: Option<Duration>,
    /// Whether an operator must promote the canaries.
    pub waits_for_promotion: bool,
    /// Whether the last good version comes back when it fails.
    pub reverts: bool,
}

fn seconds<S: Serializer>(time: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_some(&time.map(|time| time.to_string()))
}

/// How so many allocations of a group are replaced, beside those that are only started: these take the first places of a
/// step, and what is replaced waits until they are healthy.
pub fn of(group: &Group, count: u64, started: u64, scheduler: Scheduler) -> Rollout {
    let update = group.update.as_ref();
    let number = |attr: Option<&Attr<i64>>| {
        attr.and_then(Attr::get).and_then(|number| u64::try_from(number).ok()).unwrap_or(0)
    };
    let is = |attr: Option<&Attr<bool>>| attr.and_then(Attr::get) == Some(true);
    let most = number(update.and_then(|update| update.max_parallel.as_ref()));
    let is_stepwise = scheduler == Scheduler::Service && most > 0;
    if !is_stepwise {
        let at_a_time = if scheduler == Scheduler::System && most > 0 { most } else { count };
        let least = (scheduler != Scheduler::System).then(|| Duration::from_nanos(0));
        return Rollout {
            at_a_time,
            canaries: 0,
            waves: u64::from(count > 0),
            least,
            waits_for_promotion: false,
            reverts: false,
        };
    }
    let canaries = number(update.and_then(|update| update.canary.as_ref()));
    let rest = count.saturating_sub(canaries);
    let beside = rest.min(most.saturating_sub(started));
    let waves = match started {
        // Nothing comes before what is replaced.
        0 => rest.div_ceil(most),
        _ => 1 + (rest - beside).div_ceil(most),
    };
    let waves = waves + u64::from(canaries > 0);
    let healthy = update.and_then(|update| update.min_healthy_time.as_ref()).and_then(Attr::get);
    let is_manual = update.and_then(|update| update.health_check.as_ref()).and_then(Attr::as_str)
        == Some("manual");
    let least = healthy.filter(|_| !is_manual).map(|healthy| {
        Duration::from_nanos(
            healthy.as_nanos().saturating_mul(i64::try_from(waves).unwrap_or(i64::MAX)),
        )
    });
    let promotes = is(update.and_then(|update| update.auto_promote.as_ref()));
    Rollout {
        at_a_time: most,
        canaries,
        waves,
        least,
        waits_for_promotion: canaries > 0 && !promotes,
        reverts: is(update.and_then(|update| update.auto_revert.as_ref())),
    }
}
