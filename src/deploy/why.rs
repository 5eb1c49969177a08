//! Why a job is not there yet, and why it failed, in words.

use super::answers::{Allocation, Evaluation, TaskEvent};
use super::api::Api;
use super::failure::Failure;
use super::nomad::{SHORT, words};
use super::unit::Unit;
use super::unplaced::no_place;

/// How many lines of a log are shown.
const LINES: &str = "8";

/// Events that say nothing about why.
const DULL: [&str; 6] =
    ["Received", "Task Setup", "Started", "Restarting", "Not Restarting", "Killing"];

/// What Nomad says of an allocation only where it looks at its health before it ends: other events say which task failed, and why.
const FAILED: &str = "Unhealthy because of failed task";

fn tells(event: &TaskEvent) -> bool {
    !DULL.contains(&event.kind.as_str()) && event.display_message != FAILED
}

/// What the allocations of a version wait for; nothing, where that is unknown.
pub fn waiting(api: Api<'_>, unit: &Unit, allocations: &[Allocation]) -> Option<String> {
    let blocked = unplaced(api, unit).unwrap_or_default();
    if let Some(first) = blocked.into_iter().next() {
        return Some(first);
    }
    let pending = allocations.iter().find(|own| own.is_active() && own.status != "running");
    if let Some(event) = pending.and_then(last_event) {
        return Some(event);
    }
    let unhealthy = allocations.iter().filter(|own| own.is_active());
    let mut unhealthy = unhealthy
        .filter(|own| own.health.as_ref().is_none_or(|health| health.healthy != Some(true)));
    let first = unhealthy.next()?;
    failing_check(api, unit, first).or_else(|| {
        let restarts = first.tasks.iter().flatten().any(|(_, task)| task.restarts > 0);
        last_event(first).filter(|_| restarts)
    })
}

/// The groups that cannot be placed, by the newest evaluation that says so.
fn unplaced(api: Api<'_>, unit: &Unit) -> Result<Vec<String>, Failure> {
    let Some(found) = api.get::<Vec<Evaluation>>(&unit.path("/evaluations"))? else {
        return Ok(Vec::new());
    };
    let newest = found.body.iter().max_by_key(|evaluation| evaluation.created);
    Ok(newest
        .filter(|newest| newest.status == "blocked")
        .map(|newest| no_place(&newest.unplaced))
        .unwrap_or_default())
}

/// What a service's check says that does not pass.
fn failing_check(api: Api<'_>, unit: &Unit, allocation: &Allocation) -> Option<String> {
    let path = unit.place.path(&format!("/v1/client/allocation/{}/checks", allocation.id));
    let checks: serde_json::Value = api.get(&path).ok()??.body;
    let checks = checks.as_object()?.values();
    let mut failing = checks.filter(|check| check["Status"] == "failure");
    let check = failing.next()?;
    let text = |name: &str| check[name].as_str().unwrap_or_default().trim().to_owned();
    Some(format!(
        "check `{}` of service `{}` fails: {}",
        text("Check"),
        text("Service"),
        text("Output")
    ))
}

/// The last thing that happened to one of its tasks, in Nomad's words.
fn last_event(allocation: &Allocation) -> Option<String> {
    let tasks = allocation.tasks.iter().flatten();
    let mut events: Vec<(&String, &TaskEvent)> = tasks
        .flat_map(|(name, task)| task.events.iter().flatten().map(move |event| (name, event)))
        .collect();
    events.sort_by_key(|(_, event)| event.time);
    let telling = events.iter().rev().find(|(_, event)| tells(event));
    let (task, event) = telling.or_else(|| events.last())?;
    let message = event.display_message.lines().next().unwrap_or_default();
    Some(format!("task `{task}` on `{}`: {}: {message}", allocation.node, event.kind))
}

/// What is to be known of an allocation that failed: what happened to its tasks, and the ends of their logs.
pub fn failed(api: Api<'_>, unit: &Unit, allocation: &Allocation) -> Vec<String> {
    let short: String = allocation.id.chars().take(8).collect();
    let mut lines = vec![format!(
        "allocation {short} of group `{}` on `{}` is {}{}",
        allocation.group,
        allocation.node,
        allocation.status,
        Some(allocation.description.as_str())
            .filter(|words| !words.is_empty())
            .map(|words| format!(": {words}"))
            .unwrap_or_default()
    )];
    for (name, task) in allocation.tasks.iter().flatten() {
        let events = task.events.as_deref().unwrap_or_default();
        let telling = events.iter().filter(|event| tells(event) || event.kind == "Not Restarting");
        let mut told: Vec<String> = telling
            .map(|event| format!("task `{name}`: {}: {}", event.kind, event.display_message))
            .collect();
        told.dedup();
        let from = told.len().saturating_sub(3);
        lines.extend(told.drain(from..));
        if task.failed || task.restarts > 0 {
            lines.extend(log(api, unit, &allocation.id, name));
        }
    }
    lines
}

/// The last lines of the log of a task; nothing, where the node does not give it.
fn log(api: Api<'_>, unit: &Unit, allocation: &str, task: &str) -> Vec<String> {
    let read = |stream: &str| {
        let mut arguments = words(["alloc", "logs", stream, "-tail", "-n", LINES]);
        arguments.extend(unit.place.words());
        arguments.extend(words([allocation, task]));
        let said = api.nomad().call(&arguments, None, SHORT, false).ok()?;
        let text = said.stdout.trim_end().to_owned();
        (said.code == Some(0) && !text.is_empty()).then_some(text)
    };
    let mut lines = Vec::new();
    for (stream, name) in [("-stderr", "stderr"), ("-stdout", "stdout")] {
        if let Some(text) = read(stream) {
            lines.push(format!("{name} of task `{task}`:"));
            lines.extend(text.lines().map(|line| format!("  {line}")));
            break;
        }
    }
    lines
}

/// What is to be known of the newest failure of a version; nothing, where none failed.
pub fn newest(api: Api<'_>, unit: &Unit, all: &[Allocation], version: u64) -> Vec<String> {
    failures(all, version).first().map(|own| failed(api, unit, own)).unwrap_or_default()
}

/// The allocations of a version that failed, newest first.
pub fn failures(allocations: &[Allocation], version: u64) -> Vec<&Allocation> {
    let mut failed: Vec<&Allocation> = allocations
        .iter()
        .filter(|own| own.version == version)
        .filter(|own| {
            matches!(own.status.as_str(), "failed" | "lost")
                || own.health.as_ref().is_some_and(|health| health.healthy == Some(false))
        })
        .collect();
    failed.sort_by_key(|own| std::cmp::Reverse(own.created));
    failed
}

#[cfg(test)]
mod tests {
    use super::tells;
    use crate::deploy::answers::TaskEvent;

    #[test]
    fn what_a_failed_task_does_to_its_allocation_is_not_told() {
        let event = |kind: &str, message: &str| TaskEvent {
            kind: kind.to_owned(),
            display_message: message.to_owned(),
            ..TaskEvent::default()
        };
        assert!(tells(&event("Terminated", "Exit Code: 1")));
        assert!(tells(&event("Alloc Unhealthy", "Task not running by deadline of 5m0s")));
        assert!(!tells(&event("Alloc Unhealthy", "Unhealthy because of failed task")));
        assert!(!tells(&event("Started", "Task started by client")));
    }
}
