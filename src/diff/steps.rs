//! In which steps a change reaches the allocations of a group, in words.

use super::change::Class;
use super::group::GroupChange;
use super::rollout::Rollout;
use super::words::counted;

/// What happens to a group.
pub struct Steps {
    /// How many allocations it has, where that is to be shown.
    pub count: String,
    /// One step after the other.
    pub steps: Vec<String>,
    /// How long that takes, and what happens when it does not work: in sentences.
    pub ends: Vec<String>,
}

/// What happens to a group of a job of a type.
pub fn steps(group: &GroupChange, kind: &str) -> Steps {
    let is_system = matches!(kind, "system" | "sysbatch");
    let is_counted = !is_system && group.class != Class::Stop;
    let count = match (group.before, group.after) {
        (Some(before), Some(after)) if before != after => {
            format!(", from {} to {after}", counted(before, "allocation", "allocations"))
        }
        (None, None) if is_counted => {
            ", whose count comes from an expression (assumed to be 1)".to_owned()
        }
        (Some(_), None) if is_counted => {
            ", whose new count comes from an expression (assumed to be unchanged)".to_owned()
        }
        _ => String::new(),
    };
    let steps = match group.class {
        Class::Refused => vec!["Nomad refuses the change".to_owned()],
        Class::Version => {
            vec!["running allocations are not affected; the next run uses the new job".to_owned()]
        }
        _ if is_system => vec![on_nodes(group)],
        _ => all(group, kind),
    };
    let ends = group.rollout.as_ref().map(ends).unwrap_or_default();
    Steps { count, steps, ends }
}

fn on_nodes(group: &GroupChange) -> String {
    let at_a_time = group.rollout.as_ref().map_or(1, |rollout| rollout.at_a_time);
    let nodes = match at_a_time {
        0 | 1 => String::new(),
        several => format!(", on {several} nodes at a time"),
    };
    match group.class {
        Class::Destructive => format!("the allocation on each node is replaced{nodes}"),
        Class::Create => "an allocation is started on each node".to_owned(),
        Class::Stop => "the allocation on each node is stopped".to_owned(),
        _ => "the allocation on each node is kept".to_owned(),
    }
}

/// Allocations with a verb for one of them and for several.
fn allocations(count: u64, what: &str) -> String {
    format!("{} {what}", counted(count, "allocation is", "allocations are"))
}

/// Several things that happen to allocations: only the first says that it is these.
fn together(parts: &[(u64, &str)]) -> String {
    let mut said = String::new();
    for (count, what) in parts.iter().filter(|(count, _)| *count > 0) {
        match said.is_empty() {
            true => said = allocations(*count, what),
            false => said += &format!(", {} {what}", counted(*count, "is", "are")),
        }
    }
    match said.is_empty() {
        true => "no allocation is affected".to_owned(),
        false => said,
    }
}

fn all(group: &GroupChange, kind: &str) -> Vec<String> {
    let (first, whole) = (&group.first, &group.whole);
    let kept = if kind == "batch" { "kept, or run again if finished" } else { "kept" };
    let (stopped, kept) = ((whole.stop, "stopped"), (whole.in_place, kept));
    let started = (whole.create, "started");
    let Some(rollout) = group.rollout.as_ref().filter(|_| whole.destructive > 0) else {
        return vec![together(&[stopped, kept, started])];
    };
    if first.canary > 0 {
        return canaries(group, rollout);
    }
    let how = how(whole.destructive, rollout);
    if whole.create == 0 {
        let replaced = format!("replaced{how}");
        return vec![together(&[stopped, (whole.destructive, &replaced)])];
    }
    let mut steps = vec![together(&[stopped, started, (first.destructive, "replaced")])];
    let later = whole.destructive.saturating_sub(first.destructive);
    if later > 0 {
        let other = if first.destructive > 0 { "other " } else { "" };
        let word = counted(later, "allocation is", "allocations are");
        let (count, word) = word.split_once(' ').unwrap_or_default();
        let how = self::how(later, rollout);
        steps.push(format!("once all of these are healthy, {count} {other}{word} replaced{how}"));
    }
    steps
}

fn canaries(group: &GroupChange, rollout: &Rollout) -> Vec<String> {
    let (first, whole) = (&group.first, &group.whole);
    let (canaries, they, take) = match first.canary {
        1 => ("1 canary, an allocation of the new version, is".to_owned(), "it", "takes"),
        count => (format!("{count} canaries, allocations of the new version, are"), "they", "take"),
    };
    let mut steps = Vec::new();
    if whole.stop > 0 {
        steps.push(allocations(whole.stop, "stopped"));
    }
    steps.push(format!("{canaries} started next to the old ones"));
    let places = first.canary.min(whole.destructive);
    let places = counted(places, "old allocation", "old allocations");
    let healthy = if first.canary == 1 { "it is healthy" } else { "they are healthy" };
    let promoted = match rollout.waits_for_promotion {
        true => "once the deployment is promoted (`nomad deployment promote`)".to_owned(),
        false => format!("when {healthy}"),
    };
    steps.push(format!("{promoted}, {they} {take} the place of {places}"));
    if whole.create > 0 {
        steps.push(allocations(whole.create, "started"));
    }
    let rest = whole.destructive.saturating_sub(first.canary);
    if rest > 0 {
        let how = how(rest, rollout);
        steps.push(format!("then the other {} replaced{how}", counted(rest, "is", "are")));
    }
    steps
}

/// How many of those that are replaced are replaced at a time.
fn how(count: u64, rollout: &Rollout) -> String {
    match rollout.at_a_time {
        _ if count < 2 => String::new(),
        most if most >= count => ", all at the same time".to_owned(),
        1 => ", one after the other".to_owned(),
        most => format!(", {most} at a time"),
    }
}

fn ends(rollout: &Rollout) -> Vec<String> {
    let Some(least) = rollout.least.filter(|least| least.as_nanos() > 0) else { return Vec::new() };
    let fails = match rollout.reverts {
        true => "the last stable version is restored",
        false => "the rollout stops halfway",
    };
    vec![
        format!("This takes at least {least}, plus the time until checks pass."),
        format!("If a new allocation stays unhealthy, {fails}."),
    ]
}
