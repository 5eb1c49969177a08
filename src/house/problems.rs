//! What a workload is asked for that cannot be built: it would be lost, or be something else.

use super::{AnyRoute, Workload, storage};
use crate::jobspec::{Problem, Source};

/// Everything of the kind in a workload.
pub fn of(workload: &Workload) -> Vec<Problem> {
    let mut problems = Vec::new();
    let written = workload.task.base.source;
    let mut say =
        |source: Source, message: String, help| problems.push(Problem { message, help, source });
    if workload.image.is_some() && workload.tag.is_some() {
        say(
            written,
            "it has an image of its own and a tag for the site's".to_owned(),
            "put the tag into the image",
        );
    }
    if let Some((driver, _)) = &workload.driver {
        for what in docker_only(workload) {
            let message = format!("{what} is for docker, and the driver is `{driver}`");
            say(written, message, "put it into the driver's configuration");
        }
    }
    for route in &workload.routes {
        if let Some(message) = route_problem(route, workload) {
            say(
                route.written(),
                message,
                "give it one of the job's ports with `.to_port(…)`, or add the port",
            );
        }
    }
    problems.extend(workload.routes.iter().flat_map(AnyRoute::problems).cloned());
    let mut say =
        |source: Source, message: String, help| problems.push(Problem { message, help, source });
    let first = workload.ports.first().map(|port| port.label.as_str());
    let checked = workload.services.iter().any(|service| {
        service.port.as_ref().and_then(crate::jobspec::Attr::as_str) == first
            && !service.checks.is_empty()
    });
    if workload.check.is_some() && (checked || first.is_none() || workload.no_services) {
        say(
            written,
            "its check has no service that it could go to".to_owned(),
            "add the check to the service itself",
        );
    }
    for storage in workload.storage.iter().filter(|storage| storage.destination.is_empty()) {
        let message =
            format!("the storage `{}` has no place where the job sees it", storage.source);
        say(storage.written, message, "say where: `.at(\"/data\")`");
    }
    problems
}

/// What only docker's configuration can hold, and the workload has.
fn docker_only(workload: &Workload) -> impl Iterator<Item = &'static str> {
    let bound = |storage: &super::Storage| {
        matches!(storage.kind, storage::Kind::Bind | storage::Kind::Ephemeral)
    };
    [
        (workload.image.is_some(), "an image"),
        (workload.tag.is_some(), "a tag"),
        (workload.command.is_some(), "the command"),
        (!workload.args.is_empty(), "the list of arguments"),
        (!workload.entrypoint.is_empty(), "an entry point"),
        (workload.privileged, "the privilege"),
        (workload.storage.iter().any(bound), "a bind"),
    ]
    .into_iter()
    .filter_map(|(has, what)| has.then_some(what))
}

fn route_problem(route: &AnyRoute, workload: &Workload) -> Option<String> {
    if workload.ports.is_empty() {
        return Some("it has a route but no port".to_owned());
    }
    let port = route.port()?;
    let known = workload.ports.iter().any(|known| known.label == port);
    (!known).then(|| format!("a route leads to the port `{port}`, which it does not have"))
}

#[cfg(test)]
mod tests {
    use crate::prelude::*;

    #[test]
    fn every_service_and_route_is_there() {
        let job = Workload::service("web")
            .port(Port::http(80))
            .with_service(Service::new("one").port("http"))
            .with_service(Service::new("two").port("http"))
            .with_service(Service::new("stray").port("metrics"))
            .health("/")
            .route(Route::path("/a"))
            .route(Route::path("/b"))
            .job(&Site::new("lab"));
        let services = &job.groups[0].services;
        let names: Vec<&str> =
            services.iter().filter_map(|service| service.name.as_ref()?.as_str()).collect();
        assert_eq!(names, ["one", "two", "stray"]);
        assert_eq!((services[0].checks.len(), services[1].checks.len()), (1, 0));
        let tags = services[0].tags.as_ref().and_then(|tags| tags.get()).unwrap_or_default();
        assert_eq!(tags[1], "traefik.http.routers.one.rule=PathPrefix(`/a`)");
        assert_eq!(tags[2], "traefik.http.routers.one-2.rule=PathPrefix(`/b`)");
    }
}
