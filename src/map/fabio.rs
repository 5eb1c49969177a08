//! The routes that fabio reads from the tags of services.

use super::model::Route;
use super::said::text;
use crate::jobspec::{Job, Service};
use crate::lint::container::texts;

/// The prefix of such a tag.
const PREFIX: &str = "urlprefix-";

/// The routes of a job's services, in their order.
pub fn routes(job: &Job) -> Vec<Route> {
    let services = job.groups.iter().flat_map(|group| {
        let of_tasks = group.tasks.iter().flat_map(|task| &task.services);
        group.services.iter().chain(of_tasks)
    });
    services.flat_map(of_service).collect()
}

fn of_service(service: &Service) -> Vec<Route> {
    let lists = [service.tags.as_ref(), service.canary_tags.as_ref()];
    let tags = lists.into_iter().flat_map(texts);
    let route = |(tag, _): (&str, _)| {
        let (address, options) = split(tag.strip_prefix(PREFIX)?);
        let mut options = options.split_whitespace();
        // Its other protocols, such as `tcp+sni`, are connections, too.
        let is_tcp = options.any(|option| option.starts_with("proto=tcp"));
        Some(Route {
            protocol: if is_tcp { "tcp" } else { "http" }.to_owned(),
            name: "fabio".to_owned(),
            address: address.to_owned(),
            rule: tag.to_owned(),
            service: text(service.name.as_ref()),
            ..Route::default()
        })
    };
    tags.filter_map(route).collect()
}

fn split(tag: &str) -> (&str, &str) {
    tag.split_once(' ').unwrap_or((tag, ""))
}
