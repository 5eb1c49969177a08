//! From a registration to the end of its rollout.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::answers::{Allocation, Deployment, Evaluation};
use super::api::{Api, CHANGE};
use super::failure::Failure;
use super::nomad::{SHORT, words};
use super::unit::Unit;
use super::unplaced::no_place;
use super::why;

/// How a rollout ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// All that was asked for is there.
    Healthy,
    /// The canaries run, and an operator must promote them: the ID of the deployment.
    Promotable(String),
    /// It failed: what Nomad says, and what is known about it.
    Failed(String, Vec<String>),
}

/// How to follow.
#[derive(Clone, Copy, Debug)]
pub struct How {
    /// The longest time that it may take.
    pub limit: Duration,
    /// Promote canaries that are healthy.
    pub promotes: bool,
    /// Wait for the end of batch jobs.
    pub wait_batch: bool,
}

/// Follows one job.
pub struct Follower<'a> {
    pub api: Api<'a>,
    pub unit: &'a Unit,
    /// The version that was registered.
    pub version: u64,
    pub how: How,
    /// Is told what it waits for.
    pub tell: &'a (dyn Fn(&str) + Sync),
}

/// How long an allocation must run to count as healthy, where the job does not set it.
const HEALTHY: Duration = Duration::from_secs(10);

/// How long nothing may happen before it is asked why.
const UNTIL_ASKED_WHY: Duration = Duration::from_secs(3);

/// So often it is looked at whether what runs still does.
const POLL: Duration = Duration::from_secs(1);

/// Since when an allocation runs as it does, as far as anybody looked: by its ID, with the restarts of its tasks.
type Seen = BTreeMap<(String, u64), Instant>;

