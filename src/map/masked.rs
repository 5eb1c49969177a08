//! Job files without the secrets in them, as `diff` hides them.

use super::model::{Job, Mount, Route, Service};
use crate::diff::hide;

/// The content of a job file, with `(secret)` in place of what looks like a secret.
pub fn masked(text: &str) -> String {
    hide("", text, false)
}

/// The same for a value under a name.
pub fn masked_value(name: &str, value: &str) -> String {
    hide(name, value, false)
}

/// Masks the strings of a job, but not the names of its parts.
pub fn mask(job: &mut Job) {
    let Job { namespace, schedule, images, services, routes, volumes, .. } = job;
    let all = namespace.iter_mut().chain(schedule).chain(images);
    let all = all.chain(services.iter_mut().flat_map(of_service));
    let all = all.chain(routes.iter_mut().flat_map(of_route));
    let all = all.chain(volumes.iter_mut().flat_map(of_mount));
    all.for_each(|text| *text = masked(text));
}

fn of_service(service: &mut Service) -> [&mut String; 3] {
    let Service { name, provider, port } = service;
    [name, provider, port]
}

fn of_route(route: &mut Route) -> impl Iterator<Item = &mut String> {
    let Route { protocol, name, address, rule, entry_points, middlewares, tls: _, service } = route;
    [protocol, name, address, rule, service].into_iter().chain(entry_points).chain(middlewares)
}

fn of_mount(mount: &mut Mount) -> impl Iterator<Item = &mut String> {
    let Mount { kind: _, source, access, read_only: _, per_alloc: _, destinations } = mount;
    [source, access].into_iter().chain(destinations)
}
