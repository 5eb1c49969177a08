//! What of a definition concerns others: the rest need not be kept when the definition itself has been dealt with.

use crate::jobspec::{Group, Job, Service, Task, Template};
use crate::registry::Definition;

/// Leaves of a definition what the rules for several definitions together look at, the order of deployment, who compares it
/// with the version that the cluster has, and who looks for it by its name. A test asks those rules of whole jobs and of
/// outlines.
pub fn outline(definition: &mut Definition) {
    match definition {
        Definition::Job(job) | Definition::Reference(job) => self::job(job),
        // There are few of them, and jobs are compared with all that they say.
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
    job.constraints.shrink_to_fit();
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
    group.tasks.retain_mut(|own| {
        task(own);
        concerns_others(own)
    });
    group.constraints.shrink_to_fit();
    group.networks.iter_mut().for_each(|network| network.ports.shrink_to_fit());
    group.networks.shrink_to_fit();
    group.volumes.shrink_to_fit();
    group.services.shrink_to_fit();
    group.tasks.shrink_to_fit();
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
    task.resources.take_if(|resources| resources.networks.is_empty());
    task.templates.retain(names_a_service);
    task.templates.shrink_to_fit();
    task.services.iter_mut().for_each(service);
    task.services.shrink_to_fit();
}

/// Whether something is left of a task by which others are concerned.
fn concerns_others(task: &Task) -> bool {
    !task.services.is_empty()
        || !task.templates.is_empty()
        || task.csi_plugin.is_some()
        || task.resources.is_some()
}

/// Whether a template may look a service up: `service`, `nomadService`.
fn names_a_service(template: &Template) -> bool {
    let data = template.data.as_ref().and_then(|data| data.as_str());
    data.is_some_and(|text| text.contains("ervice"))
}
