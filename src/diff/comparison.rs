//! Two sets of jobs side by side.

use std::collections::BTreeMap;

use super::job::{self, JobChange};
use super::shown::Side;
use super::volume::VolumeChange;
use crate::jobspec::{Attr, Job};

/// What changed between two sets of jobs: those with the highest effect first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// The jobs that are not the same.
    pub jobs: Vec<JobChange>,
    /// The volume specifications that are not the same.
    pub volumes: Vec<VolumeChange>,
}

/// What a job is known by: its namespace, its region and its ID.
pub type Key = (String, String, String);

/// Compares two sets of jobs.
#[must_use]
pub fn compare(old: &[Job], new: &[Job]) -> Comparison {
    let olds: BTreeMap<Key, &Job> = old.iter().map(|job| (key(job), job)).collect();
    let news: BTreeMap<Key, &Job> = new.iter().map(|job| (key(job), job)).collect();
    let mut gone: Vec<&Job> =
        olds.iter().filter(|(key, _)| !news.contains_key(*key)).map(|(_, job)| *job).collect();
    let mut jobs = Vec::new();
    for (key, new) in &news {
        match olds.get(key) {
            Some(old) => jobs.extend(job::changed(old, new)),
            None => {
                // The same job under another name: Nomad stops one and starts the other.
                let renamed = gone.iter().position(|old| job::is_renamed(old, new));
                let from = renamed.map(|at| gone.remove(at));
                jobs.push(job::added(new, from));
            }
        }
    }
    jobs.extend(gone.into_iter().map(job::removed));
    jobs.sort_by(|one, two| two.rank().cmp(&one.rank()).then_with(|| one.id.cmp(&two.id)));
    Comparison { jobs, volumes: Vec::new() }
}

impl Comparison {
    /// Shows what was hidden as a secret.
    pub fn reveal(&mut self) {
        for change in self.jobs.iter_mut().flat_map(|job| &mut job.changes) {
            let sides = [&mut change.old, &mut change.new, &mut change.lines];
            sides.into_iter().flatten().for_each(Side::reveal);
        }
        for change in self.volumes.iter_mut().flat_map(|volume| &mut volume.changes) {
            [&mut change.old, &mut change.new].into_iter().flatten().for_each(Side::reveal);
        }
    }

    /// Whether nothing is different.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.jobs.is_empty() && self.volumes.is_empty()
    }
}

/// By that, two sets are paired, and a set has each once.
pub fn key(job: &Job) -> Key {
    let text = |attr: &Option<Attr<String>>, usual: &str| {
        let own = attr.as_ref().and_then(Attr::as_str).filter(|own| !own.is_empty());
        own.unwrap_or(usual).to_owned()
    };
    (text(&job.namespace, "default"), text(&job.region, "global"), job.id.clone())
}
