//! Dependencies between the jobs and volumes of one cluster.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::given::{Given, One};
use super::masked::masked;
use super::model::{Dependency, Job, Mount, Volume, VolumeKind, Why};
use super::said::text;
use crate::house;
use crate::lint::services::Services;
use crate::order::{self, Kind, Order};
use crate::registry::{Defined, Definition};

/// The jobs that each of the definitions needs, by its index: those that it names, and those of its services.
pub fn of_jobs(
    given: &Given<'_>,
    order: &Order,
    keys: &[String],
) -> HashMap<usize, BTreeSet<Dependency>> {
    let mut all: HashMap<usize, BTreeSet<Dependency>> = HashMap::new();
    for (at, step) in order.steps.iter().enumerate().filter(|(_, step)| step.is_job()) {
        let Some(index) = index(order, at) else { continue };
        for first in step.after.iter().filter(|first| is_job(order, **first)) {
            let job = self::index(order, *first).and_then(|index| keys.get(index)).cloned();
            let said = job.map(|job| Dependency { job, why: Why::After, by: String::new() });
            all.entry(index).or_default().extend(said);
        }
    }
    let defined: Vec<&Defined> = given.all.iter().map(|one| one.defined).collect();
    for (from, providers) in Services::of(&defined).dependencies() {
        for (to, reference) in providers {
            let by = masked(&reference.name);
            let needed = keys.get(to).cloned().map(|job| Dependency { job, why: Why::Service, by });
            all.entry(from).or_default().extend(needed);
        }
    }
    all
}

/// The volumes of a cluster: those that are declared, and those that jobs mount.
pub fn volumes(given: &Given<'_>, order: &Order, keys: &[String], jobs: &[Job]) -> Vec<Volume> {
    let providers = providers(order, keys);
    let mut all: BTreeMap<(VolumeKind, String), Volume> = BTreeMap::new();
    for (index, one) in given.all.iter().enumerate() {
        let Some(specification) = one.volume() else { continue };
        let kind = match specification.kind() {
            Some("host") => VolumeKind::Host,
            _ => VolumeKind::Csi,
        };
        let name = masked(one.defined.name());
        let plugin = text(specification.plugin_id.as_ref());
        let volume = Volume {
            name: name.clone(),
            kind,
            plugin: (!plugin.is_empty()).then_some(plugin),
            provided_by: providers.get(&index).cloned().unwrap_or_default(),
            source: Some(one.source()),
            description: one.description.to_owned(),
            used_by: Vec::new(),
        };
        all.insert((kind, name), volume);
    }
    for job in jobs.iter().filter(|job| !job.reference) {
        for mount in job.volumes.iter().filter(|mount| mount.kind != VolumeKind::Ephemeral) {
            let keys = mounted(mount, &all);
            for key in keys {
                let (kind, name) = key.clone();
                let new = || Volume { name, kind, ..Volume::default() };
                let volume = all.entry(key).or_insert_with(new);
                if volume.used_by.last() != Some(&job.key) {
                    volume.used_by.push(job.key.clone());
                }
            }
        }
    }
    let mut all: Vec<Volume> = all.into_values().collect();
    all.sort_by(|one, two| (&one.name, one.kind).cmp(&(&two.name, two.kind)));
    all
}

/// The volumes that a mount is about: one for each allocation has the names of all.
fn mounted(
    mount: &Mount,
    declared: &BTreeMap<(VolumeKind, String), Volume>,
) -> Vec<(VolumeKind, String)> {
    let own = (mount.kind, mount.source.clone());
    if !mount.per_alloc || declared.contains_key(&own) {
        return vec![own];
    }
    let start = format!("{}[", mount.source);
    let from = declared.range((mount.kind, start.clone())..).map(|(key, _)| key);
    let all: Vec<_> =
        from.take_while(|(kind, name)| *kind == mount.kind && name.starts_with(&start)).collect();
    if all.is_empty() { vec![own] } else { all.into_iter().cloned().collect() }
}

/// Adds to jobs the jobs that run the plugins of their volumes.
pub fn add_providers(jobs: &mut [Job], volumes: &[Volume]) {
    let mut by_job: HashMap<&str, BTreeSet<Dependency>> = HashMap::new();
    for volume in volumes {
        for (user, provider) in volume
            .used_by
            .iter()
            .flat_map(|user| volume.provided_by.iter().map(move |provider| (user, provider)))
            .filter(|(user, provider)| user != provider)
        {
            let (job, by) = (provider.clone(), volume.name.clone());
            by_job.entry(user).or_default().insert(Dependency { job, why: Why::Volume, by });
        }
    }
    for job in jobs.iter_mut().filter(|job| !job.reference) {
        if let Some(more) = by_job.remove(job.key.as_str()) {
            job.dependencies.extend(more);
            job.dependencies.sort();
            job.dependencies.dedup();
        }
    }
}

/// The jobs that run the plugin of each volume, by the index of its definition.
fn providers(order: &Order, keys: &[String]) -> HashMap<usize, Vec<String>> {
    let mut all = HashMap::new();
    for (at, step) in order.steps.iter().enumerate().filter(|(_, step)| !step.is_job()) {
        let first = step.after.iter().filter(|first| is_job(order, **first));
        let jobs = first.filter_map(|first| keys.get(index(order, *first)?).cloned());
        if let Some(index) = index(order, at) {
            all.insert(index, jobs.collect());
        }
    }
    all
}

/// The order of deployment, in which a definition's index is used in place of its file.
pub fn order(given: &Given<'_>) -> Order {
    let all: Vec<_> =
        given.all.iter().enumerate().filter_map(|(index, one)| ordered(index, one)).collect();
    match given.site {
        Some(site) => order::of(site, &all).order,
        None => order::of(&house::Site::bare(""), &all).order,
    }
}

fn ordered<'a>(index: usize, one: &One<'a>) -> Option<order::Given<'a>> {
    match &one.defined.definition {
        Definition::Job(job) => Some(order::Given::job(index.to_string(), one.category, job)),
        Definition::Volume(volume) => Some(order::Given::volume(index.to_string(), volume)),
        Definition::Reference(_) => None,
    }
}

fn index(order: &Order, step: usize) -> Option<usize> {
    order.steps.get(step)?.file.parse().ok()
}

fn is_job(order: &Order, step: usize) -> bool {
    order.steps.get(step).is_some_and(|step| matches!(step.kind, Kind::Job { .. }))
}
