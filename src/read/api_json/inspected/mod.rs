//! Jobs as a server has them: without what Nomad filled in by itself.
//!
//! A server answers with every default written out, policies of the job merged into its groups and tasks, constraints
//! and proxies added. What is left out here it fills in again, so that the rest is the same job to it.

mod attributes;
mod connect;
mod constraints;
mod defaults;
mod policies;
mod services;

use super::members::member;
use crate::jobspec::{Attr, Job};
use jobwright_hcl::json::{Json, Member, Node};

use attributes::{is_blank, without_blank};
pub use defaults::{DATACENTERS, REGION, is_filled_in};

/// What only a server knows of a job, as numbers that are not 0.
const INDICES: [&str; 3] = ["CreateIndex", "JobModifyIndex", "ModifyIndex"];

/// Whether a job comes from a server.
pub fn is_inspected(job: &[Member<'_>]) -> bool {
    INDICES.iter().any(|index| member(job, index).is_some_and(|index| !index.value.is_zero()))
}

/// Whether the server deploys system jobs as it does services, as the first one does that knows secrets.
pub fn deploys_systems(job: &[Member<'_>]) -> bool {
    let list = |members: &[Member<'_>], name: &str, is: &dyn Fn(&[Member<'_>]) -> bool| {
        let all = match member(members, name).map(|member| &member.value.kind) {
            Some(Json::List(all)) => all.as_slice(),
            _ => &[],
        };
        all.iter().any(|one| matches!(&one.kind, Json::Object(members) if is(members)))
    };
    let knows_secrets = |task: &[Member<'_>]| member(task, "Secrets").is_some();
    list(job, "TaskGroups", &|group| list(group, "Tasks", &knows_secrets))
}

/// Puts the names of all objects in order: Go's maps have none.
pub fn sort(node: &mut Node<'_>) {
    match &mut node.kind {
        Json::List(values) => values.iter_mut().for_each(sort),
        Json::Object(members) => {
            members.sort_by(|one, two| one.key.cmp(&two.key));
            members.iter_mut().for_each(|member| sort(&mut member.value));
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Text(_) => {}
    }
}

/// Takes out of a job what the server fills in and where that depends on what is around it.
pub fn simplify(job: &mut Job, deploys_systems: bool) {
    // What proxies need was added last, so it goes first.
    job.groups.iter_mut().for_each(connect::simplify);
    job.groups.iter_mut().for_each(constraints::simplify);
    policies::simplify(job, deploys_systems);
    services::simplify(job);
    for group in &mut job.groups {
        without_blank(&mut group.ephemeral_disk);
        without_blank(&mut group.consul);
        // Without a count, a group has the least one that it may have.
        let least = match &group.scaling {
            Some(scaling) => scaling.min.as_ref().and_then(Attr::get),
            None => Some(1),
        };
        group.count.take_if(|count| count.get() == least);
        for task in &mut group.tasks {
            without_blank(&mut task.logs);
            without_blank(&mut task.consul);
            task.identities.retain_mut(|identity| {
                if identity.name.as_ref().is_none_or(|name| name.as_str() == Some("default")) {
                    (identity.name, identity.aud) = (None, None);
                }
                !is_blank(identity)
            });
            if let Some(resources) = &mut task.resources {
                defaults::resources(resources);
            }
            without_blank(&mut task.resources);
        }
    }
}
