//! What whoever reviews a change must know at a glance.

use std::collections::BTreeSet;

use serde::Serialize;

use super::change::{Change, Class, Sign, When};
use super::group::GroupChange;
use super::mask::in_line;
use super::privilege;
use super::scheduler::Scheduler;
use crate::jobspec::{Attr, Block, FieldItem, FreeItem, Group, Job, Map, Task, Value};
use crate::secret::secret_in;

/// What is to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Risk {
    /// Nomad refuses the new version.
    Refused,
    /// Nothing runs for a while.
    Outage,
    /// What is replaced has data of its own.
    Stateful,
    /// What has ended runs once more.
    Rerun,
    /// Meta of the job or a group, which every task sees, replaces all of them.
    Meta,
    /// Nothing but the order is another one, and that replaces allocations.
    OrderOnly,
    /// A port with a number of its own is another one.
    StaticPort,
    /// A route is another one.
    Route,
    /// A task may do more than before.
    Privilege,
    /// An image is another one.
    Image,
    /// A secret is in plain sight.
    Secret,
    /// A job or group has another name: Nomad stops the one and starts the other.
    Renamed,
    /// What is gone from the files keeps running until an operator stops it.
    LeftRunning,
    /// Its file lies at another place, for another site.
    Moved,
    /// How many there are, something else decides.
    Autoscaled,
    /// Only the cluster can tell whether allocations stay.
    Nodes,
    /// It has no effect on what runs before something starts again.
    Later,
}

/// Something to know, and of which group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Flag {
    /// What it is.
    pub risk: Risk,
    /// In a sentence without a full stop.
    pub message: String,
    /// The group that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

impl Flag {
    fn new(risk: Risk, group: Option<&str>, message: impl Into<String>) -> Self {
        // A flag is shown everywhere, and what is secret in it is not needed there.
        Self { risk, message: in_line(&message.into()), group: group.map(str::to_owned) }
    }

    /// Whether it is something to be careful with, and not only good to know.
    #[must_use]
    pub fn is_risk(&self) -> bool {
        !matches!(
            self.risk,
            Risk::Image | Risk::Later | Risk::Autoscaled | Risk::Nodes | Risk::Route | Risk::Moved
        )
    }
}

/// Of a job that was not there.
pub fn of_added(job: &Job, from: Option<&Job>) -> Vec<Flag> {
    let mut flags = Vec::new();
    if let Some(from) = from {
        let message = format!(
            "Nomad treats this as another job than `{0}`, which keeps running: stop that one with \
             `nomad job stop {0}`",
            from.id
        );
        flags.push(Flag::new(Risk::Renamed, None, message));
    }
    job.groups.iter().for_each(|group| own(None, group, &mut flags));
    flags
}

/// Of a job that is gone.
pub fn of_removed(job: &Job) -> Vec<Flag> {
    let option = |name: &str, attr: &Option<Attr<String>>, usual: &str| {
        let own = attr.as_ref().and_then(Attr::as_str);
        let own = own.filter(|own| !own.is_empty() && *own != usual);
        own.map(|own| format!("-{name}={own} ")).unwrap_or_default()
    };
    let namespace = option("namespace", &job.namespace, "default");
    let region = option("region", &job.region, "global");
    let message = format!(
        "its file was removed, but the job keeps running: stop it with `nomad job stop \
         {region}{namespace}{}`",
        job.id
    );
    vec![Flag::new(Risk::LeftRunning, None, message)]
}

/// Of a job whose file lies at another place now; or lay there before.
pub fn of_moved(is_gone: bool, place: &str) -> Flag {
    let message = match is_gone {
        true => format!("its file moved to {place}: on the same cluster, the job keeps running"),
        false => format!(
            "its file moved here from {place}: on the same cluster, the job already runs, and \
             `plan` shows what changes"
        ),
    };
    Flag::new(Risk::Moved, None, message)
}

