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
    let named = site.jobs.iter().filter(|job| names.contains(job.name.as_str()));
    let named: BTreeSet<String> = named.map(|job| job.key.clone()).collect();
    let is_named = |key: &String| named.contains(key);
    let mut wanted: BTreeSet<String> = BTreeSet::new();
    for job in &site.jobs {
        let needs_one = job.dependencies.iter().any(|other| is_named(&other.job));
        if is_named(&job.key) {
            wanted.insert(job.key.clone());
            wanted.extend(job.dependencies.iter().map(|other| other.job.clone()));
        } else if needs_one {
            wanted.insert(job.key.clone());
        }
    }
    site.volumes.retain(|volume| volume.used_by.iter().any(is_named));
    for volume in &site.volumes {
        wanted.extend(volume.used_by.iter().cloned());
        wanted.extend(volume.provided_by.iter().cloned());
    }
    site.jobs.retain(|job| wanted.contains(&job.key));
    if named.is_empty() {
        site.jobs.clear();
        site.volumes.clear();
    }
    (site.total, site.targets) = totals(&site.jobs);
}
