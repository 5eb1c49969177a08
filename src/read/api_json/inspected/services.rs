//! Services: the attributes that their checks inherit from them, and from the task around them.

use super::attributes::{is_text, without_blank};
use crate::jobspec::{Attr, Check, Connect, Job, Service, secs};

pub fn simplify(job: &mut Job) {
    for group in &mut job.groups {
        group.services.iter_mut().for_each(|one| service(one, None));
        for task in &mut group.tasks {
            task.services.iter_mut().for_each(|one| service(one, Some(&task.name)));
        }
    }
}

fn service(service: &mut Service, task: Option<&str>) {
    let name = service.name.as_ref().and_then(Attr::as_str).unwrap_or_default();
    let usual = format!("service: \"{name}\" check");
    let of_service = service.task.as_ref().and_then(Attr::as_str).map(str::to_owned);
    let on_update = service.on_update.as_ref().and_then(Attr::as_str).unwrap_or("require_healthy");
    for check in &mut service.checks {
        if is_text(&check.name, &usual) {
            check.name = None;
        }
        if of_service.as_deref().or(task).is_some_and(|task| is_text(&check.task, task)) {
            check.task = None;
        }
        if is_text(&check.on_update, on_update) {
            check.on_update = None;
        }
    }
    share_restart(service);
    if task.is_some_and(|task| is_text(&service.task, task)) {
        service.task = None;
    }
    if let Some(connect) = &mut service.connect {
        self::connect(connect);
    }
}

fn connect(connect: &mut Connect) {
    let sidecar = connect.sidecar_service.as_mut().and_then(|sidecar| sidecar.proxy.as_mut());
    for upstream in sidecar.into_iter().flat_map(|proxy| &mut proxy.upstreams) {
        without_blank(&mut upstream.mesh_gateway);
    }
    if let Some(task) = connect.sidecar_task.as_mut() {
        without_blank(&mut task.logs);
        if let Some(resources) = &mut task.resources {
            super::defaults::resources(resources);
        }
        without_blank(&mut task.resources);
    }
}

/// A server keeps the policy of a service in its checks. What several of them have alike is the service's.
fn share_restart(service: &mut Service) {
    for check in &mut service.checks {
        if let Some(restart) = &mut check.check_restart {
            restart.grace.take_if(|grace| grace.get() == Some(secs(1)));
        }
    }
    let first = service.checks.first().and_then(|check| check.check_restart.clone());
    let alike = |check: &Check| check.check_restart.is_some() && check.check_restart == first;
    if service.checks.len() > 1 && service.checks.iter().all(alike) {
        service.check_restart = first;
        service.checks.iter_mut().for_each(|check| check.check_restart = None);
    }
}