impl Follower<'_> {
    /// Follows it until the end.
    ///
    /// # Errors
    ///
    /// A stop was requested, or Nomad does not respond any more.
    pub fn follow(&self, evaluation: Option<&str>) -> Result<End, Failure> {
        let end = Instant::now() + self.how.limit;
        let mut since = 0;
        if let Some(id) = evaluation {
            let evaluation = self.evaluated(id, end)?;
            since = evaluation.created;
            if matches!(evaluation.status.as_str(), "failed" | "canceled") {
                let words =
                    format!("the evaluation is {}: {}", evaluation.status, evaluation.description);
                return Ok(End::Failed(words, no_place(&evaluation.unplaced)));
            }
            if let Some(first) = no_place(&evaluation.unplaced).first() {
                (self.tell)(first);
            }
        }
        // Where nothing of the specification is different, the rollout of its version is over, and this one has none.
        match self.deployment()?.filter(|own| own.created >= since) {
            Some(deployment) => self.roll_out(&deployment.id, end),
            None => self.allocations(end),
        }
    }

    /// Waits for the scheduler.
    ///
    /// # Errors
    ///
    /// A stop was requested, or Nomad does not respond any more.
    pub fn scheduled(&self, id: &str) -> Result<(), Failure> {
        self.evaluated(id, Instant::now() + self.how.limit).map(drop)
    }

    fn evaluated(&self, id: &str, end: Instant) -> Result<Evaluation, Failure> {
        let path = self.unit.place.path(&format!("/v1/evaluation/{id}"));
        let mut index = 0;
        loop {
            let found = self.api.newer::<Evaluation>(&path, index, CHANGE)?;
            let found =
                found.ok_or_else(|| Failure::Refused(format!("unknown evaluation `{id}`")))?;
            let is_pending = matches!(found.body.status.as_str(), "pending" | "blocked" | "");
            if !is_pending || Instant::now() > end {
                return Ok(found.body);
            }
            index = found.index;
            (self.tell)("waiting for the scheduler");
            self.check()?;
        }
    }

    fn check(&self) -> Result<(), Failure> {
        match self.api.nomad().stop().is_asked() {
            true => Err(Failure::Stopped),
            false => Ok(()),
        }
    }

    /// The deployment of the version, where it has one.
    pub fn deployment(&self) -> Result<Option<Deployment>, Failure> {
        let found = self.api.get::<Vec<Deployment>>(&self.unit.path("/deployments"))?;
        let all = found.map(|found| found.body).unwrap_or_default();
        Ok(all
            .into_iter()
            .filter(|own| own.version == self.version)
            .max_by_key(|own| own.job_index))
    }

    /// All allocations of the job.
    pub fn all(&self) -> Result<Vec<Allocation>, Failure> {
        let found = self.api.get::<Vec<Allocation>>(&self.unit.path("/allocations"))?;
        Ok(found.map(|found| found.body).unwrap_or_default())
    }

    /// Those of the version.
    fn own(&self, all: Vec<Allocation>) -> Vec<Allocation> {
        all.into_iter().filter(|own| own.version == self.version).collect()
    }

    /// Says how far it has come, and what it waits for.
    fn tell_why(&self, progress: &str, own: &[Allocation]) {
        let reason = why::waiting(self.api, self.unit, own);
        let words = reason.map_or_else(|| progress.to_owned(), |own| format!("{progress}: {own}"));
        (self.tell)(&words);
    }

    /// Follows a deployment.
    fn roll_out(&self, id: &str, end: Instant) -> Result<End, Failure> {
        let path = self.unit.place.path(&format!("/v1/deployment/{id}"));
        let (mut index, mut last, mut since) = (0, String::new(), Instant::now());
        let mut promoted = false;
        loop {
            let found = self.api.newer::<Deployment>(&path, index, CHANGE)?;
            let Some(found) = found else {
                return Ok(End::Failed(format!("deployment {id} no longer exists"), Vec::new()));
            };
            let deployment = found.body;
            index = found.index;
            match deployment.status.as_str() {
                "successful" => return Ok(End::Healthy),
                "failed" | "cancelled" => return self.failed(&deployment),
                _ => {}
            }
            if is_promotable(&deployment) && !promoted {
                if !self.how.promotes {
                    return Ok(End::Promotable(id.to_owned()));
                }
                (self.tell)("promoting the canaries");
                self.promote(id)?;
                promoted = true;
            }
            let progress = progress(&deployment);
            if progress != last {
                (last, since) = (progress, Instant::now());
                (self.tell)(&last);
            } else if since.elapsed() > UNTIL_ASKED_WHY {
                self.tell_why(&last, &self.own(self.all()?));
            }
            if Instant::now() > end {
                return Ok(self.late(&last));
            }
            self.check()?;
        }
    }

    fn late(&self, last: &str) -> End {
        let words = format!("timed out after {} s: {last}", self.how.limit.as_secs());
        let own = self.own(self.all().unwrap_or_default());
        let mut told: Vec<String> = why::waiting(self.api, self.unit, &own).into_iter().collect();
        told.extend(why::newest(self.api, self.unit, &own, self.version));
        End::Failed(words, told)
    }

    fn promote(&self, id: &str) -> Result<(), Failure> {
        let mut arguments = words(["deployment", "promote", "-detach"]);
        arguments.extend(self.unit.place.words());
        arguments.push(id.into());
        let path = self.unit.place.path(&format!("/v1/deployment/{id}"));
        self.api.again(|| {
            // An attempt whose outcome is unknown may have done it.
            match self.api.impatient().get::<Deployment>(&path)? {
                Some(found) if is_promotable(&found.body) => {
                    self.api.nomad().done(&arguments, SHORT)
                }
                _ => Ok(()),
            }
        })
    }

    fn failed(&self, deployment: &Deployment) -> Result<End, Failure> {
        let own = self.own(self.all()?);
        let mut told = why::newest(self.api, self.unit, &own, self.version);
        if told.is_empty() {
            told.extend(why::waiting(self.api, self.unit, &own));
        }
        let verb = if deployment.status == "cancelled" { "was cancelled" } else { "failed" };
        let words = format!("the deployment {verb}: {}", deployment.description);
        Ok(End::Failed(words, told))
    }

    /// Follows a job without a deployment by its allocations.
    fn allocations(&self, end: Instant) -> Result<End, Failure> {
        if self.unit.waits() {
            return Ok(End::Healthy);
        }
        let path = self.unit.path("/allocations");
        let (mut index, mut last, mut since) = (0, String::new(), Instant::now());
        let mut seen = Seen::new();
        loop {
            let found = self.api.newer::<Vec<Allocation>>(&path, index, POLL)?;
            let (all, newer) = found.map(|found| (found.body, found.index)).unwrap_or_default();
            index = newer;
            let own = self.own(all);
            if let Some(ended) = self.judged(&own, &mut seen)? {
                return Ok(ended);
            }
            let begun = own.iter().filter(|own| own.has_begun()).count();
            let progress = format!("{begun} of {} running", own.len());
            if progress != last {
                (last, since) = (progress, Instant::now());
                (self.tell)(&last);
            } else if since.elapsed() > UNTIL_ASKED_WHY {
                self.tell_why(&last, &own);
            }
            if Instant::now() > end {
                return Ok(self.late(&last));
            }
            self.check()?;
        }
    }

    /// Whether the allocations have come to an end.
    fn judged(&self, own: &[Allocation], seen: &mut Seen) -> Result<Option<End>, Failure> {
        let is_batch = matches!(self.unit.kind.as_str(), "batch" | "sysbatch");
        // One that was replaced by another attempt is not the last word.
        let failures = why::failures(own, self.version);
        if let Some(failed) = failures.iter().find(|failed| failed.is_last(own))
            && !self.has_evaluation(&["pending", "blocked"])?
        {
            let told = why::failed(self.api, self.unit, failed);
            return Ok(Some(End::Failed("an allocation failed".to_owned(), told)));
        }
        let wanted = |own: &&Allocation| own.desired == "run" || own.status == "complete";
        let live: Vec<&Allocation> = own.iter().filter(wanted).collect();
        let mut is_done = |own: &&&Allocation| match is_batch && self.how.wait_batch {
            true => own.status == "complete",
            false => own.has_begun() && (is_batch || self.is_steady(own, seen)),
        };
        let done = live.iter().filter(&mut is_done).count();
        let is_placed = self.is_placed(&live)?;
        Ok((done == live.len() && is_placed).then_some(End::Healthy))
    }

    /// Whether the scheduler still has something to do about the job: an evaluation with one of these statuses.
    fn has_evaluation(&self, statuses: &[&str]) -> Result<bool, Failure> {
        let found = self.api.get::<Vec<Evaluation>>(&self.unit.path("/evaluations"))?;
        let all = found.map(|found| found.body).unwrap_or_default();
        Ok(all.iter().any(|one| statuses.contains(&one.status.as_str())))
    }

    /// Whether there are as many as the file asks for, where it says how many.
    fn is_placed(&self, live: &[&Allocation]) -> Result<bool, Failure> {
        if matches!(self.unit.kind.as_str(), "system" | "sysbatch") {
            // On which nodes it is to run, only the scheduler knows: it has nothing left to do.
            return Ok(!self.has_evaluation(&["pending"])?);
        }
        Ok(self.unit.groups().all(|group| {
            let name = group["Name"].as_str().unwrap_or_default();
            let count = group["Count"].as_u64().unwrap_or(1);
            live.iter().filter(|own| own.group == name).count() as u64 >= count
        }))
    }

    /// Whether it has run for as long as the file calls healthy.
    fn is_steady(&self, allocation: &Allocation, seen: &mut Seen) -> bool {
        let group = self.unit.groups().find(|group| group["Name"] == allocation.group.as_str());
        let updates = [group.map(|group| &group["Update"]), Some(&self.unit.document["Update"])];
        let least = updates.into_iter().flatten().find_map(|own| own["MinHealthyTime"].as_u64());
        let least = least.map_or(HEALTHY, Duration::from_nanos);
        let restarts = allocation.tasks.iter().flatten().map(|(_, task)| task.restarts).sum();
        let since = seen.entry((allocation.id.clone(), restarts)).or_insert_with(Instant::now);
        allocation.status == "complete" || since.elapsed() >= least
    }
}

