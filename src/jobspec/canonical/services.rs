//! What Nomad completes in services and their checks.

use super::task::{self, text};
use crate::jobspec::{
    Attr, Block, CheckRestart, Connect, Duration, Logs, MeshGateway, Resources, Service,
};

/// Where a service is defined.
pub struct ServiceOwner<'p> {
    pub job: &'p str,
    pub group: &'p str,
    /// The task whose own service it is.
    pub task: Option<&'p str>,
}

impl ServiceOwner<'_> {
    /// What a service here is called by itself.
    fn base(&self) -> String {
        let Self { job, group, task } = self;
        match task {
            Some(task) => format!("{job}-{group}-{task}"),
            None => format!("{job}-{group}"),
        }
    }

    /// Replaces the words for the place in a name, which stays where it was written.
    fn replace(&self, name: &mut Attr<String>) {
        let Some(replaced) = name.as_str().map(|name| self.name(name)) else { return };
        if name.as_str() != Some(&replaced) {
            let locations = name.locations().clone();
            *name = replaced.into();
            name.locate(locations);
        }
    }

    /// The same, and what else of the place Nomad knows before the job runs.
    pub fn replace_known(&self, name: &mut Attr<String>) {
        self.replace(name);
        let Some(own) = name.as_str().filter(|own| own.contains("${NOMAD_")) else { return };
        let words = [("${NOMAD_JOB_NAME}", self.job), ("${NOMAD_GROUP_NAME}", self.group)];
        let replaced = words.iter().fold(own.to_owned(), |name, (word, is)| name.replace(word, is));
        let locations = name.locations().clone();
        *name = replaced.into();
        name.locate(locations);
    }

    /// The name with its words for the place replaced.
    fn name(&self, name: &str) -> String {
        let task = self.task.unwrap_or("group");
        let base = format!("{}-{}-{task}", self.job, self.group);
        let words = [
            ("${JOB}", self.job),
            ("${TASKGROUP}", self.group),
            ("${TASK}", task),
            ("${BASE}", &base),
        ];
        words.iter().fold(name.to_owned(), |name, (word, is)| name.replace(word, is))
    }
}

/// Completes a service.
pub fn complete(service: &mut Service, place: &ServiceOwner<'_>) {
    let words = [
        &mut service.provider,
        &mut service.address_mode,
        &mut service.on_update,
        &mut service.task,
    ];
    words.into_iter().for_each(unsaid);
    match &mut service.name {
        Some(name) if name.as_str() != Some("") => place.replace(name),
        name => *name = Some(place.base().into()),
    }
    if let Some(task) = place.task {
        service.task.get_or_insert_with(|| task.to_owned().into());
    }
    let name = text(&service.name).unwrap_or_default().to_owned();
    let on_update = service.on_update.clone().unwrap_or_else(|| "require_healthy".into());
    for check in &mut service.checks {
        [&mut check.name, &mut check.on_update, &mut check.task].into_iter().for_each(unsaid);
        check.name.get_or_insert_with(|| format!("service: {name:?} check").into());
        check.on_update.get_or_insert_with(|| on_update.clone());
        if check.task.is_none() {
            check.task.clone_from(&service.task);
        }
        for count in [
            &mut check.success_before_passing,
            &mut check.failures_before_critical,
            &mut check.failures_before_warning,
        ] {
            count.take_if(|count| count.get().is_some_and(|count| count < 0));
        }
        restart(&mut check.check_restart, service.check_restart.as_deref());
    }
    service.check_restart = None;
    if let Some(connect) = &mut service.connect {
        mesh(connect);
    }
}

/// What is different in the task of a proxy has the defaults of a task, and each upstream has a gateway.
fn mesh(connect: &mut Connect) {
    if let Some(own) = &mut connect.sidecar_task {
        task::resources(own.resources.get_or_insert_with(Resources::boxed));
        task::logs(own.logs.get_or_insert_with(Logs::boxed));
        own.shutdown_delay.get_or_insert_with(|| Duration::from_nanos(0).into());
    }
    let proxy = connect.sidecar_service.as_mut().and_then(|sidecar| sidecar.proxy.as_mut());
    for upstream in proxy.into_iter().flat_map(|proxy| &mut proxy.upstreams) {
        upstream.mesh_gateway.get_or_insert_with(MeshGateway::boxed);
    }
}

/// An empty text says nothing.
fn unsaid(attr: &mut Option<Attr<String>>) {
    attr.take_if(|attr| attr.as_str() == Some(""));
}

/// A check's own word counts where it says more than nothing.
fn restart(own: &mut Option<Box<CheckRestart>>, outer: Option<&CheckRestart>) {
    if let Some(outer) = outer {
        let mut merged = outer.clone();
        if let Some(own) = own.take() {
            if own.limit.as_ref().and_then(Attr::get).is_none_or(|limit| limit > 0) {
                merged.limit = own.limit.or(merged.limit);
            }
            merged.grace = own.grace.or(merged.grace);
            if own.ignore_warnings.as_ref().and_then(Attr::get) != Some(false) {
                merged.ignore_warnings = own.ignore_warnings.or(merged.ignore_warnings);
            }
        }
        *own = Some(merged.into());
    }
    if let Some(own) = own {
        own.grace.get_or_insert_with(|| crate::jobspec::secs(1).into());
    }
}
