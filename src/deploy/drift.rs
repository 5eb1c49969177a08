//! Where the cluster is not what the job files say.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::answers::{Map, Plan};
use super::api::{Api, part};
use super::failure::Failure;
use crate::diff::hide;
use crate::jobspec::{Attr, Job};

/// What is not as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The job has another specification than its file.
    Differs,
    /// The cluster does not have the job.
    Missing,
    /// Somebody stopped the job.
    Stopped,
    /// The job runs, and no file defines it.
    Unknown,
    /// Its specification is right, and its allocations are not what that asks for.
    Allocations,
}

/// One job that is not as it should be.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Drift {
    /// The job's ID.
    pub job: String,
    /// Its namespace.
    pub namespace: String,
    /// What it is.
    pub kind: Kind,
    /// What is different, a line each.
    pub details: Vec<String>,
}

/// A job in the list of all.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Listed {
    #[serde(rename = "ID")]
    id: String,
    #[serde(rename = "Namespace")]
    namespace: String,
    #[serde(rename = "ParentID")]
    parent: String,
    #[serde(rename = "Status")]
    status: String,
    #[serde(rename = "Stop")]
    is_stopped: bool,
    #[serde(rename = "JobSummary")]
    summary: Option<Summary>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Summary {
    #[serde(rename = "Summary")]
    groups: Map<GroupSummary>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct GroupSummary {
    queued: u64,
    running: u64,
    starting: u64,
}

/// Looks for all of it, with one question for each job and one for the list of all.
///
/// # Errors
///
/// Nomad did not answer, or does not take a job.
pub fn find(api: Api<'_>, jobs: &[Job], usual: &str) -> Result<Vec<Drift>, Failure> {
    let namespace = |job: &Job| {
        let own = job.namespace.as_ref().and_then(Attr::as_str).filter(|own| !own.is_empty());
        own.unwrap_or(usual).to_owned()
    };
    let mut namespaces: BTreeSet<String> = jobs.iter().map(namespace).collect();
    if namespaces.is_empty() {
        namespaces.insert(usual.to_owned());
    }
    let mut listed = BTreeMap::new();
    for own in namespaces {
        let found = api.get::<Vec<Listed>>(&format!("/v1/jobs?namespace={}", part(&own)))?;
        for job in found.map(|found| found.body).unwrap_or_default() {
            listed.insert((own.clone(), job.id.clone()), job);
        }
    }
    let looked = crate::parallel::each(jobs, |job| {
        let key = (namespace(job), job.id.clone());
        let drift =
            |kind, details| Drift { job: key.1.clone(), namespace: key.0.clone(), kind, details };
        Ok(match listed.get(&key) {
            None => Some(drift(Kind::Missing, Vec::new())),
            Some(own) if own.is_stopped => Some(drift(Kind::Stopped, Vec::new())),
            Some(own) => one(api, job, own, &key.0)?.map(|(kind, details)| drift(kind, details)),
        })
    });
    let mut found = Vec::new();
    for drift in looked {
        found.extend(drift?);
    }
    let known: BTreeSet<(String, String)> =
        jobs.iter().map(|job| (namespace(job), job.id.clone())).collect();
    for ((namespace, id), own) in listed {
        let is_known = known.contains(&(namespace.clone(), id.clone())) || !own.parent.is_empty();
        if !is_known && !own.is_stopped && own.status != "dead" {
            found.push(Drift { job: id, namespace, kind: Kind::Unknown, details: Vec::new() });
        }
    }
    found.sort_by(|one, two| (one.kind, &one.job).cmp(&(two.kind, &two.job)));
    Ok(found)
}

/// A job that is there: the scheduler says what it would do with the file's.
fn one(
    api: Api<'_>,
    job: &Job,
    listed: &Listed,
    namespace: &str,
) -> Result<Option<(Kind, Vec<String>)>, Failure> {
    let wrong = |error: serde_json::Error| {
        Failure::Refused(format!("job `{}` cannot be said in API JSON: {error}", job.id))
    };
    let mut document = serde_json::to_value(job).map_err(wrong)?;
    keep_scaled(&mut document, listed);
    let waits = !document["Periodic"].is_null() || !document["ParameterizedJob"].is_null();
    let mut path = format!("/v1/job/{}/plan?namespace={}", part(&job.id), part(namespace));
    if let Some(region) = job.region.as_ref().and_then(Attr::as_str).filter(|own| !own.is_empty()) {
        path.push_str(&format!("&region={}", part(region)));
    }
    let question = json!({ "Job": document, "Diff": true }).to_string();
    let mut answer: Value = api.put(&path, question.as_bytes())?;
    let mut details = Vec::new();
    let diff = answer["Diff"].take();
    if diff["Type"] != "None" {
        differences("", &diff, &mut details);
        return Ok(Some((Kind::Differs, details)));
    }
    let plan: Plan = serde_json::from_value(answer).map_err(wrong)?;
    for (group, own) in plan.annotations.and_then(|own| own.groups).into_iter().flatten() {
        for (count, words) in
            [(own.place, "missing"), (own.stop, "too many"), (own.migrate, "to be moved")]
        {
            if count > 0 {
                details.push(format!("group `{group}`: {count} {words}"));
            }
        }
    }
    Ok((!details.is_empty() && !waits).then_some((Kind::Allocations, details)))
}

/// Counts that something else sets are no drift.
fn keep_scaled(document: &mut Value, listed: &Listed) {
    let groups = listed.summary.as_ref().and_then(|summary| summary.groups.as_ref());
    for group in document["TaskGroups"].as_array_mut().into_iter().flatten() {
        if !group["Scaling"].is_object() || group["Scaling"]["Enabled"] == false {
            continue;
        }
        let name = group["Name"].as_str().unwrap_or_default();
        if let Some(own) = groups.and_then(|groups| groups.get(name)) {
            group["Count"] = json!(own.queued + own.running + own.starting);
        }
    }
}

/// What Nomad's diff says, a line for each field, with secrets hidden.
fn differences(path: &str, diff: &Value, lines: &mut Vec<String>) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let inner =
        |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path} > {name}") };
    for field in diff["Fields"].as_array().into_iter().flatten() {
        if field["Type"] == "None" {
            continue;
        }
        let name = text(&field["Name"]);
        let key = name.split('[').nth(1).map_or(name.as_str(), |key| key.trim_end_matches(']'));
        let shown = |value: &Value| match hide(key, &text(value), false) {
            text if text.is_empty() => "nothing".to_owned(),
            text => format!("\"{}\"", text.replace('\n', "\\n")),
        };
        lines.push(format!(
            "{}: {} → {}",
            inner(&name),
            shown(&field["Old"]),
            shown(&field["New"])
        ));
    }
    for list in ["Objects", "TaskGroups", "Tasks"] {
        for part in diff[list].as_array().into_iter().flatten() {
            if part["Type"] == "None" {
                continue;
            }
            let name = text(&part["Name"]);
            let name = match list {
                "TaskGroups" => format!("group \"{name}\""),
                "Tasks" => format!("task \"{name}\""),
                _ => name,
            };
            let before = lines.len();
            differences(&inner(&name), part, lines);
            if lines.len() == before {
                lines.push(format!("{}: {}", inner(&name), text(&part["Type"]).to_lowercase()));
            }
        }
    }
}
