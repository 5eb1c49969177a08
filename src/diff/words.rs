//! What happens to jobs, in words.

use std::collections::BTreeMap;

use serde::Serialize;

use super::change::{Change, Class};
use super::comparison::Comparison;
use super::flag::Risk;
use super::group::Counts;
use super::job::{JobChange, Operation};

/// What happens to a job, on a line.
pub fn job_line(job: &JobChange) -> String {
    let what = match (job.operation, job.class) {
        (Operation::Removed, _) => "removed: keeps running until it is stopped".to_owned(),
        (Operation::Added, Class::Version) => "new: runs on schedule or on dispatch".to_owned(),
        (Operation::Added, _) if on_nodes(job) => "new: 1 started on each node".to_owned(),
        (Operation::Added, _) => format!("new: {} started", total(job).create),
        (_, Class::Nothing) => "formatted differently, and the same to Nomad".to_owned(),
        (_, Class::Refused) => "refused by Nomad: nothing happens".to_owned(),
        (_, Class::Version) => "new version: running allocations are not affected".to_owned(),
        _ => counts_in_words(&total(job), &job.kind),
    };
    match &job.renamed_from {
        Some(from) => format!("{what}, was `{from}`"),
        None => what,
    }
}

/// What the jobs are called: by their IDs, and where they are, where two have the same one.
pub fn names(comparison: &Comparison) -> Vec<String> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for job in &comparison.jobs {
        *counts.entry(&job.id).or_default() += 1;
    }
    let name = |job: &JobChange| match job.at() {
        at if counts.get(job.id.as_str()) == Some(&1) || at.is_empty() => job.id.clone(),
        at => format!("{} ({at})", job.id),
    };
    comparison.jobs.iter().map(name).collect()
}

/// What whoever reviews a job must look at, in few words.
pub fn risks(job: &JobChange) -> String {
    let mut words: Vec<&str> = Vec::new();
    for flag in job.flags.iter().filter(|flag| flag.is_risk()) {
        let word = match flag.risk {
            Risk::Outage => "outage",
            Risk::Stateful => "has data",
            Risk::Rerun => "runs again",
            Risk::Meta => "only meta",
            Risk::OrderOnly => "only the order",
            Risk::StaticPort => "static port",
            Risk::Privilege => "privileges",
            Risk::Secret => "secret",
            Risk::Renamed => "renamed",
            // The line says these already, or they are no risks.
            Risk::Refused
            | Risk::LeftRunning
            | Risk::Image
            | Risk::Route
            | Risk::Autoscaled
            | Risk::Nodes
            | Risk::Moved
            | Risk::Later => continue,
        };
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.join(", ")
}

/// Whether a job has an allocation on each node, and no count.
pub fn on_nodes(job: &JobChange) -> bool {
    matches!(job.kind.as_str(), "system" | "sysbatch")
}

/// All that happens to the allocations of a job.
pub fn total(job: &JobChange) -> Counts {
    job.groups.iter().fold(Counts::default(), |sum, group| sum.plus(&group.whole))
}

impl Counts {
    /// Both together.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        Self {
            ignore: self.ignore.saturating_add(other.ignore),
            in_place: self.in_place.saturating_add(other.in_place),
            destructive: self.destructive.saturating_add(other.destructive),
            create: self.create.saturating_add(other.create),
            stop: self.stop.saturating_add(other.stop),
            canary: self.canary.saturating_add(other.canary),
        }
    }
}

