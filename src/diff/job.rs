//! One job in two versions.

use std::collections::BTreeSet;

use serde::Serialize;

use super::change::{Change, Class, MetaKey};
use super::flag::{self, Flag, Risk};
use super::group::{self, GroupChange};
use super::scheduler::Scheduler;
use super::{changes, meta};
use crate::jobspec::{Attr, Group, Job, canonical};

/// What becomes of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// It is new.
    Added,
    /// It is gone from the files; it keeps running until an operator stops it.
    Removed,
    /// It is another version.
    Changed,
}

/// A job that is not the same.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct JobChange {
    /// Its ID.
    pub id: String,
    /// Its namespace, where it is another one than `default`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Its region, where it is another one than `global`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The ID that it had.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renamed_from: Option<String>,
    /// Its type: `service`, `batch`, `system` or `sysbatch`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What becomes of it.
    pub operation: Operation,
    /// The highest of what happens to its groups.
    pub class: Class,
    /// What happens to each group.
    pub groups: Vec<GroupChange>,
    /// What is different.
    pub changes: Vec<Change>,
    /// How many places are spelled differently and mean the same.
    pub spelling: usize,
    /// What whoever reviews it must know.
    pub flags: Vec<Flag>,
}

impl JobChange {
    /// Where it is, besides its ID: `namespace web, region eu`; nothing, where that is as usual.
    #[must_use]
    pub fn at(&self) -> String {
        place(self.namespace.as_deref(), self.region.as_deref())
    }

    /// The higher, the earlier it is shown.
    pub(super) fn rank(&self) -> (Class, usize) {
        (self.class, self.flags.iter().filter(|flag| flag.is_risk()).count())
    }
}

/// A namespace and a region in words: `namespace web, region eu`.
pub fn place(namespace: Option<&str>, region: Option<&str>) -> String {
    let words = [("namespace", namespace), ("region", region)];
    let words = words.into_iter().filter_map(|(word, own)| Some(format!("{word} {}", own?)));
    words.collect::<Vec<_>>().join(", ")
}

/// Whether two jobs are the same under another ID.
pub fn is_renamed(old: &Job, new: &Job) -> bool {
    let whole = |job: &Job| {
        let mut job = canonical(job);
        job.id = String::new();
        job.name = None;
        job
    };
    whole(old) == whole(new)
}

/// A job that was not there.
pub fn added(new: &Job, from: Option<&Job>) -> JobChange {
    let whole = canonical(new);
    let class = if waits(&whole) { Class::Version } else { Class::Create };
    let mut change = alone(&whole, Operation::Added, class);
    change.renamed_from = from.map(|old| old.id.clone());
    change.flags = flag::of_added(&whole, from);
    change
}

/// A job that is gone.
pub fn removed(old: &Job) -> JobChange {
    let whole = canonical(old);
    let mut change = alone(&whole, Operation::Removed, Class::Stop);
    change.flags = flag::of_removed(&whole);
    change
}

fn alone(job: &Job, operation: Operation, class: Class) -> JobChange {
    let scheduler = Scheduler::of(job);
    let groups = job.groups.iter().map(|each| group::alone(each, scheduler, class)).collect();
    JobChange { operation, class, groups, ..unchanged(job) }
}

fn unchanged(job: &Job) -> JobChange {
    let text =
        |attr: &Option<Attr<String>>| attr.as_ref().and_then(Attr::as_str).map(str::to_owned);
    JobChange {
        id: job.id.clone(),
        namespace: text(&job.namespace).filter(|own| own != "default" && !own.is_empty()),
        region: text(&job.region).filter(|own| own != "global" && !own.is_empty()),
        renamed_from: None,
        kind: text(&job.type_).unwrap_or_else(|| "service".to_owned()),
        operation: Operation::Changed,
        class: Class::Nothing,
        groups: Vec::new(),
        changes: Vec::new(),
        spelling: 0,
        flags: Vec::new(),
    }
}

