//! What was predicted and what happened, as a file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::planned::Operation;
use super::prune::Pruned;
use crate::diff::{Counts, counts_in_words};

/// The version of the file's form, which `schema/receipt.schema.json` describes: another one gets another number.
pub const VERSION: u32 = 1;

/// A deployment of jobs and volumes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Receipt {
    /// The version of the form of this file.
    pub version: u32,
    /// Each job and volume, in the order of the deployment.
    pub steps: Vec<Entry>,
    /// Jobs whose files are gone, where `--prune` was set.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pruned: Vec<Pruned>,
}

/// One of them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// The job's ID; nothing for a volume.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job: Option<String>,
    /// The volume's ID or name; nothing for a job.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume: Option<String>,
    /// The job's namespace, where the file names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// The file.
    pub file: String,
    /// What was to be done: `create`, `destructive`, `in_place`, `scale`, `version`, `restore` or `none`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<Operation>,
    /// What became of it: `done`, `unchanged`, `promotable`, `failed`, `interrupted` or `not_begun`.
    pub state: String,
    /// Why, where it is not done.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub message: String,
    /// The version of the job afterwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// How long it took from the registration on.
    pub seconds: f64,
    /// What was predicted to happen to the allocations of each group.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub predicted: BTreeMap<String, Counts>,
    /// The least time that was predicted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least_seconds: Option<f64>,
    /// What happened to them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub happened: BTreeMap<String, Counts>,
}

/// A group whose allocations did not go as predicted, or a rollout that was faster than the
/// prediction allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surprise {
    /// The job.
    pub job: String,
    /// What was predicted, and what happened.
    pub message: String,
}

impl Receipt {
    /// What happened otherwise than predicted; what did not come to its end says nothing.
    #[must_use]
    pub fn surprises(&self) -> Vec<Surprise> {
        let mut found = Vec::new();
        for entry in self.steps.iter().filter(|entry| entry.state == "done") {
            let Some(job) = entry.job.as_ref().filter(|_| entry.operation.is_some()) else {
                continue;
            };
            let mut tell = |message| found.push(Surprise { job: job.clone(), message });
            let groups = entry.predicted.keys().chain(entry.happened.keys());
            let groups: std::collections::BTreeSet<&String> = groups.collect();
            for group in groups {
                let of =
                    |all: &BTreeMap<String, Counts>| all.get(group).copied().unwrap_or_default();
                let (predicted, happened) = (of(&entry.predicted), of(&entry.happened));
                if predicted != happened {
                    tell(format!(
                        "group `{group}`: predicted {}, but observed {}",
                        counts_in_words(&predicted, "service"),
                        counts_in_words(&happened, "service")
                    ));
                }
            }
            if let Some(least) = entry.least_seconds.filter(|least| entry.seconds < *least) {
                let seconds = entry.seconds;
                tell(format!("predicted at least {least:.1} s, but it took {seconds:.1} s"));
            }
        }
        found
    }
}
