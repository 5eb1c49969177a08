//! The parts of a definition that concern others: the rest need not be kept once the definition
//! itself has been processed.

use crate::jobspec::{Group, Job, Network, Service, Task, Template};
use crate::needs;
use crate::registry::Definition;

/// Reduces a definition to what is needed by the rules for several definitions together, by the
/// order of deployment, for the comparison with the version in the cluster, and to look it up by
/// its name. A test runs those rules on whole jobs and on outlines.
pub fn outline(definition: &mut Definition) {
    match definition {
        Definition::Job(job) | Definition::Reference(job) => self::job(job),
        // There are few of them, and jobs are compared with all of their attributes.
        Definition::Volume(_) => {}
    }
}

fn job(job: &mut Job) {
    job.meta = None;
    job.update = None;
    job.reschedule = None;
    job.migrate = None;
    job.multiregion = None;
    job.ui = None;
    job.affinities = Vec::new();
    job.spreads = Vec::new();
    job.groups.iter_mut().for_each(group);
    job.groups.shrink_to_fit();
    // Where it may run concerns others that claim the same port there.
    match job.groups.iter().any(claims_a_port) {
        true => job.constraints.shrink_to_fit(),
        false => {
            job.constraints = Vec::new();
            job.datacenters = None;
            job.node_pool = None;
        }
    }
}

fn group(group: &mut Group) {
    group.meta = None;
    group.scaling = None;
    group.update = None;
    group.restart = None;
    group.reschedule = None;
    group.disconnect = None;
    group.migrate = None;
    group.ephemeral_disk = None;
    group.consul = None;
    group.affinities = Vec::new();
    group.spreads = Vec::new();
    group.services.iter_mut().for_each(service);
    group.networks.retain_mut(network);
    group.networks.shrink_to_fit();
    group.tasks.iter_mut().for_each(task);
    match claims_a_port(group) {
        true => group.constraints.shrink_to_fit(),
        false => {
            group.constraints = Vec::new();
            group.tasks.iter_mut().for_each(|task| task.constraints = Vec::new());
        }
    }
    group.tasks.retain(concerns_others);
    group.volumes.shrink_to_fit();
    group.services.shrink_to_fit();
    group.tasks.shrink_to_fit();
}

/// Reduces a network to the ports that are claimed on the node; returns whether there are any.
fn network(network: &mut Network) -> bool {
    for ports in [&mut network.ports, &mut network.reserved_ports] {
        ports.retain(|port| port.static_.is_some());
        ports.shrink_to_fit();
    }
    network.dns = None;
    !network.ports.is_empty() || !network.reserved_ports.is_empty()
}

/// Whether a group claims a port of its node.
fn claims_a_port(group: &Group) -> bool {
    let of_task = |task: &Task| {
        let resources = task.resources.iter();
        resources.flat_map(|resources| &resources.networks).count() > 0
    };
    !group.networks.is_empty() || group.tasks.iter().any(of_task)
}

fn service(service: &mut Service) {
    service.checks = Vec::new();
    service.meta = None;
    service.canary_meta = None;
    service.check_restart = None;
    service.identity = None;
}

fn task(task: &mut Task) {
    task.lifecycle = None;
    task.schedule = None;
    task.config = None;
    task.env = None;
    task.meta = None;
    task.vault = None;
    task.consul = None;
    task.dispatch_payload = None;
    task.restart = None;
    task.logs = None;
    task.affinities = Vec::new();
    task.artifacts = Vec::new();
    task.volume_mounts = Vec::new();
    task.secrets = Vec::new();
    task.identities = Vec::new();
    task.actions = Vec::new();
    task.scalings = Vec::new();
    task.resources.take_if(|resources| {
        resources.networks.retain_mut(network);
        resources.networks.is_empty()
    });
    task.templates.retain(names_a_service);
    task.templates.shrink_to_fit();
    task.services.iter_mut().for_each(service);
    task.services.shrink_to_fit();
}

/// Whether anything that concerns others is left of a task.
fn concerns_others(task: &Task) -> bool {
    !task.services.is_empty()
        || !task.templates.is_empty()
        || !task.constraints.is_empty()
        || task.csi_plugin.is_some()
        || task.resources.is_some()
}

/// Whether a template looks a service up.
fn names_a_service(template: &Template) -> bool {
    let data = template.data.as_ref().and_then(|data| data.as_str());
    data.is_some_and(|text| text.contains("ervice"))
        && needs::reads(template).iter().any(|read| read.function.ends_with("ervice"))
}
