//! What Nomad's API answers, as far as a deployment is about it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::failure::Failure;

/// A map that may be null in the JSON that Go writes.
pub type Map<T> = Option<BTreeMap<String, T>>;

/// One attempt of the scheduler.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Evaluation {
    #[serde(rename = "ID")]
    pub id: String,
    #[serde(rename = "Status")]
    pub status: String,
    #[serde(rename = "StatusDescription")]
    pub description: String,
    #[serde(rename = "DeploymentID")]
    pub deployment: String,
    #[serde(rename = "BlockedEval")]
    pub blocked: String,
    #[serde(rename = "NextEval")]
    pub next: String,
    #[serde(rename = "FailedTGAllocs")]
    pub unplaced: Map<Metric>,
    #[serde(rename = "JobModifyIndex")]
    pub job_index: u64,
    #[serde(rename = "CreateIndex")]
    pub created: u64,
}

/// Why a group has no place.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Metric {
    pub nodes_evaluated: u64,
    pub nodes_filtered: u64,
    pub nodes_exhausted: u64,
    pub nodes_available: Map<u64>,
    pub constraint_filtered: Map<u64>,
    pub class_exhausted: Map<u64>,
    pub dimension_exhausted: Map<u64>,
    pub quota_exhausted: Option<Vec<String>>,
    pub coalesced_failures: u64,
}

/// A deployment.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Deployment {
    #[serde(rename = "ID")]
    pub id: String,
    #[serde(rename = "JobVersion")]
    pub version: u64,
    #[serde(rename = "JobSpecModifyIndex")]
    pub job_index: u64,
    #[serde(rename = "CreateIndex")]
    pub created: u64,
    #[serde(rename = "Status")]
    pub status: String,
    #[serde(rename = "StatusDescription")]
    pub description: String,
    #[serde(rename = "TaskGroups")]
    pub groups: Map<DeploymentGroup>,
}

/// A group of one.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct DeploymentGroup {
    pub desired_total: u64,
    pub desired_canaries: u64,
    pub placed_allocs: u64,
    pub healthy_allocs: u64,
    pub unhealthy_allocs: u64,
    pub promoted: bool,
    pub auto_promote: bool,
}

/// A copy of a group on a node.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Allocation {
    #[serde(rename = "ID")]
    pub id: String,
    #[serde(rename = "Name")]
    pub name: String,
    #[serde(rename = "TaskGroup")]
    pub group: String,
    #[serde(rename = "JobID")]
    pub job: String,
    #[serde(rename = "Namespace")]
    pub namespace: String,
    #[serde(rename = "NodeName")]
    pub node: String,
    #[serde(rename = "JobVersion")]
    pub version: u64,
    #[serde(rename = "DesiredStatus")]
    pub desired: String,
    #[serde(rename = "ClientStatus")]
    pub status: String,
    #[serde(rename = "ClientDescription")]
    pub description: String,
    #[serde(rename = "CreateIndex")]
    pub created: u64,
    /// The evaluation that will create its replacement.
    #[serde(rename = "FollowupEvalID")]
    pub next: String,
    #[serde(rename = "TaskStates")]
    pub tasks: Map<TaskState>,
    #[serde(rename = "DeploymentStatus")]
    pub health: Option<Health>,
}

impl Allocation {
    /// Whether it is to run, and has not ended.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.desired == "run" && matches!(self.status.as_str(), "pending" | "running" | "unknown")
    }

    /// Whether none of these replaces it.
    #[must_use]
    pub fn is_last(&self, all: &[Self]) -> bool {
        all.iter().all(|other| other.name != self.name || other.created <= self.created)
    }

    /// Whether it runs, or has done what it was to do.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        matches!(self.status.as_str(), "running" | "complete")
    }
}

/// The health of an allocation in its deployment.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Health {
    pub healthy: Option<bool>,
    pub canary: bool,
}

/// What became of a task.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct TaskState {
    pub state: String,
    pub failed: bool,
    pub restarts: u64,
    pub started_at: Option<String>,
    pub events: Option<Vec<TaskEvent>>,
}