/// A number of things, by the word for one of them and for several.
pub fn counted(count: impl TryInto<u64>, one: &str, many: &str) -> String {
    let count = count.try_into().unwrap_or(u64::MAX);
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Counts of a job of a type: `1 replaced, 2 started`.
pub fn counts_in_words(counts: &Counts, kind: &str) -> String {
    let kept = if kind == "batch" { "kept, or run again if finished" } else { "kept" };
    let parts = [
        (counts.destructive, "replaced"),
        (counts.create, "started"),
        (counts.stop, "stopped"),
        (counts.in_place, kept),
        (counts.ignore, "untouched"),
    ];
    let is_system = matches!(kind, "system" | "sysbatch");
    let word = |(count, word): &(u64, &str)| match is_system {
        true => format!("{word} on each node"),
        false => format!("{count} {word}"),
    };
    let parts: Vec<String> = parts.iter().filter(|(count, _)| *count > 0).map(word).collect();
    match parts.is_empty() {
        true => "no allocation is affected".to_owned(),
        false => parts.join(", "),
    }
}

/// The effect of a change, shown after it.
pub const fn effect(change: &Change) -> &'static str {
    match change.class {
        Class::Destructive => "  (replaces)",
        Class::Refused => "  (refused)",
        _ => "",
    }
}

/// Explains the words that a comparison uses, for readers who have not met them: a sentence each.
pub fn legend(comparison: &Comparison) -> Vec<&'static str> {
    let shown = comparison.jobs.iter().filter(|job| job.operation == Operation::Changed);
    let all = shown.fold(Counts::default(), |sum, job| sum.plus(&total(job)));
    let mut lines = Vec::new();
    if all.destructive > 0 {
        lines.push(
            "Replaced: an allocation (a running instance of a group) is stopped, and a new one is \
             started instead, possibly on another node. Files of the old one that are not on a \
             volume are lost.",
        );
    }
    if all.in_place > 0 {
        lines.push(
            "Kept: an allocation (a running instance of a group) keeps running, without a restart.",
        );
    }
    lines
}

/// All jobs together, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Jobs that are new.
    pub added: u32,
    /// Jobs that are another version.
    pub changed: u32,
    /// Jobs that are gone from the files.
    pub removed: u32,
    /// Jobs that are only spelled differently.
    pub same: u32,
    /// Jobs with an allocation on each node to which something happens: `allocations` does not count these.
    pub on_each_node: u32,
    /// What happens to the allocations of all others when all is done.
    pub allocations: Counts,
}

/// The numbers of a comparison.
pub fn totals(comparison: &Comparison) -> Totals {
    let mut totals = Totals::default();
    for job in &comparison.jobs {
        match (job.operation, job.class) {
            (Operation::Added, _) => totals.added += 1,
            (Operation::Removed, _) => totals.removed += 1,
            (_, Class::Nothing) => totals.same += 1,
            _ => totals.changed += 1,
        }
        let happens = job.operation != Operation::Removed
            && !matches!(job.class, Class::Nothing | Class::Version | Class::Refused);
        match happens {
            true if on_nodes(job) => totals.on_each_node += 1,
            true => totals.allocations = totals.allocations.plus(&total(job)),
            false => {}
        }
    }
    totals
}

/// All jobs together, in a sentence or two.
pub fn summary(comparison: &Comparison) -> String {
    let totals = totals(comparison);
    let words = [
        (totals.added, "new"),
        (totals.changed, "changed"),
        (totals.removed, "removed"),
        (totals.same, "only formatted differently"),
    ];
    let jobs = words.iter().filter(|(count, _)| *count > 0);
    let jobs: Vec<String> = jobs.map(|(count, word)| format!("{count} {word}")).collect();
    if jobs.is_empty() {
        let nothing =
            if comparison.is_empty() { "There are no differences." } else { "No job differs." };
        return nothing.to_owned();
    }
    let jobs = format!("Jobs: {}.", jobs.join(", "));
    let counts = &totals.allocations;
    let all = [counts.destructive, counts.create, counts.stop, counts.in_place];
    let allocations = match all.iter().any(|count| *count > 0) {
        true => format!(" Allocations: {}.", counts_in_words(counts, "service")),
        false => String::new(),
    };
    let nodes = match totals.on_each_node {
        0 => String::new(),
        1 => " 1 job has an allocation on each node.".to_owned(),
        nodes => format!(" {nodes} jobs have an allocation on each node."),
    };
    format!("{jobs}{allocations}{nodes}")
}
