//! Puts jobs and volumes in the order of deployment; the work grows with their number and that of
//! the reasons between them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::edges::{self, Edge, Names, Why};
use super::fault::{Fault, Leg};
use super::given::{Given, Specification};
use super::step::{Action, Kind, Order, Step};
use crate::circles::{circles, way_round};
use crate::house::Site;

/// An order, and the mistakes in what was requested: the order ignores those.
#[derive(Clone, Debug, Default)]
pub struct Sorted {
    /// The order.
    pub order: Order,
    /// The mistakes.
    pub faults: Vec<Fault>,
}

/// The order of a registry's jobs and volumes: of those that are deployed.
#[must_use]
pub fn of(site: &Site, given: &[Given<'_>]) -> Sorted {
    let places = site.order.iter().enumerate().rev();
    let places: BTreeMap<&str, usize> = places.map(|(at, name)| (name.as_str(), at)).collect();
    let category = |one: &Given<'_>| match places.get(one.category.as_str()) {
        Some(rank) => (*rank, Some(one.category.clone())),
        None => (site.order.len(), None),
    };
    Sorter::of(given, given.iter().map(category).collect(), Some(site)).sorted(&mut Vec::new())
}

/// The order of plain files: as their jobs and volumes imply it, and as the order beside them
/// specifies. What that does not contain comes last, unless something waits for it.
#[must_use]
pub fn of_files(given: &[Given<'_>], said: Option<&Order>) -> Sorted {
    let mut ranks: BTreeMap<&str, (usize, Option<String>)> = BTreeMap::new();
    let mut last = 0;
    for step in said.iter().flat_map(|order| &order.steps) {
        let Kind::Job { category, rank } = &step.kind else { continue };
        // Those without a category, if there are any, come after all that have one.
        last = last.max(if category.is_some() { rank + 1 } else { *rank });
        ranks.entry(&step.id).or_insert((*rank, category.clone()));
    }
    let category = |one: &Given<'_>| match ranks.get(one.id()) {
        Some(said) if one.is_job() => said.clone(),
        _ => (last, None),
    };
    let mut said = said.map(|order| edges::said(order, given)).unwrap_or_default();
    Sorter::of(given, given.iter().map(category).collect(), None).sorted(&mut said)
}

struct Sorter<'s, 'g> {
    given: &'s [Given<'g>],
    /// The rank of each, and its category, if it has one.
    ranks: Vec<(usize, Option<String>)>,
    site: Option<&'s Site>,
    names: Names<'g>,
    edges: Vec<Vec<Edge>>,
    faults: Vec<Fault>,
}