/// Whether all canaries are healthy, and only an operator's promotion is missing.
fn is_promotable(deployment: &Deployment) -> bool {
    let groups: Vec<_> = deployment.groups.iter().flatten().map(|(_, group)| group).collect();
    let with: Vec<_> = groups.into_iter().filter(|group| group.desired_canaries > 0).collect();
    !with.is_empty()
        && with.iter().all(|group| group.healthy_allocs >= group.desired_canaries)
        && with.iter().any(|group| !group.promoted && !group.auto_promote)
}

/// How far it has come.
fn progress(deployment: &Deployment) -> String {
    let sum = |of: fn(&super::answers::DeploymentGroup) -> u64| -> u64 {
        deployment.groups.iter().flatten().map(|(_, group)| of(group)).sum()
    };
    let (healthy, wanted) = (sum(|group| group.healthy_allocs), sum(|group| group.desired_total));
    let canaries = sum(|group| if group.promoted { 0 } else { group.desired_canaries });
    let unhealthy = sum(|group| group.unhealthy_allocs);
    let mut words = match canaries {
        0 => format!("{healthy} of {wanted} healthy"),
        canaries => format!("{} of {canaries} canaries healthy", healthy.min(canaries)),
    };
    if unhealthy > 0 {
        words.push_str(&format!(", {unhealthy} unhealthy"));
    }
    words
}