/// Of a job in two versions.
pub fn of_changed(
    old: &Job,
    new: &Job,
    groups: &[GroupChange],
    changes: &[Change],
    scheduler: Scheduler,
) -> Vec<Flag> {
    let mut flags = Vec::new();
    let refused = changes.iter().filter(|change| change.class == Class::Refused);
    for change in refused {
        let message = format!(
            "Nomad refuses to change `{}` of an existing job: stop and purge the job first, or use \
             another ID",
            change.path
        );
        flags.push(Flag::new(Risk::Refused, None, message));
    }
    let is_destructive = |group: &GroupChange| group.class == Class::Destructive;
    for change in groups {
        let name = Some(change.name.as_str());
        let (before, after) = (named(old, &change.name), named(new, &change.name));
        let Some(after) = after else {
            before.into_iter().for_each(|before| left(before, &mut flags));
            continue;
        };
        if change.before.is_some_and(|before| before > 0) && change.after == Some(0) {
            let message = "an outage: its `count` becomes 0, so nothing of it runs";
            flags.push(Flag::new(Risk::Outage, name, message));
        }
        if let Some(from) = change.renamed_from.as_ref().filter(|_| change.whole.stop > 0) {
            let message = format!(
                "group `{from}` is renamed to `{}`, which Nomad treats as another group: the old \
                 allocations are stopped while new ones are started",
                change.name
            );
            flags.push(Flag::new(Risk::Renamed, name, message));
        }
        if is_destructive(change) {
            destructive(change, after, scheduler, &mut flags);
            let meta = |one: &Change| one.meta.as_ref().is_some_and(|meta| !meta.of_task);
            let own: Vec<&Change> = changes.iter().filter(|one| of(one, &change.name)).collect();
            let by_others = own.iter().any(|one| one.class == Class::Destructive && !meta(one));
            if !by_others && own.iter().any(|one| meta(one)) {
                let message = "only `meta` changed, but all allocations are replaced, because \
                    their tasks can read it";
                flags.push(Flag::new(Risk::Meta, name, message));
            }
            let only_order = own
                .iter()
                .filter(|one| one.class == Class::Destructive)
                .all(|one| one.sign == Sign::Moved);
            if only_order && by_others {
                let message = "only an order changed, but all allocations are replaced; none is \
                    with the old order";
                flags.push(Flag::new(Risk::OrderOnly, name, message));
            }
        }
        if scheduler == Scheduler::Batch
            && matches!(
                change.class,
                Class::InPlace | Class::Create | Class::Destructive | Class::Stop
            )
            && change.after != Some(0)
            || scheduler == Scheduler::Sysbatch && is_destructive(change)
        {
            let message = "finished allocations run again";
            flags.push(Flag::new(Risk::Rerun, name, message));
        }
        if after.scaling.is_some() {
            let message = "the group has `scaling`: the cluster may run another count than the \
                file sets, which is unknown here";
            flags.push(Flag::new(Risk::Autoscaled, name, message));
        }
        // What a renamed group had is no news.
        let before = before.or_else(|| named(old, change.renamed_from.as_deref()?));
        own(before, after, &mut flags);
    }
    if groups.iter().any(|group| group.whole.in_place > 0)
        && changes.iter().any(|change| change.uncertain && change.class == Class::InPlace)
    {
        let message = "allocations on nodes that no longer match are replaced: only the cluster \
            knows which (`nomad job plan`)";
        flags.push(Flag::new(Risk::Nodes, None, message));
    }
    let waits = |when: When| {
        let of_this =
            changes.iter().filter(|change| change.when == when && change.class == Class::InPlace);
        // What is replaced starts anew with it.
        let stays = |change: &&Change| {
            groups.iter().any(|group| of(change, &group.name) && !is_destructive(group))
        };
        let names: Vec<String> = of_this
            .filter(stays)
            .map(|change| format!("`{}`", change.path.rsplit(" > ").next().unwrap_or_default()))
            .collect();
        let names: BTreeSet<String> = names.into_iter().collect();
        names.into_iter().collect::<Vec<_>>().join(", ")
    };
    let is_refused = changes.iter().any(|change| change.class == Class::Refused);
    if !is_refused {
        for (when, words) in [
            (When::NextStart, "when a task starts next"),
            (When::NextAllocation, "for allocations that are placed from then on"),
        ] {
            let names = waits(when);
            if !names.is_empty() {
                flags.push(Flag::new(
                    Risk::Later,
                    None,
                    format!("takes effect only {words}: {names}"),
                ));
            }
        }
    }
    flags.sort_by_key(|flag| flag.risk);
    flags.dedup();
    flags
}

