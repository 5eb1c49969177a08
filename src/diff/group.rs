//! What a change does to the allocations of one group.

use serde::{Deserialize, Serialize};

use super::change::{Change, Class};
use super::rollout::{self, Rollout};
use super::scheduler::Scheduler;
use crate::jobspec::{Attr, Group, Update};

/// How many allocations: of a system job, on each node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// They stay as they are.
    pub ignore: u64,
    /// They stay, and become those of the new version.
    pub in_place: u64,
    /// They are replaced.
    pub destructive: u64,
    /// They are started.
    pub create: u64,
    /// They are stopped.
    pub stop: u64,
    /// They are started beside those that they may replace later.
    pub canary: u64,
}

/// What happens to the allocations of a group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupChange {
    /// The group's name.
    pub name: String,
    /// The name that it had, where it has another one now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renamed_from: Option<String>,
    /// What happens.
    pub class: Class,
    /// How many allocations there are to be; nothing where an expression says it, or the number of nodes does.
    pub before: Option<u64>,
    /// The same afterwards.
    pub after: Option<u64>,
    /// What the first evaluation does, as `nomad job plan` says it.
    pub first: Counts,
    /// What has been done when all is done.
    pub whole: Counts,
    /// In which steps allocations are replaced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rollout: Option<Rollout>,
}

/// How many allocations a group asks for: of a system job, on each node. Nothing, if the count is
/// not known; a negative one is refused, and counts as zero.
pub fn count(group: &Group) -> Option<u64> {
    let Some(count) = &group.count else { return Some(1) };
    count.get().map(|count| u64::try_from(count).unwrap_or(0))
}

impl GroupChange {
    /// Nothing happens, as Nomad refuses the job.
    pub(super) fn refuse(&mut self) {
        (self.class, self.rollout) = (Class::Refused, None);
        (self.first, self.whole) = Default::default();
    }
}

/// A group that both versions have.
pub fn both(old: &Group, new: &Group, scheduler: Scheduler, class: Class) -> GroupChange {
    let is_system = matches!(scheduler, Scheduler::System | Scheduler::Sysbatch);
    let (before, after) = (count(old), count(new));
    // One that is not known is taken for the other.
    let had = before.or(after).unwrap_or(1);
    let has = after.or(before).unwrap_or(1);
    let kept = had.min(has);
    let mut whole = match class {
        Class::Version | Class::Refused => Counts::default(),
        _ => Counts { create: has - kept, stop: had - kept, ..Counts::default() },
    };
    let mut rollout = None;
    match class {
        Class::Destructive => {
            whole.destructive = kept;
            rollout = (kept > 0).then(|| rollout::of(new, kept, whole.create, scheduler));
        }
        Class::InPlace => whole.in_place = kept,
        Class::Version | Class::Refused => {}
        _ => whole.ignore = kept,
    }
    let first =
        first(whole, new.update.as_deref().filter(|_| scheduler == Scheduler::Service), has);
    let class = match class {
        // Of a group without allocations there is nothing but the new version.
        Class::Destructive | Class::InPlace if had == 0 && has == 0 => Class::Version,
        Class::Destructive if kept == 0 && has > 0 => Class::Create,
        Class::Destructive if kept == 0 => Class::Stop,
        Class::InPlace if whole.create > 0 => Class::Create,
        Class::InPlace if whole.stop > 0 => Class::Stop,
        class => class,
    };
    let shown = |count: Option<u64>| count.filter(|_| !is_system);
    GroupChange {
        name: new.name.clone(),
        renamed_from: None,
        class,
        before: shown(before),
        after: shown(after),
        first,
        whole,
        rollout,
    }
}

/// What the first evaluation does of all that is to be done.
fn first(whole: Counts, update: Option<&Update>, count: u64) -> Counts {
    let Some(update) = update else { return whole };
    if whole.destructive == 0 {
        return whole;
    }
    let number = |attr: &Option<Attr<i64>>| {
        attr.as_ref().and_then(Attr::get).and_then(|number| u64::try_from(number).ok()).unwrap_or(0)
    };
    let (most, canary) = (number(&update.max_parallel), number(&update.canary));
    if canary > 0 {
        let ignore = whole.ignore + whole.destructive;
        return Counts { canary, ignore, destructive: 0, create: 0, ..whole };
    }
    // Without deployments, all are replaced at once.
    let most = if most == 0 { count } else { most };
    let destructive = whole.destructive.min(most.saturating_sub(whole.create.min(most)));
    let ignore = whole.ignore + whole.destructive - destructive;
    Counts { destructive, ignore, ..whole }
}

/// A group that only one version has.
pub fn alone(group: &Group, scheduler: Scheduler, class: Class) -> GroupChange {
    let is_system = matches!(scheduler, Scheduler::System | Scheduler::Sysbatch);
    let count = count(group);
    let number = count.unwrap_or(1);
    let whole = match class {
        Class::Create => Counts { create: number, ..Counts::default() },
        Class::Stop => Counts { stop: number, ..Counts::default() },
        _ => Counts::default(),
    };
    let shown = count.filter(|_| !is_system);
    let (before, after) = if class == Class::Stop { (shown, None) } else { (None, shown) };
    GroupChange {
        name: group.name.clone(),
        renamed_from: None,
        class,
        before,
        after,
        first: whole,
        whole,
        rollout: None,
    }
}

/// The highest class of the changes that are about a group, or about the whole job.
pub fn class(changes: &[Change], group: &str) -> Class {
    let of = |change: &&Change| change.group.as_deref().is_none_or(|own| own == group);
    changes.iter().filter(of).map(|change| change.class).max().unwrap_or(Class::Nothing)
}