/// Something that happened to one.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct TaskEvent {
    #[serde(rename = "Type")]
    pub kind: String,
    pub display_message: String,
    pub time: i64,
}

/// What the scheduler would do with a job.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Plan {
    #[serde(rename = "Annotations")]
    pub annotations: Option<Annotations>,
    #[serde(rename = "Diff")]
    pub diff: Option<Value>,
    #[serde(rename = "FailedTGAllocs")]
    pub unplaced: Map<Metric>,
    #[serde(rename = "JobModifyIndex")]
    pub index: u64,
    #[serde(rename = "Warnings")]
    pub warnings: String,
}

/// The counts of it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Annotations {
    #[serde(rename = "DesiredTGUpdates")]
    pub groups: Map<Updates>,
}

/// The counts of a group.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default, rename_all = "PascalCase")]
pub struct Updates {
    pub ignore: u64,
    #[serde(deserialize_with = "not_below_zero")]
    pub place: u64,
    pub migrate: u64,
    pub stop: u64,
    pub in_place_update: u64,
    pub destructive_update: u64,
    pub canary: u64,
}

/// Of a system job whose nodes are all left out, Nomad counts below zero, in an unsigned integer.
fn not_below_zero<'de, D: serde::Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
    let count = u64::deserialize(from)?;
    Ok(if i64::try_from(count).is_ok() { count } else { 0 })
}

impl Plan {
    /// Whether the specification is another one than the cluster has.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.diff.as_ref().is_none_or(is_difference)
    }
}

/// Whether a diff, or a part of one, names anything that is different. Nomad calls `scaling` without a `policy` edited each
/// time, and names nothing in it.
#[must_use]
pub fn is_difference(part: &Value) -> bool {
    let lists = ["Fields", "Objects", "TaskGroups", "Tasks"];
    let mut parts = lists.iter().flat_map(|list| part[*list].as_array().into_iter().flatten());
    match part["Type"].as_str() {
        None | Some("None") => false,
        // A field has values, and holds no others.
        Some("Edited") if part["New"].is_null() => parts.any(is_difference),
        _ => true,
    }
}

/// A job as the cluster has it.
#[derive(Clone, Debug, Deserialize)]
pub struct Running {
    #[serde(rename = "Version", default)]
    pub version: u64,
    #[serde(rename = "JobModifyIndex", default)]
    pub index: u64,
    #[serde(rename = "Stop", default)]
    pub is_stopped: bool,
    #[serde(rename = "TaskGroups", default)]
    pub groups: Option<Vec<RunningGroup>>,
}

impl Running {
    /// The facts in a job's API JSON.
    ///
    /// # Errors
    ///
    /// It is not the JSON of a job.
    pub fn of(document: &Value) -> Result<Self, Failure> {
        Self::deserialize(document)
            .map_err(|error| Failure::Refused(format!("cannot read the job: {error}")))
    }
}

/// A group of it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct RunningGroup {
    pub name: String,
    pub count: u64,
}

/// The submitted source of a job.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Submission {
    pub source: String,
    pub format: String,
}

/// A plugin for volumes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Plugin {
    pub controller_required: bool,
    pub controllers_healthy: u64,
    pub nodes_healthy: u64,
    pub nodes_expected: u64,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::is_difference;

    #[test]
    fn an_edit_that_names_nothing_is_none() {
        let scaling =
            json!({ "Type": "Edited", "Name": "Scaling", "Fields": null, "Objects": null });
        let group = |object| json!({ "Type": "Edited", "Fields": null, "Objects": [object], "Tasks": [{ "Type": "None" }] });
        let job = |group| json!({ "Type": "Edited", "Fields": null, "TaskGroups": [group] });
        assert!(!is_difference(&job(group(scaling))));
        let most = json!({ "Type": "Edited", "Fields": [{ "Type": "Edited", "Name": "Max", "Old": "3", "New": "4" }] });
        assert!(is_difference(&job(group(most))));
        assert!(is_difference(&json!({ "Type": "Added" })));
    }
}
