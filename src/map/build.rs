//! From definitions to a map.

use std::collections::BTreeMap;

use super::given::{Given, One};
use super::model::{Job, Map, Site, TargetTotal, Total};
use super::{dependencies, job, keys};
use crate::audit::JobFiles;
use crate::generate::Catalogue;
use crate::parallel;

/// The prefix of the tags that Traefik reads, unless a site sets another.
const PREFIX: &str = "traefik";

impl Map {
    /// The map of a registry's sites.
    #[must_use]
    pub fn of_catalogues(catalogues: &[Catalogue]) -> Self {
        Self { sites: catalogues.iter().map(|one| site(&Given::of_catalogue(one))).collect() }
    }

    /// The map of job files: those that `gen` has written for one of several sites are of that site, and all others of one cluster
    /// without a name.
    #[must_use]
    pub fn of_files(files: &JobFiles) -> Self {
        Self { sites: Given::of_files(files).iter().map(site).collect() }
    }
}

fn site(given: &Given<'_>) -> Site {
    let prefix = given.site.map_or(PREFIX, |site| site.traefik_prefix.as_str());
    let order = dependencies::order(given);
    let keys = keys::of(given);
    let needed = dependencies::of_jobs(given, &order, &keys);
    let indices: Vec<usize> = (0..given.all.len()).collect();
    let jobs = parallel::map(&indices, |index| {
        let one: &One<'_> = given.all.get(*index)?;
        let needed = needed.get(index).cloned().unwrap_or_default();
        Some(Job {
            key: keys.get(*index).cloned().unwrap_or_default(),
            category: one.category.to_owned(),
            description: one.description.to_owned(),
            source: one.source(),
            dependencies: needed.into_iter().collect(),
            ..job::of(one.defined, one.job()?, prefix)
        })
    });
    let mut jobs: Vec<Job> = jobs.into_iter().flatten().collect();
    jobs.sort_by(|one, two| {
        let key = |job: &Job| (job.category.clone(), job.name.clone(), job.key.clone());
        key(one).cmp(&key(two))
    });
    let volumes = dependencies::volumes(given, &order, &keys, &jobs);
    dependencies::add_providers(&mut jobs, &volumes);
    let (total, targets) = totals(&jobs);
    Site {
        name: given.name.clone(),
        region: given.site.and_then(|site| site.region.clone()),
        datacenters: given.site.map(|site| site.datacenters.clone()).unwrap_or_default(),
        jobs,
        volumes,
        total,
        targets,
    }
}

/// What all jobs reserve, and those of each target. Jobs for reference reserve nothing.
pub fn totals(jobs: &[Job]) -> (Total, Vec<TargetTotal>) {
    let mut all = Total::default();
    let mut of_targets: BTreeMap<&str, Total> = BTreeMap::new();
    for job in jobs.iter().filter(|job| !job.reference) {
        all.add(&job.total);
        of_targets.entry(&job.target).or_default().add(&job.total);
    }
    let targets = of_targets.into_iter();
    let target = |(target, total): (&str, Total)| TargetTotal { target: target.to_owned(), total };
    (all, targets.map(target).collect())
}
