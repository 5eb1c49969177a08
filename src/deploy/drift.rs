//! Where the cluster is not what the job files say.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::answers::{Map, Plan};
use super::api::{Api, part};
use super::differs::{self, Difference};
use super::failure::Failure;
use super::place::ApiScope;
use crate::jobspec::Job;

/// What is not as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The job has another specification than its file.
    Differs,
    /// The cluster does not have the job.
    Missing,
    /// The job was stopped.
    Stopped,
    /// Its specification is right, and its allocations are not what that asks for.
    Allocations,
    /// The cluster would refuse the file, so the differences are unknown.
    Refused,
    /// The job runs, and no file defines it.
    Unknown,
}

/// One job that is not as it should be.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Drift {
    /// The job's ID.
    pub job: String,
    /// Its namespace.
    pub namespace: String,
    /// Its region, where the file names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// What it is.
    pub kind: Kind,
    /// What the job and its file say differently, with secrets hidden.
    pub differences: Vec<Difference>,
    /// The groups whose allocations are not what the specification asks for.
    pub allocations: Vec<GroupDrift>,
    /// Why the cluster would refuse the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// A group whose allocations are not what the specification asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct GroupDrift {
    /// The group.
    pub group: String,
    /// How many are to be started.
    pub missing: u64,
    /// How many are to be stopped.
    pub too_many: u64,
    /// How many are to move to another node.
    pub to_be_moved: u64,
}

/// How long after a first look the second one is.
const MOMENT: Duration = Duration::from_secs(1);

/// A job in the list of all.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Listed {
    #[serde(rename = "ID")]
    id: String,
    #[serde(rename = "ParentID")]
    parent: String,
    #[serde(rename = "Type")]
    kind: String,
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
    complete: u64,
}

/// Looks for all of it, with one question for each job and one for the list of each namespace and region; where allocations are not
/// what they should be, twice.
///
/// # Errors
///
/// Nomad did not answer.
pub fn find(api: Api<'_>, jobs: &[Job], usual: &str) -> Result<Vec<Drift>, Failure> {
    let mut places: BTreeSet<ApiScope> = jobs.iter().map(|job| place_of(job, usual)).collect();
    if places.is_empty() {
        places.insert(ApiScope::of(usual, ""));
    }
    let listed = list(api, &places)?;
    let jobs_of: Vec<&Job> = jobs.iter().collect();
    let mut found = look(api, &jobs_of, usual, &listed)?;
    // What is on its way for a moment is no drift: of allocations, the second look counts.
    let is_moving = |one: &Drift| one.kind == Kind::Allocations;
    if found.iter().any(is_moving) {
        api.nomad().stop().sleep(MOMENT);
        let again: BTreeSet<(String, String)> = found
            .extract_if(.., |one| is_moving(one))
            .map(|one| (one.namespace, one.job))
            .collect();
        let is_it = |job: &&&Job| {
            let namespace = place_of(job, usual).namespace.unwrap_or_default();
            again.contains(&(namespace, job.id.clone()))
        };
        let again: Vec<&Job> = jobs_of.iter().filter(is_it).copied().collect();
        found.extend(look(api, &again, usual, &list(api, &places)?)?);
    }
    found.extend(unknown(jobs, usual, &listed));
    found.sort_by(|one, two| (one.kind, &one.job).cmp(&(two.kind, &two.job)));
    Ok(found)
}

/// The lists of all jobs, by place and ID.
fn list(
    api: Api<'_>,
    places: &BTreeSet<ApiScope>,
) -> Result<BTreeMap<(ApiScope, String), Listed>, Failure> {
    let mut listed = BTreeMap::new();
    for place in places {
        let found = api.get::<Vec<Listed>>(&place.path("/v1/jobs"))?;
        for job in found.map(|found| found.body).unwrap_or_default() {
            listed.insert((place.clone(), job.id.clone()), job);
        }
    }
    Ok(listed)
}

/// Those of the jobs that are not as their files say.
fn look(
    api: Api<'_>,
    jobs: &[&Job],
    usual: &str,
    listed: &BTreeMap<(ApiScope, String), Listed>,
) -> Result<Vec<Drift>, Failure> {
    let looked = crate::parallel::each(jobs, |job| {
        let place = place_of(job, usual);
        match listed.get(&(place.clone(), job.id.clone())) {
            None => Ok(Some(drift(&place, &job.id, Kind::Missing))),
            Some(own) if own.is_stopped => Ok(Some(drift(&place, &job.id, Kind::Stopped))),
            Some(own) => one(api, job, own, &place),
        }
    });
    looked.into_iter().filter_map(Result::transpose).collect()
}

/// Those that run, and no file defines.
fn unknown(jobs: &[Job], usual: &str, listed: &BTreeMap<(ApiScope, String), Listed>) -> Vec<Drift> {
    let mut known: BTreeMap<(Option<String>, &str), Vec<Option<String>>> = BTreeMap::new();
    for job in jobs {
        let ApiScope { namespace, region } = place_of(job, usual);
        known.entry((namespace, &job.id)).or_default().push(region);
    }
    let mut found: BTreeMap<(&Option<String>, &str), Drift> = BTreeMap::new();
    for ((place, id), own) in listed {
        let regions = known.get(&(place.namespace.clone(), id.as_str()));
        // Which region it is that is not named, only the cluster knows: it may be any.
        let is_it = |region: &Option<String>| {
            region.is_none() || place.region.is_none() || *region == place.region
        };
        let is_known = regions.is_some_and(|regions| regions.iter().any(is_it));
        if !is_known && own.parent.is_empty() && !own.is_stopped && own.status != "dead" {
            found.insert((&place.namespace, id), drift(place, id, Kind::Unknown));
        }
    }
    found.into_values().collect()
}

