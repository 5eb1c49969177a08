//! What a deployment of a job would do, and why it must not be done.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answers::{Metric, Plan, Running, Submission, Updates};
use super::api::Api;
use super::failure::Failure;
use super::unit::{Unit, mark};
use super::unplaced::{no_place, runs_nowhere};
use crate::diff::{self, Class, Counts, JobChange};
use crate::import::{JobFile, JobReader, Mode, SourceFile, Values};
use crate::jobspec::Job;

/// What happens to a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// Nothing.
    None,
    /// Allocations are started or stopped that the specification asks for already.
    Restore,
    /// It gets a new version, and nothing that runs is touched.
    Version,
    /// Allocations go on running with the new version.
    InPlace,
    /// Allocations are started or stopped.
    Scale,
    /// Allocations are replaced.
    Destructive,
    /// The job is new, or was stopped.
    Create,
}

impl Operation {
    /// In the words of people who run Nomad.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Restore => "restore",
            Self::Version => "new version",
            Self::InPlace => "update in place",
            Self::Scale => "scale",
            Self::Destructive => "update destructive",
            Self::Create => "create",
        }
    }
}

/// The plan of a job.
#[derive(Clone, Debug)]
pub struct Planned {
    /// What happens.
    pub operation: Operation,
    /// The index of the job that the plan is about.
    pub index: u64,
    /// The version that runs.
    pub version: Option<u64>,
    /// What the scheduler would do, by group.
    pub updates: BTreeMap<String, Updates>,
    /// Groups that cannot be placed now.
    pub unplaced: BTreeMap<String, Metric>,
    /// What Nomad warns of.
    pub warnings: String,
    /// The counts that something else has set, and that stay: by group.
    pub kept: Vec<(String, u64)>,
    /// Whether `-preserve-counts` keeps them, or the file would set another count that it names itself.
    pub preserves: bool,
    /// What is predicted from both specifications; nothing, where the job is not different.
    pub change: Option<JobChange>,
    /// Why it must not be done.
    pub refusals: Vec<Refusal>,
}

/// Why a job must not be deployed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// What is allowed that is refused otherwise.
#[derive(Clone, Debug, Default)]
pub struct Allowed {
    /// Jobs of which the only allocation, with its data, may be replaced.
    pub destructive: Vec<String>,
    /// Jobs that may be taken over from another tool.
    pub adopt: Vec<String>,
    /// Jobs may be registered that cannot be placed.
    pub unplaced: bool,
}

/// The job as the cluster has it.
#[derive(Clone, Debug)]
pub struct Current {
    pub facts: Running,
    /// All of it, in API JSON.
    pub document: Value,
}

impl Current {
    /// Asks for it; nothing, where the cluster has no such job.
    ///
    /// # Errors
    ///
    /// Nomad did not answer.
    pub fn read(api: Api<'_>, unit: &Unit) -> Result<Option<Self>, Failure> {
        let Some(found) = api.get::<Value>(&unit.path(""))? else { return Ok(None) };
        let document = found.body;
        let facts = Running::of(&document)?;
        Ok(Some(Self { facts, document }))
    }

    /// The same in the model, without what a server fills in.
    fn job(&self) -> Option<Job> {
        let values = Values::default();
        let reader = JobReader::new(Mode::Evaluate, &values).ok()?;
        let source = SourceFile::new("running", self.document.to_string());
        reader.read(JobFile::parse(&source)).ok().map(|imported| imported.job)
    }
}

