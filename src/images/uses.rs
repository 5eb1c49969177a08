//! Which images a job runs.

use crate::jobspec::{Attr, Config, FreeItem, Job, Location, Value};
use crate::reference::Reference;

/// An image that a task runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The job's ID.
    pub job: String,
    /// The group's name.
    pub group: String,
    /// The task's name; of the proxy or gateway of a service that says no other, Nomad's own.
    pub task: String,
    /// The image's name; with interpolations as in HCL, such as `web:${var.tag}`.
    pub image: String,
    /// Where it was written.
    pub location: Location,
}

/// The images that the tasks of a job run, in their order, those of proxies included. What comes
/// from an archive instead of an image registry is left out.
#[must_use]
pub fn of_job(job: &Job) -> Vec<Use> {
    let mut uses = Vec::new();
    for group in &job.groups {
        let mut add = |task: &str, config: &Option<Config>| {
            if let Some(Named { value, location }) = config.as_ref().and_then(of_config) {
                let (job, group) = (job.id.clone(), group.name.clone());
                uses.push(Use { job, group, task: task.to_owned(), image: shown(value), location });
            }
        };
        for service in &group.services {
            let connect = service.connect.as_ref();
            if let Some(proxy) = connect.and_then(|connect| connect.sidecar_task.as_deref()) {
                let own = proxy.name.as_ref().and_then(Attr::as_str).map(str::to_owned);
                let of = service.name.as_ref().and_then(Attr::as_str).unwrap_or(&job.id);
                add(&own.unwrap_or_else(|| format!("connect-proxy-{of}")), &proxy.config);
            }
        }
        for task in &group.tasks {
            add(&task.name, &task.config);
        }
    }
    uses
}

/// The name of an image, as an attribute has it.
struct Named<'v> {
    value: &'v Value,
    location: Location,
}

fn of_config(config: &Config) -> Option<Named<'_>> {
    match config {
        Config::Docker(docker) if docker.load.is_none() => {
            let image = docker.image.as_ref()?;
            Some(Named { value: image.value(), location: image.location() })
        }
        Config::Podman(podman) => {
            let image = podman.image.as_ref()?;
            Some(Named { value: image.value(), location: image.location() })
        }
        Config::Free(free) => free.placed().find_map(|(item, location)| match item {
            // Drivers mean other things by this word, too.
            FreeItem::Attr(name, value)
                if name == "image"
                    && value.as_str().is_none_or(|name| Reference::parse(name).is_some()) =>
            {
                Some(Named { value, location })
            }
            _ => None,
        }),
        _ => None,
    }
}

/// A string as in HCL, without its quotes: expressions are shown as they are written.
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::Expr(expr) => format!("${{{}}}", expr.source()),
        Value::Interpolated(parts) => parts.parts().iter().map(shown).collect(),
        value => value.as_str().unwrap_or_default().to_owned(),
    }
}
