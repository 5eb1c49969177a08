//! A job as Nomad completes it, so that what is the same to Nomad is the same here.

mod mesh;
mod policies;
mod services;
mod task;

pub use policies::{usual_reschedule, usual_restart, usual_update};

use std::sync::LazyLock;

use fnv::FnvHashMap;

use super::{Block, Consul, EphemeralDisk, Field, Group, Job, Kind, Schema, Value, all_schemas};
use services::ServiceOwner;
use task::text;

/// The job with all that Nomad takes where nothing is said: defaults written out, policies of the job merged into its
/// groups and those of groups into their tasks, names of services and checks. Two jobs that differ in no more than that
/// are the same then. The proxies and gateways of Consul's service mesh are there as the tasks and ports that a server
/// adds for them; the constraints, identities and exposed checks that it adds besides are not.
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
    for each in &mut job.groups {
        // What is added to a group has its defaults, too.
        if mesh::join(each, &name) {
            each.tasks.iter_mut().for_each(|task| {
                task::complete(task);
                policies::restart(task, each.restart.as_deref());
            });
            fill(each);
        }
    }
    job
}

/// Sets each attribute of a block, and of the blocks in it, that is absent to its default, where a server writes it out.
fn fill(block: &mut dyn Block) {
    block.inner_mut(&mut fill);
    let Some(defaults) = DEFAULTS.get(block.schema().template) else { return };
    let mut said = 0_u128;
    block.visit(&mut |index, _| said |= 1 << index);
    for (index, value) in defaults.iter().filter(|(index, _)| said >> index & 1 == 0) {
        block.set(*index, value.clone());
    }
}

/// What a server writes out in each block, by its template: the indices of the attributes, and their values.
static DEFAULTS: LazyLock<FnvHashMap<&'static str, Vec<(usize, Value)>>> = LazyLock::new(|| {
    let written = |field: &Field| {
        let Kind::Attr(kind) = field.kind else { return None };
        let is_written = !field.contextual && (!field.zero || field.filled);
        field.default.filter(|_| is_written)?.value(kind)
    };
    let of = |schema: &'static Schema| {
        let fields = schema.fields.iter().enumerate();
        let values = fields.filter_map(|(index, field)| Some((index, written(field)?)));
        (schema.template, values.collect::<Vec<_>>())
    };
    all_schemas().into_iter().map(of).filter(|(_, values)| !values.is_empty()).collect()
});

fn group(group: &mut Group, job: &str) {
    let least = group.scaling.as_ref().and_then(|scaling| scaling.min.as_ref()?.get());
    let count = group.count.get_or_insert_with(|| least.unwrap_or(1).into());
    if let (Some(scaling), Some(count)) = (&mut group.scaling, count.get()) {
        scaling.min.get_or_insert_with(|| count.into());
    }
    group.ephemeral_disk.get_or_insert_with(EphemeralDisk::boxed);
    group.consul.get_or_insert_with(Consul::boxed);
    group.networks.iter_mut().for_each(task::network);
    for each in &mut group.tasks {
        task::complete(each);
        let place = ServiceOwner { job, group: &group.name, task: Some(&each.name) };
        each.services.iter_mut().for_each(|service| services::complete(service, &place));
    }
    let place = ServiceOwner { job, group: &group.name, task: None };
    group.services.iter_mut().for_each(|service| services::complete(service, &place));
}

#[cfg(test)]
mod tests {
    use super::all_schemas;

    #[test]
    fn each_field_has_a_bit_of_its_own() {
        assert!(all_schemas().iter().all(|schema| schema.fields.len() <= 128));
    }
}