impl Planned {
    /// Asks the scheduler what it would do.
    ///
    /// # Errors
    ///
    /// Nomad did not answer, or refuses the job.
    pub fn of(api: Api<'_>, unit: &Unit, allowed: &Allowed) -> Result<Self, Failure> {
        let current = Current::read(api, unit)?;
        let (kept, preserves) = counts(unit, current.as_ref());
        let plan: Plan = api.put(&unit.path("/plan"), &unit.question(&kept))?;
        let is_stopped = current.as_ref().is_none_or(|current| current.facts.is_stopped);
        let differs = plan.differs();
        let updates: BTreeMap<String, Updates> =
            plan.annotations.and_then(|own| own.groups).unwrap_or_default();
        let mut planned = Self {
            operation: match operation(is_stopped, differs, &updates) {
                // The scheduler is asked about one of its runs, and none is started.
                Operation::Restore if unit.waits() => Operation::None,
                Operation::Scale if unit.waits() => Operation::Version,
                operation => operation,
            },
            index: plan.index,
            version: current.as_ref().map(|current| current.facts.version),
            updates,
            unplaced: plan.unplaced.unwrap_or_default(),
            warnings: plan.warnings,
            kept,
            preserves,
            change: None,
            refusals: Vec::new(),
        };
        if planned.operation != Operation::None {
            planned.change = change(unit, &planned.kept, current.as_ref().filter(|_| !is_stopped));
            let class = planned.change.as_ref().map(|change| change.class);
            // The first evaluation may not come to what is replaced.
            if class == Some(Class::Destructive) && planned.operation == Operation::Scale {
                planned.operation = Operation::Destructive;
            }
            planned.refuse(api, unit, current.as_ref(), allowed)?;
        }
        Ok(planned)
    }

    /// The groups of the job that would run nowhere, and why.
    #[must_use]
    pub fn nowhere(&self, unit: &Unit) -> Vec<String> {
        let groups = unit.groups().filter_map(|group| group["Name"].as_str());
        let groups = groups.filter_map(|group| {
            let metric = self.unplaced.get(group);
            let is_none = runs_nowhere(&unit.kind, metric, self.updates.get(group));
            is_none.then(|| (group.to_owned(), metric.cloned().unwrap_or_default()))
        });
        no_place(&Some(groups.collect()))
    }

    /// Whether something would happen.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.operation != Operation::None
    }

    /// What the scheduler would do, all groups together.
    #[must_use]
    pub fn total(&self) -> Counts {
        self.updates.values().fold(Counts::default(), |sum, own| {
            sum.plus(&Counts {
                ignore: own.ignore,
                in_place: own.in_place_update,
                // One that moves is stopped here and started there.
                destructive: own.destructive_update + own.migrate,
                create: own.place,
                stop: own.stop,
                canary: own.canary,
            })
        })
    }

    fn refuse(
        &mut self,
        api: Api<'_>,
        unit: &Unit,
        current: Option<&Current>,
        allowed: &Allowed,
    ) -> Result<(), Failure> {
        let id = &unit.id;
        let is = |all: &[String]| all.iter().any(|name| name == id);
        if let Some(current) = current.filter(|_| !is(&allowed.adopt))
            && let Some(other) = manager(api, unit, current)?
        {
            self.refusals.push(Refusal {
                message: format!("another tool manages job `{id}`: {other}"),
                help: format!("leave it to that tool, or take it over: `--adopt {id}`"),
            });
        }
        if !is(&allowed.destructive) && unit.kind == "service" {
            let groups = unit.groups().filter_map(|group| self.data_at_risk(group));
            let refusals: Vec<Refusal> = groups
                .map(|(group, volumes)| Refusal {
                    message: format!(
                        "the only allocation of group `{group}` would be replaced, and it has data on {volumes}"
                    ),
                    help: format!(
                        "make sure that there is a backup and that an outage is acceptable, then \
                         pass `--allow-destructive {id}`"
                    ),
                })
                .collect();
            self.refusals.extend(refusals);
        }
        Ok(())
    }

    /// The name of a group whose only allocation is replaced, and the volumes that this one writes to.
    fn data_at_risk(&self, group: &Value) -> Option<(String, String)> {
        let name = group["Name"].as_str().unwrap_or_default();
        let now = self.updates.get(name).is_some_and(|own| own.destructive_update > 0);
        let mut whole = self.change.iter().flat_map(|change| &change.groups);
        let is_replaced = now || whole.any(|own| own.name == name && own.whole.destructive > 0);
        let is_single = group["Count"].as_u64().unwrap_or(1) == 1;
        let volumes = group["Volumes"].as_object().into_iter().flatten();
        let written = volumes.filter(|(_, volume)| volume["ReadOnly"] != true);
        let written: Vec<String> = written.map(|(name, _)| format!("`{name}`")).collect();
        (is_replaced && is_single && !written.is_empty())
            .then(|| (name.to_owned(), written.join(", ")))
    }
}

