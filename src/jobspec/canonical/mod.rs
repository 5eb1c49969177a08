//! A job as Nomad completes it, so that what is the same to Nomad is the same here.

mod policies;
mod services;
mod task;

pub use policies::{usual_reschedule, usual_restart, usual_update};

use super::{Block, Consul, EphemeralDisk, Group, Job, Kind};
use services::Place;
use task::text;

/// The job with all that Nomad takes where nothing is said: defaults written out, policies of the job merged into its
/// groups and those of groups into their tasks, names of services and checks. Two jobs that differ in no more than that
/// are the same then. What a server adds to a job besides (proxies, constraints, identities) is not there.
///
/// Expressions stay as they are: a job that has some is evaluated first. A type of the job that is one counts as
/// `service`.
///
/// ```
/// use jobwright::jobspec::{Group, Job, Update, canonical};
///
/// let short = Job::service("web").update(Update::new().canary(1)).group(Group::new("web"));
/// let group = &canonical(&short).groups[0];
/// assert_eq!(group.count, Some(1.into()));
/// let update = group.update.as_ref();
/// assert_eq!(update.and_then(|update| update.health_check.clone()), Some("checks".into()));
/// assert_eq!(canonical(&short), canonical(&canonical(&short)));
/// ```
#[must_use]
pub fn canonical(job: &Job) -> Job {
    let mut job = job.clone();
    let kind = policies::kind(&job);
    job.type_.get_or_insert_with(|| kind.as_str().into());
    job.name.get_or_insert_with(|| job.id.clone().into());
    job.region.get_or_insert_with(|| "global".into());
    if let Some(periodic) = &mut job.periodic {
        periodic.cron.get_or_insert_with(|| "".into());
    }
    policies::complete(&mut job, &kind);
    let name = text(&job.name).unwrap_or(&job.id).to_owned();
    job.groups.iter_mut().for_each(|each| group(each, &name));
    fill(&mut job);
    job
}

/// Sets each attribute of a block, and of the blocks in it, that is absent to its default, where a server writes it out.
fn fill(block: &mut dyn Block) {
    block.inner_mut(&mut fill);
    let schema = block.schema();
    let mut said = Vec::new();
    block.visit(&mut |index, _| said.push(index));
    for (index, field) in schema.fields.iter().enumerate() {
        if said.contains(&index) || field.contextual || field.zero && !field.filled {
            continue;
        }
        let Kind::Attr(kind) = field.kind else { continue };
        if let Some(value) = field.default.and_then(|default| default.value(kind)) {
            block.set(index, value);
        }
    }
}

fn group(group: &mut Group, job: &str) {
    let least = group.scaling.as_ref().and_then(|scaling| scaling.min.clone());
    let least = least.and_then(|least| u32::try_from(least.get()?).ok());
    let count = group.count.get_or_insert_with(|| least.unwrap_or(1).into());
    if let (Some(scaling), Some(count)) = (&mut group.scaling, count.get()) {
        scaling.min.get_or_insert_with(|| i64::from(count).into());
    }
    group.ephemeral_disk.get_or_insert_with(EphemeralDisk::blank);
    group.consul.get_or_insert_with(Consul::blank);
    group.networks.iter_mut().for_each(task::network);
    for each in &mut group.tasks {
        task::complete(each);
        let place = Place { job, group: &group.name, task: Some(&each.name) };
        each.services.iter_mut().for_each(|service| services::complete(service, &place));
    }
    let place = Place { job, group: &group.name, task: None };
    group.services.iter_mut().for_each(|service| services::complete(service, &place));
}
