//! Services: what their checks take from them, and from the task in which they stand.

use super::{is_text, without_blank};
use crate::jobspec::{Attr, CheckRestart, Job, Service, secs};

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
        restart(&mut check.check_restart, service.check_restart.as_ref());
    }
    service.check_restart.iter_mut().for_each(grace);
    if task.is_some_and(|task| is_text(&service.task, task)) {
        service.task = None;
    }
    if let Some(connect) = &mut service.connect
        && let Some(sidecar) = connect.sidecar_task.as_mut()
    {
        without_blank(&mut sidecar.logs);
        if let Some(resources) = &mut sidecar.resources {
            super::defaults::resources(resources);
        }
        without_blank(&mut sidecar.resources);
    }
}

/// A check has its service's `check_restart`, but for what it says itself.
fn restart(own: &mut Option<CheckRestart>, of_service: Option<&CheckRestart>) {
    let Some(check) = own else { return };
    let Some(base) = of_service else { return grace(check) };
    check.limit.take_if(|limit| base.limit.as_ref() == Some(limit));
    check.grace.take_if(|grace| base.grace.as_ref() == Some(grace));
    check.ignore_warnings.take_if(|ignored| base.ignore_warnings.as_ref() == Some(ignored));
    without_blank(own);
}

fn grace(restart: &mut CheckRestart) {
    restart.grace.take_if(|grace| grace.get() == Some(secs(1)));
}