fn named<'j>(job: &'j Job, name: &str) -> Option<&'j Group> {
    job.groups.iter().find(|group| group.name == name)
}

/// What a group asks for that it did not before, or that was not there at all.
fn own(old: Option<&Group>, new: &Group, flags: &mut Vec<Flag>) {
    let nothing = Group::blank();
    let old = old.unwrap_or(&nothing);
    ports(old, new, flags);
    routes(old, new, flags);
    flags.extend(secrets(&texts(old), new));
    for task in &new.tasks {
        let before = old.tasks.iter().find(|other| other.name == task.name);
        images(before, task, Some(&new.name), flags);
        flags.extend(privilege::gained(before, task).into_iter().map(|what| {
            Flag::new(Risk::Privilege, Some(&new.name), format!("task `{}` {what}", task.name))
        }));
    }
}

/// What a group leaves behind that is gone.
fn left(group: &Group, flags: &mut Vec<Flag>) {
    let volumes: Vec<String> =
        group.volumes.iter().map(|volume| format!("`{}`", volume.name)).collect();
    if !volumes.is_empty() {
        let message = format!(
            "the group is removed, but its data on volumes remains: {}",
            volumes.join(", ")
        );
        flags.push(Flag::new(Risk::Stateful, Some(&group.name), message));
    }
}

fn of(change: &Change, group: &str) -> bool {
    change.group.as_deref().is_none_or(|own| own == group)
}

fn destructive(change: &GroupChange, group: &Group, scheduler: Scheduler, flags: &mut Vec<Flag>) {
    let name = Some(change.name.as_str());
    // What is started first runs while the others are replaced.
    let all_at_once = change.first.destructive == change.whole.destructive;
    // How many there are is unknown where an expression sets it.
    let is_known = change.before.is_some() && change.after.is_some();
    if scheduler == Scheduler::Service && all_at_once && is_known && change.whole.destructive > 0 {
        let message = match change.whole.destructive {
            1 => "an outage: the only allocation is stopped before the new one runs".to_owned(),
            all => format!("an outage: all {all} allocations are replaced at the same time"),
        };
        flags.push(Flag::new(Risk::Outage, name, message));
    }
    let volumes: Vec<String> =
        group.volumes.iter().map(|volume| format!("`{}`", volume.name)).collect();
    let disk = group.ephemeral_disk.as_ref();
    let is = |attr: Option<&Attr<bool>>| attr.and_then(Attr::get) == Some(true);
    if !volumes.is_empty() {
        let message =
            format!("the replaced allocations have data on volumes: {}", volumes.join(", "));
        flags.push(Flag::new(Risk::Stateful, name, message));
    } else if is(disk.and_then(|disk| disk.sticky.as_ref()))
        || is(disk.and_then(|disk| disk.migrate.as_ref()))
    {
        let message = "the replaced allocations have data on their `ephemeral_disk`, which Nomad \
            migrates only on a best-effort basis";
        flags.push(Flag::new(Risk::Stateful, name, message));
    }
}

