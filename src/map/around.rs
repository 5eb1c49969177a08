//! Some jobs of a map, with those around them.

use std::collections::BTreeSet;

use super::build::totals;
use super::model::{Map, Site};

impl Map {
    /// The sites with the jobs of these names and their neighbours: what they need, what needs them, and what mounts the same
    /// volumes. A site that has none of them is left out.
    #[must_use]
    pub fn around(mut self, names: &[String]) -> Self {
        let names: BTreeSet<&str> = names.iter().map(String::as_str).collect();
        self.sites.iter_mut().for_each(|site| around(site, &names));
        self.sites.retain(|site| !site.jobs.is_empty());
        self
    }
}

fn around(site: &mut Site, names: &BTreeSet<&str>) {
    let is_named = |name: &str| names.contains(name);
    let mut wanted: BTreeSet<String> = BTreeSet::new();
    for job in &site.jobs {
        let needs_one = job.dependencies.iter().any(|other| is_named(&other.job));
        if is_named(&job.name) {
            wanted.insert(job.name.clone());
            wanted.extend(job.dependencies.iter().map(|other| other.job.clone()));
        } else if needs_one {
            wanted.insert(job.name.clone());
        }
    }
    site.volumes.retain(|volume| volume.used_by.iter().any(|user| is_named(user)));
    for volume in &site.volumes {
        wanted.extend(volume.used_by.iter().cloned());
        wanted.extend(volume.provided_by.iter().cloned());
    }
    site.jobs.retain(|job| wanted.contains(&job.name));
    if !site.jobs.iter().any(|job| is_named(&job.name)) {
        site.jobs.clear();
        site.volumes.clear();
    }
    (site.total, site.targets) = totals(&site.jobs);
}