impl<'s, 'g> Sorter<'s, 'g> {
    fn of(
        given: &'s [Given<'g>],
        ranks: Vec<(usize, Option<String>)>,
        site: Option<&'s Site>,
    ) -> Self {
        let (names, edges) = (Names::of(given, site), vec![Vec::new(); given.len()]);
        Self { given, ranks, site, names, edges, faults: Vec::new() }
    }

    /// Sorts them; `said` holds the edges that are specified elsewhere, by index.
    fn sorted(mut self, said: &mut [Vec<Edge>]) -> Sorted {
        for index in 0..self.given.len() {
            let mut all = self.declared(index);
            all.extend(said.get_mut(index).map(std::mem::take).unwrap_or_default());
            all.extend(edges::derived(self.given, index, &self.names));
            let mut seen = BTreeSet::new();
            all.retain(|edge| seen.insert(edge.to));
            self.edges[index] = all;
        }
        self.drop_those_against_categories();
        self.drop_circles();
        let order = self.walk();
        Sorted { order: self.order(&order), faults: self.faults }
    }

    /// The edges that a definition specifies itself.
    fn declared(&mut self, index: usize) -> Vec<Edge> {
        let Some(Specification::Job(job)) = self.given.get(index).map(|one| one.specification)
        else {
            return Vec::new();
        };
        let mut all = Vec::new();
        for first in job.after.iter() {
            let location = first.location;
            let to = self.names.jobs(&first.job, index);
            // The files may be only some of those that exist.
            if to.is_empty() && self.site.is_some() {
                let id = first.job.clone();
                self.faults.push(Fault::Unknown { from: index, id, location });
            }
            all.extend(to.into_iter().map(|to| Edge { to, why: Why::Said, location }));
        }
        all
    }

    fn rank(&self, index: usize) -> Option<usize> {
        let is_job = self.given.get(index).is_some_and(Given::is_job);
        self.ranks.get(index).filter(|_| is_job).map(|(rank, _)| *rank)
    }

    /// No job waits for one of a later category, neither by itself nor by a volume.
    fn drop_those_against_categories(&mut self) {
        for index in 0..self.given.len() {
            let Some(own) = self.rank(index) else { continue };
            let later = |to: usize| self.rank(to).is_some_and(|rank| rank > own);
            let mut faults = Vec::new();
            let mut kept = Vec::new();
            for edge in &self.edges[index] {
                let leg = edge.from(index);
                let over = self.edges[edge.to].iter().find(|next| later(next.to));
                let over = over.filter(|_| self.rank(edge.to).is_none());
                let way = match over {
                    Some(next) => vec![leg, next.from(edge.to)],
                    None if later(edge.to) => vec![leg],
                    None => {
                        kept.push(*edge);
                        continue;
                    }
                };
                faults.push(Fault::Against { from: index, way });
            }
            self.edges[index] = kept;
            self.faults.extend(faults);
        }
    }

    /// Nothing waits for itself: within a cycle, only the edges in the order of the files are kept.
    fn drop_circles(&mut self) {
        for index in 0..self.given.len() {
            let itself = self.edges[index].iter().find(|edge| edge.to == index);
            if let Some(edge) = itself {
                self.faults.push(Fault::Circle { way: vec![edge.from(index)] });
                self.edges[index].retain(|edge| edge.to != index);
            }
        }
        let to = |all: &Vec<Edge>| all.iter().map(|edge| edge.to).collect();
        let graph: Vec<Vec<usize>> = self.edges.iter().map(to).collect();
        for circle in circles(&graph) {
            let way = way_round(&graph, &circle);
            let next = way.iter().cycle().skip(1);
            let leg = |(from, to): (&usize, &usize)| {
                self.edges[*from].iter().find(|edge| edge.to == *to).map(|edge| edge.from(*from))
            };
            let mut way: Vec<Leg> = way.iter().zip(next).filter_map(leg).collect();
            // The cycle is shown from an edge that a definition specifies, since that can be changed.
            let said = way.iter().position(|leg| leg.why == Why::Said).unwrap_or(0);
            way.rotate_left(said);
            self.faults.push(Fault::Circle { way });
            for index in &circle {
                let own = self.key(*index);
                let mut edges = std::mem::take(&mut self.edges[*index]);
                edges.retain(|edge| {
                    circle.binary_search(&edge.to).is_err() || self.key(edge.to) < own
                });
                self.edges[*index] = edges;
            }
        }
    }

    /// The sort key of two that do not wait for each other: volumes first, then the earlier
    /// category, then the earlier file.
    fn key(&self, index: usize) -> (Option<usize>, usize) {
        (self.rank(index), index)
    }

    /// The indices in the order of deployment: repeatedly, the first of those that wait for nothing
    /// any more. One of the earliest category that is not done is always among them: it waits for
    /// none of a later one.
    fn walk(&self) -> Vec<usize> {
        let mut waits: Vec<usize> = self.edges.iter().map(Vec::len).collect();
        let mut then = vec![Vec::new(); self.edges.len()];
        for (index, edges) in self.edges.iter().enumerate() {
            edges.iter().for_each(|edge| then[edge.to].push(index));
        }
        let ready = (0..waits.len()).filter(|index| waits[*index] == 0);
        let mut ready: BinaryHeap<_> = ready.map(|index| Reverse(self.key(index))).collect();
        let mut order = Vec::new();
        while let Some(Reverse((_, index))) = ready.pop() {
            order.push(index);
            for next in &then[index] {
                waits[*next] -= 1;
                if waits[*next] == 0 {
                    ready.push(Reverse(self.key(*next)));
                }
            }
        }
        order
    }

    fn order(&self, order: &[usize]) -> Order {
        // Categories without jobs are ignored.
        let ranks: BTreeSet<usize> = order.iter().filter_map(|index| self.rank(*index)).collect();
        let ranks: BTreeMap<usize, usize> =
            ranks.into_iter().enumerate().map(|(dense, rank)| (rank, dense)).collect();
        let mut at = vec![0; self.given.len()];
        order.iter().enumerate().for_each(|(step, index)| at[*index] = step);
        let step = |index: &usize| {
            let one = &self.given[*index];
            let kind = match one.specification {
                Specification::Job(_) => {
                    let (rank, category) = self.ranks[*index].clone();
                    Kind::Job { category, rank: ranks.get(&rank).copied().unwrap_or_default() }
                }
                Specification::Volume(volume) => Kind::Volume {
                    type_: volume.kind().unwrap_or_default().to_owned(),
                    plugin: volume.plugin_id.as_ref().and_then(|id| id.as_str()).map(str::to_owned),
                    action: Action::of(volume),
                },
            };
            let mut after: Vec<usize> = self.edges[*index].iter().map(|edge| at[edge.to]).collect();
            after.sort_unstable();
            Step {
                kind,
                file: one.file.clone(),
                id: one.id().to_owned(),
                namespace: one.namespace().map(str::to_owned),
                region: one.region(self.site).map(str::to_owned),
                after,
            }
        };
        Order { steps: order.iter().map(step).collect() }
    }
}

impl Edge {
    fn from(&self, from: usize) -> Leg {
        let Self { to, why, location } = *self;
        Leg { from, to, why, location }
    }
}