/// Ports with numbers of their own.
fn ports(old: &Group, new: &Group, flags: &mut Vec<Flag>) {
    let fixed = |group: &Group| -> BTreeSet<i64> {
        let ports = group
            .networks
            .iter()
            .flat_map(|network| network.ports.iter().chain(&network.reserved_ports));
        ports.filter_map(|port| port.static_.as_ref().and_then(Attr::get)).collect()
    };
    let (before, after) = (fixed(old), fixed(new));
    for number in after.difference(&before) {
        let message = format!(
            "port {number} of the node is now required: the job runs only on nodes where that port \
             is free"
        );
        flags.push(Flag::new(Risk::StaticPort, Some(&new.name), message));
    }
    for number in before.difference(&after) {
        let message = format!("port {number} of the node is released: clients of that port fail");
        flags.push(Flag::new(Risk::StaticPort, Some(&new.name), message));
    }
}

/// What tags say to Traefik, fabio or Caddy.
fn routes(old: &Group, new: &Group, flags: &mut Vec<Flag>) {
    let routes = |group: &Group| -> BTreeSet<String> {
        let services =
            group.services.iter().chain(group.tasks.iter().flat_map(|task| &task.services));
        let tags =
            services.filter_map(|service| service.tags.as_ref().and_then(Attr::get)).flatten();
        let is_route = |tag: &String| {
            tag.contains(".rule=")
                || tag.contains(".rule =")
                || tag.starts_with("urlprefix-")
                || tag.starts_with("caddy")
        };
        tags.filter(is_route).collect()
    };
    let (before, after) = (routes(old), routes(new));
    for (words, all) in
        [("is new", after.difference(&before)), ("is removed", before.difference(&after))]
    {
        for route in all {
            let route = route.split_once(".rule=").map_or(route.as_str(), |(_, rule)| rule);
            flags.push(Flag::new(
                Risk::Route,
                Some(&new.name),
                format!("the route `{route}` {words}"),
            ));
        }
    }
}

fn images(old: Option<&Task>, new: &Task, group: Option<&str>, flags: &mut Vec<Flag>) {
    let image =
        |task: &Task| config(task, "image").and_then(|value| value.as_str().map(str::to_owned));
    let (Some(before), after) = (old.and_then(image), image(new)) else { return };
    if let Some(after) = after.filter(|after| *after != before) {
        let message = format!("new image of task `{}`: `{before}` → `{after}`", new.name);
        flags.push(Flag::new(Risk::Image, group, message));
    }
}

/// An attribute in the configuration of a task's driver.
fn config(task: &Task, name: &str) -> Option<Value> {
    let mut found = None;
    task.visit(&mut |_, item| match item {
        FieldItem::Block(block) if block.schema().config => block.visit(&mut |index, item| {
            if let FieldItem::Attr(value) = item
                && block.schema().fields[index].name == name
            {
                found = Some(value.clone());
            }
        }),
        FieldItem::Free(free) => {
            for item in free.iter() {
                if let FreeItem::Attr(own, value) = item
                    && own == name
                {
                    found = Some(value.clone());
                }
            }
        }
        _ => {}
    });
    found
}

/// The names of variables whose values are secrets written in the job.
fn secrets(known: &BTreeSet<String>, group: &Group) -> Vec<Flag> {
    let mut flags = Vec::new();
    for task in &group.tasks {
        for (name, value) in task.env.iter().flat_map(Map::iter) {
            let Some(text) = value.as_str() else { continue };
            if secret_in(name, text).is_some() && !known.contains(text) {
                let message =
                    format!("the variable `{name}` of task `{}` seems to hold a secret", task.name);
                flags.push(Flag::new(Risk::Secret, Some(&group.name), message));
            }
        }
    }
    flags
}

/// The values of all variables.
fn texts(group: &Group) -> BTreeSet<String> {
    let env = group.tasks.iter().filter_map(|task| task.env.as_ref());
    let values = env.flat_map(Map::iter);
    values.filter_map(|(_, value)| value.as_str().map(str::to_owned)).collect()
}