/// Whether a job waits to be started by its schedule or to be dispatched.
fn waits(job: &Job) -> bool {
    job.periodic.is_some() || job.parameterized.is_some()
}

/// Two versions of a job; nothing, where they are the same, letter by letter in what they say.
pub fn changed(old: &Job, new: &Job) -> Option<JobChange> {
    if old == new {
        return None;
    }
    let (before, after) = (canonical(old), canonical(new));
    let mut changes = changes::of(&before, &after);
    let mut change = unchanged(&after);
    if changes.is_empty() {
        change.spelling = changes::of(old, new).len();
        return (change.spelling > 0).then_some(change);
    }
    let scheduler = Scheduler::of(&after);
    let is_refused = changes.iter().any(|one| one.class == Class::Refused);
    let only_version = waits(&before) && waits(&after);
    let mut gone: Vec<&Group> =
        before.groups.iter().filter(|own| named(&after, &own.name).is_none()).collect();
    // The keys of meta that tasks see changed, by group.
    let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
    for new in &after.groups {
        let Some(old) = named(&before, &new.name) else {
            let class = if only_version { Class::Version } else { Class::Create };
            let renamed = gone.iter().position(|old| is_same_group(old, new));
            let from = renamed.map(|at| gone.remove(at));
            let mut own = group::alone(new, scheduler, class);
            if let Some(old) = from {
                own.renamed_from = Some(old.name.clone());
                own.class = if only_version { class } else { Class::Destructive };
                let stop = if only_version { 0 } else { group::count(old).unwrap_or(1) };
                (own.first.stop, own.whole.stop) = (stop, stop);
                own.before = group::count(old);
            }
            change.groups.push(own);
            continue;
        };
        let of = group::class(&changes, &new.name);
        let keys = meta::changed((&before, old), (&after, new));
        let of = if keys.is_empty() { of } else { of.max(Class::Destructive) };
        seen.extend(keys.into_iter().map(|key| (new.name.as_str(), key)));
        let of = match of {
            _ if is_refused => Class::Refused,
            _ if only_version => Class::Version,
            // Whatever changes in a job, all its allocations become those of the new version.
            Class::Nothing | Class::Version | Class::Create | Class::Stop => Class::InPlace,
            of => of,
        };
        change.groups.push(group::both(old, new, scheduler, of));
    }
    let class = if only_version { Class::Version } else { Class::Stop };
    change.groups.extend(gone.into_iter().map(|old| group::alone(old, scheduler, class)));
    if is_refused {
        change.groups.iter_mut().for_each(GroupChange::refuse);
    }
    for one in &mut changes {
        let is_seen = |key: &MetaKey| {
            seen.iter().any(|(group, own)| {
                *own == key.key && one.group.as_ref().is_none_or(|of| of == group)
            })
        };
        match one.class {
            Class::Refused => {}
            _ if only_version => one.class = Class::Version,
            _ if one.meta.as_ref().is_some_and(is_seen) => one.class = Class::Destructive,
            _ => {}
        }
    }
    change.class = change.groups.iter().map(|own| own.class).max().unwrap_or(Class::Version);
    change.flags = flag::of_changed(&before, &after, &change.groups, &changes, scheduler);
    // A job that Nomad refuses has no other effect.
    change.flags.retain(|flag| !is_refused || flag.risk == Risk::Refused);
    change.changes = changes;
    Some(change)
}

fn named<'j>(job: &'j Job, name: &str) -> Option<&'j Group> {
    job.groups.iter().find(|group| group.name == name)
}

/// Whether two groups are the same under another name.
fn is_same_group(old: &Group, new: &Group) -> bool {
    let mut old = old.clone();
    old.name.clone_from(&new.name);
    old == *new || {
        // The names of services may follow that of the group.
        let strip = |group: &Group| {
            let mut group = group.clone();
            group.services.iter_mut().for_each(|service| service.name = None);
            group
        };
        strip(&old) == strip(new)
    }
}
