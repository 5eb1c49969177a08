//! Whether a job stays as it was deployed: two looks at it, with some time between them.

use std::collections::BTreeMap;

use super::answers::{Allocation, Running};
use super::api::Api;
use super::failure::Failure;
use super::unit::Unit;

/// What a look at a job has seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Its version; none, where it is not there any more.
    version: Option<u64>,
    is_stopped: bool,
    /// How many allocations are to run at least.
    wanted: u64,
    /// How many run.
    running: u64,
    /// By allocation that is to run: how often its tasks were started anew.
    restarts: BTreeMap<String, u64>,
    /// Whether one of them is not healthy.
    is_unhealthy: bool,
}

impl Look {
    /// Looks at a job; nothing of one that runs to its end, which is not to stay.
    ///
    /// # Errors
    ///
    /// Nomad did not respond, or a stop was requested.
    pub fn at(api: Api<'_>, unit: &Unit) -> Result<Option<Self>, Failure> {
        if !matches!(unit.kind.as_str(), "service" | "system") {
            return Ok(None);
        }
        let Some(document) = api.get::<serde_json::Value>(&unit.path(""))? else {
            return Ok(Some(Self::default()));
        };
        let running = Running::of(&document.body)?;
        // As many as the cluster has been told, which an autoscaler may have done since; on how many nodes a system job
        // belongs is the scheduler's business.
        let groups = running.groups.iter().flatten().filter(|_| unit.kind == "service");
        let wanted = groups.map(|group| group.count).sum();
        let found = api.get::<Vec<Allocation>>(&unit.path("/allocations"))?;
        let mut all = found.map(|found| found.body).unwrap_or_default();
        all.retain(|one| one.desired == "run" && one.version == running.version);
        let restarts =
            |one: &Allocation| one.tasks.iter().flatten().map(|(_, task)| task.restarts).sum();
        let is_unhealthy =
            |one: &Allocation| one.health.as_ref().is_some_and(|own| own.healthy == Some(false));
        Ok(Some(Self {
            version: Some(running.version),
            is_stopped: running.is_stopped,
            wanted,
            running: all.iter().filter(|one| one.status == "running").count() as u64,
            is_unhealthy: all.iter().any(is_unhealthy),
            restarts: all.iter().map(|one| (one.id.clone(), restarts(one))).collect(),
        }))
    }

    /// What has happened to it since an earlier look; nothing, where it has stayed healthy.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Option<&'static str> {
        let restarted = || {
            earlier
                .restarts
                .iter()
                .any(|(id, count)| self.restarts.get(id).is_none_or(|restarts| restarts > count))
        };
        match () {
            () if self.version.is_none() => Some("is no longer on the cluster"),
            () if self.is_stopped => Some("was stopped"),
            () if self.version != earlier.version => Some("was changed meanwhile"),
            () if self.is_unhealthy => Some("has an unhealthy allocation"),
            () if restarted() => Some("has restarted"),
            () if self.running < self.wanted.max(earlier.running) => {
                Some("does not have all its allocations running")
            }
            () => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Look;

    #[test]
    fn what_stays_is_healthy() {
        let healthy = Look {
            version: Some(3),
            wanted: 2,
            running: 2,
            restarts: [("a".to_owned(), 1), ("b".to_owned(), 0)].into(),
            ..Look::default()
        };
        assert_eq!(healthy.since(&healthy), None);
        let other = |change: fn(&mut Look)| {
            let mut later = healthy.clone();
            change(&mut later);
            later.since(&healthy)
        };
        assert_eq!(other(|one| one.version = None), Some("is no longer on the cluster"));
        assert_eq!(other(|one| one.is_stopped = true), Some("was stopped"));
        assert_eq!(other(|one| one.version = Some(4)), Some("was changed meanwhile"));
        assert_eq!(other(|one| one.is_unhealthy = true), Some("has an unhealthy allocation"));
        assert_eq!(other(|one| _ = one.restarts.insert("a".into(), 2)), Some("has restarted"));
        assert_eq!(other(|one| _ = one.restarts.remove("b")), Some("has restarted"));
        assert_eq!(other(|one| one.running = 1), Some("does not have all its allocations running"));
    }
}