fn operation(is_new: bool, differs: bool, updates: &BTreeMap<String, Updates>) -> Operation {
    let any = |count: fn(&Updates) -> u64| updates.values().any(|own| count(own) > 0);
    match differs {
        _ if is_new => Operation::Create,
        false if any(|own| own.place) || any(|own| own.stop) || any(|own| own.migrate) => {
            Operation::Restore
        }
        false => Operation::None,
        true if any(|own| own.destructive_update) || any(|own| own.canary) => {
            Operation::Destructive
        }
        true if any(|own| own.place) || any(|own| own.stop) => Operation::Scale,
        true if any(|own| own.in_place_update) => Operation::InPlace,
        true => Operation::Version,
    }
}

/// What is predicted from both specifications alone.
fn change(unit: &Unit, kept: &[(String, u64)], current: Option<&Current>) -> Option<JobChange> {
    let old: Vec<Job> = current.and_then(Current::job).into_iter().collect();
    let new = match kept.is_empty() {
        true => unit.job.clone(),
        false => serde_json::from_value(unit.with_counts(kept)).ok()?,
    };
    let mut compared = diff::compare(&old, &[new]);
    let at = compared.jobs.iter().position(|job| job.id == unit.id)?;
    Some(compared.jobs.swap_remove(at))
}

/// The counts that the cluster has of groups with `scaling`, where these are others than those of the file; and whether
/// the CLI can keep them without keeping others, too.
fn counts(unit: &Unit, current: Option<&Current>) -> (Vec<(String, u64)>, bool) {
    let Some(current) = current.filter(|current| !current.facts.is_stopped) else {
        return (Vec::new(), false);
    };
    let running = |name: &str| {
        let groups = current.facts.groups.as_deref().unwrap_or_default();
        groups.iter().find(|group| group.name == name).map(|group| group.count)
    };
    let (mut kept, mut others) = (Vec::new(), false);
    for group in unit.groups() {
        let name = group["Name"].as_str().unwrap_or_default();
        let scaling = &group["Scaling"];
        let own = group["Count"].as_u64().or_else(|| scaling["Min"].as_u64()).unwrap_or(1);
        let Some(count) = running(name).filter(|count| *count != own) else { continue };
        let is_within = count >= scaling["Min"].as_u64().unwrap_or(0)
            && scaling["Max"].as_u64().is_none_or(|most| count <= most);
        if scaling.is_object() && scaling["Enabled"] != false && is_within {
            kept.push((name.to_owned(), count));
        } else {
            others = true;
        }
    }
    let preserves = !kept.is_empty() && !others;
    (kept, preserves)
}

/// What else manages a job, where that can be told.
fn manager(api: Api<'_>, unit: &Unit, current: &Current) -> Result<Option<String>, Failure> {
    let path = unit.path(&format!("/submission?version={}", current.facts.version));
    // Older servers keep no sources, and a source may be too large to be kept.
    let source = api.get::<Submission>(&path)?.map(|found| found.body.source).unwrap_or_default();
    let own = mark(&source);
    // What the file says itself, as one that was imported does, is no sign of another tool.
    let keys = current.document["Meta"].as_object().into_iter().flat_map(serde_json::Map::keys);
    let mut keys = keys.filter(|key| unit.document["Meta"][key.as_str()].is_null());
    let tools = ["pack.", "nomad-ops", "waypoint."];
    let key = keys.find(|key| tools.iter().any(|tool| key.starts_with(tool)));
    if let Some(key) = key.filter(|_| own.is_none() || unit.mark.is_none()) {
        return Ok(Some(format!("its `meta` sets `{key}`")));
    }
    Ok(match (own, &unit.mark) {
        _ if source.is_empty() => None,
        (Some(_), Some(_)) | (None, None) => None,
        (None, Some(_)) => Some("its source was not generated by jobwright".to_owned()),
        (Some(own), None) => Some(format!("its source names `{own}`")),
    })
}