/// Where a job is: in the usual namespace, where it names none.
fn place_of(job: &Job, usual: &str) -> ApiScope {
    let place = ApiScope::of_job(job);
    ApiScope { namespace: place.namespace.or_else(|| Some(usual.to_owned())), ..place }
}

fn drift(place: &ApiScope, job: &str, kind: Kind) -> Drift {
    Drift {
        job: job.to_owned(),
        namespace: place.namespace.clone().unwrap_or_default(),
        region: place.region.clone(),
        kind,
        differences: Vec::new(),
        allocations: Vec::new(),
        message: None,
    }
}

/// A job that is there: the scheduler says what it would do with the file's.
fn one(
    api: Api<'_>,
    job: &Job,
    listed: &Listed,
    place: &ApiScope,
) -> Result<Option<Drift>, Failure> {
    let wrong = |error: serde_json::Error| {
        Failure::Refused(format!("job `{}` cannot be written as API JSON: {error}", job.id))
    };
    let mut document = serde_json::to_value(job).map_err(wrong)?;
    let scaled = keep_scaled(&mut document, listed);
    let waits = !document["Periodic"].is_null() || !document["ParameterizedJob"].is_null();
    let path = place.path(&format!("/v1/job/{}/plan", part(&job.id)));
    let question = json!({ "Job": document, "Diff": true }).to_string();
    let mut answer: Value = match api.put(&path, question.as_bytes()) {
        Err(Failure::Refused(words)) => {
            let drift = drift(place, &job.id, Kind::Refused);
            return Ok(Some(Drift { message: Some(words), ..drift }));
        }
        answer => answer?,
    };
    let mut diff = answer["Diff"].take();
    let counts = differs::take_counts(&mut diff, &scaled);
    let differences = differs::all(&diff);
    if !differences.is_empty() {
        return Ok(Some(Drift { differences, ..drift(place, &job.id, Kind::Differs) }));
    }
    if waits {
        // The scheduler was asked about one of its runs, and none is to be there.
        return Ok(None);
    }
    let plan: Plan = serde_json::from_value(answer).map_err(wrong)?;
    let mut allocations = Vec::new();
    let groups = plan.annotations.and_then(|own| own.groups).unwrap_or_default();
    for group in job.groups.iter().map(|group| group.name.clone()) {
        let own = groups.get(&group).copied().unwrap_or_default();
        let mut off = GroupDrift { group, ..GroupDrift::default() };
        match counts.get(&off.group) {
            // The scheduler was asked about as many as there are, and it is another number that was set.
            Some(set) if listed.kind == "service" => {
                off.missing = set.saturating_sub(scaled.get(&off.group).copied().unwrap_or(0));
            }
            Some(_) => {}
            None => {
                (off.missing, off.too_many, off.to_be_moved) = (own.place, own.stop, own.migrate);
                off.missing = off.missing.max(given_up(&document, listed, &off.group));
            }
        }
        if off.missing + off.too_many + off.to_be_moved > 0 {
            allocations.push(off);
        }
    }
    let drift = Drift { allocations, ..drift(place, &job.id, Kind::Allocations) };
    Ok((!drift.allocations.is_empty()).then_some(drift))
}

/// How many allocations of a group failed so often that the scheduler has given them up, or will start them only later.
fn given_up(document: &Value, listed: &Listed, group: &str) -> u64 {
    let mut groups = document["TaskGroups"].as_array().into_iter().flatten();
    let count =
        groups.find(|own| own["Name"] == group).map_or(1, |own| own["Count"].as_u64().unwrap_or(1));
    let summary = listed.summary.as_ref().and_then(|summary| summary.groups.as_ref()?.get(group));
    let Some(own) = summary else { return 0 };
    let live = own.queued + own.running + own.starting;
    match listed.kind.as_str() {
        "service" => count.saturating_sub(live),
        "batch" if listed.status == "dead" => count.saturating_sub(own.complete),
        _ => 0,
    }
}

/// Counts that something else sets are no drift: asks about as many as there are, and says how many of which group.
fn keep_scaled(document: &mut Value, listed: &Listed) -> BTreeMap<String, u64> {
    let groups = listed.summary.as_ref().and_then(|summary| summary.groups.as_ref());
    let mut kept = BTreeMap::new();
    for group in document["TaskGroups"].as_array_mut().into_iter().flatten() {
        let scaling = &group["Scaling"];
        if !scaling.is_object() || scaling["Enabled"] == false {
            continue;
        }
        let name = group["Name"].as_str().unwrap_or_default().to_owned();
        if let Some(own) = groups.and_then(|groups| groups.get(&name)) {
            let live = own.queued + own.running + own.starting;
            // A count that the policy does not allow is not answered.
            let least = scaling["Min"].as_u64().unwrap_or(0);
            let most = scaling["Max"].as_u64().unwrap_or(u64::MAX).max(least);
            group["Count"] = json!(live.clamp(least, most));
            kept.insert(name, live);
        }
    }
    kept
}
