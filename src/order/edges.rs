//! What is deployed after what, and why: as definitions specify it, and as volumes and their
//! plugins imply it.

use std::collections::BTreeMap;

use super::given::{Given, Specification};
use super::step::Order;
use crate::house::Site;
use crate::jobspec::{Attr, Group, Job, Location, Volume, VolumeSpec};

/// Why something is deployed after something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// A definition, or `order.json`, specifies it.
    Said,
    /// The job mounts the volume.
    Mounts,
    /// The job runs the plugin of the volume.
    Plugin,
}

/// Something that is deployed first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    /// Its index.
    pub to: usize,
    pub why: Why,
    pub location: Location,
}

/// What is given, by the names that others use for it.
pub(super) struct Names<'g> {
    jobs: BTreeMap<&'g str, Vec<usize>>,
    /// By kind and name; for a volume per allocation, also by its name without the allocation's
    /// number.
    volumes: BTreeMap<(&'g str, &'g str), Vec<usize>>,
    plugins: BTreeMap<&'g str, Vec<usize>>,
    /// Region and namespace of each.
    places: Vec<(&'g str, &'g str)>,
}

impl<'g> Names<'g> {
    pub fn of(given: &[Given<'g>], site: Option<&Site>) -> Self {
        let mut names = Self {
            jobs: BTreeMap::new(),
            volumes: BTreeMap::new(),
            plugins: BTreeMap::new(),
            places: given.iter().map(|one| one.place(site)).collect(),
        };
        for (index, one) in given.iter().enumerate() {
            match one.specification {
                Specification::Job(job) => {
                    names.jobs.entry(one.id()).or_default().push(index);
                    for id in plugins(job) {
                        let all = names.plugins.entry(id).or_default();
                        // A controller and a node plugin may be two tasks of one job.
                        if all.last() != Some(&index) {
                            all.push(index);
                        }
                    }
                }
                Specification::Volume(volume) => {
                    let kind = volume.kind().unwrap_or_default();
                    names.volumes.entry((kind, one.id())).or_default().push(index);
                }
            }
        }
        names
    }

    /// The jobs with this ID: those in the region and namespace of what refers to it, or else all.
    pub fn jobs(&self, id: &str, asks: usize) -> Vec<usize> {
        let all = self.jobs.get(id).map_or(&[][..], Vec::as_slice);
        near(all, |one| self.places.get(one) == self.places.get(asks))
    }

    /// The volumes of this kind and name: those in the namespace of what refers to them, or else
    /// all.
    fn volumes(&self, kind: &str, name: &str, asks: usize) -> Vec<usize> {
        let all = self.volumes.get(&(kind, name)).map_or(&[][..], Vec::as_slice);
        self.in_namespace(all, asks)
    }

    /// The volumes per allocation: `data[0]`, `data[1]` …
    fn volumes_of_allocations(&self, kind: &'g str, name: &str, asks: usize) -> Vec<usize> {
        let start = format!("{name}[");
        let from = self.volumes.range((kind, start.as_str())..);
        let of_name = from.take_while(|((of, one), _)| *of == kind && one.starts_with(&start));
        let all: Vec<usize> = of_name.flat_map(|(_, all)| all.iter().copied()).collect();
        self.in_namespace(&all, asks)
    }

    fn in_namespace(&self, all: &[usize], asks: usize) -> Vec<usize> {
        let namespace = |one: usize| self.places.get(one).map(|(_, namespace)| namespace);
        near(all, |one| namespace(one) == namespace(asks))
    }
}

/// Those that are near; all, if there are none.
pub(super) fn near(all: &[usize], is_near: impl Fn(usize) -> bool) -> Vec<usize> {
    let near: Vec<usize> = all.iter().copied().filter(|one| is_near(*one)).collect();
    if near.is_empty() { all.to_vec() } else { near }
}

/// What the volumes that a job mounts imply, and the plugin of a volume.
pub(super) fn derived(given: &[Given<'_>], index: usize, names: &Names<'_>) -> Vec<Edge> {
    match given.get(index).map(|one| one.specification) {
        Some(Specification::Job(job)) => {
            let volumes = job.groups.iter().flat_map(|group: &Group| &group.volumes);
            volumes.flat_map(|volume| mounted(volume, index, names)).collect()
        }
        Some(Specification::Volume(volume)) => of_plugin(volume, names),
        None => Vec::new(),
    }
}

/// The volumes that a block requests. The value of an expression is known only when the job is
/// deployed.
fn mounted(volume: &Volume, index: usize, names: &Names<'_>) -> Vec<Edge> {
    let text =
        |attr: &Option<Attr<String>>| attr.as_ref().and_then(Attr::as_str).map(str::to_owned);
    let Some((source, kind)) = text(&volume.source).zip(text(&volume.type_)) else {
        return Vec::new();
    };
    let kind = match kind.as_str() {
        "csi" => "csi",
        "host" => "host",
        _ => return Vec::new(),
    };
    let mut to = names.volumes(kind, &source, index);
    if volume.per_alloc.as_ref().and_then(Attr::get) == Some(true) {
        to.extend(names.volumes_of_allocations(kind, &source, index));
    }
    let location = volume.source.as_ref().map(Attr::location).unwrap_or_default();
    let location = location.or(volume.base.location);
    to.into_iter().map(|to| Edge { to, why: Why::Mounts, location }).collect()
}

/// The jobs that run the plugin of a volume, wherever they are: plugins have no namespace. Those of
/// host volumes are part of the agents.
fn of_plugin(volume: &VolumeSpec, names: &Names<'_>) -> Vec<Edge> {
    let Some(plugin) = volume.plugin_id.as_ref().filter(|_| volume.kind() == Some("csi")) else {
        return Vec::new();
    };
    let location = plugin.location().or(volume.base.location);
    let jobs = plugin.as_str().and_then(|id| names.plugins.get(id));
    let edge = |to: &usize| Edge { to: *to, why: Why::Plugin, location };
    jobs.into_iter().flatten().map(edge).collect()
}

/// The storage plugins that a job runs.
fn plugins(job: &Job) -> impl Iterator<Item = &str> {
    let tasks = job.groups.iter().flat_map(|group| &group.tasks);
    let plugins = tasks.filter_map(|task| task.csi_plugin.as_ref());
    plugins.filter_map(|plugin| plugin.id.as_ref().and_then(Attr::as_str))
}

/// The edges that an order specifies between what is given.
pub(super) fn said(order: &Order, given: &[Given<'_>]) -> Vec<Vec<Edge>> {
    let key = |is_job: bool, id: &str, place: (&str, &str)| {
        (is_job, id.to_owned(), place.0.to_owned(), place.1.to_owned())
    };
    let mut index = BTreeMap::new();
    for (at, one) in given.iter().enumerate() {
        let place = one.place(None);
        index.entry(key(one.is_job(), one.id(), place)).or_insert(at);
        // An order omits the region if it is the site's.
        index.entry(key(one.is_job(), one.id(), ("", place.1))).or_insert(at);
    }
    let find = |step: &super::Step| index.get(&key(step.is_job(), &step.id, step.place())).copied();
    let mut edges = vec![Vec::new(); given.len()];
    for step in &order.steps {
        let Some(own) = find(step).and_then(|at| edges.get_mut(at)) else { continue };
        let first = step.after.iter().filter_map(|at| order.steps.get(*at)).filter_map(find);
        own.extend(first.map(|to| Edge { to, why: Why::Said, location: Location::default() }));
    }
    edges
}
