//! Routes, tags and the check of a workload.

use crate::house::{AnyRoute, Site, Workload, disabled};
use crate::jobspec::{Attr, Problem, Service, Value};

/// Routes, tags and the check: each has a service that it can go to.
pub fn check(workload: &Workload, site: &Site, problems: &mut Vec<Problem>) {
    let said = &workload.parts.said;
    let given = &workload.parts.group.services;
    let at = |service: &Service, label: Option<&str>| {
        service.port.as_ref().and_then(Attr::as_str) == label
    };
    let first = workload.ports().first().map(|port| port.label.as_str());
    let served = |label: Option<&str>| {
        let house = label.is_some() && !workload.parts.no_services;
        house || given.iter().any(|service| at(service, label))
    };
    let routes = workload.parts.routes.iter().zip(said.places("route"));
    let canaries = workload.parts.canary_routes.iter().zip(said.places("canary_route"));
    for (route, place) in routes.chain(canaries) {
        let label = route.port().or(first);
        if let Some((message, help)) = route_problem(route, workload).or_else(|| {
            let message = "a route to a port without a service".to_owned();
            (!served(label)).then_some((message, "add a service to the port: `.with_service(…)`"))
        }) {
            problems.push(Problem::new(message, help, place));
        }
    }
    let none = given.is_empty() && (workload.parts.no_services || first.is_none());
    for (tags, method) in
        [(&workload.parts.tags, "tags"), (&workload.parts.canary_tags, "canary_tags")]
    {
        if none && !tags.is_empty() {
            let message = "tags without a service";
            let help = "add a port, or a service";
            problems.push(Problem::new(message, help, said.place(method)));
        }
    }
    let check_place = || {
        let places = [said.place("check"), said.place("health")];
        places.into_iter().find(|place| place.is_known()).unwrap_or_default()
    };
    let path = workload.parts.check.as_ref().and_then(|check| check.path.as_ref()?.as_str());
    if let Some(path) = path.filter(|path| !path.starts_with(['/', '$'])) {
        let message = format!("invalid check path `{path}`: expected a leading `/`");
        problems.push(Problem::new(message, "begin it with `/`", check_place()));
    }
    let taken = given.iter().find(|service| at(service, first));
    let taken = taken.is_some_and(|service| !service.checks.is_empty());
    if workload.parts.check.is_some() && (taken || first.is_none() || !served(first)) {
        let message = "a check without a service";
        let help = "add the check to the service directly";
        problems.push(Problem::new(message, help, check_place()));
    }
    closed(workload, first, problems);
    turned_off(workload, site, problems);
}

/// Routes and tags beside tags that are an expression.
fn closed(workload: &Workload, first: Option<&str>, problems: &mut Vec<Problem>) {
    let sorts = [
        (false, "tags", &workload.parts.routes, &workload.parts.tags),
        (true, "canary tags", &workload.parts.canary_routes, &workload.parts.canary_tags),
    ];
    for service in &workload.parts.group.services {
        let label = service.port.as_ref().and_then(Attr::as_str);
        for (canary, what, routes, tags) in sorts {
            let own = if canary { &service.canary_tags } else { &service.tags };
            let open = matches!(own.as_ref().map(Attr::value), None | Some(Value::List(_)));
            let leads = routes.iter().any(|route| route.port().or(first) == label);
            if !open && (!tags.is_empty() || leads) {
                problems.push(Problem::new(
                    format!("the {what} of a service are an expression, so none can be added"),
                    "put the routes and tags of the job into that expression",
                    service.base.location,
                ));
            }
        }
    }
}

/// Tags that turn off the routes beside them.
fn turned_off(workload: &Workload, site: &Site, problems: &mut Vec<Problem>) {
    let sorts = [
        ("tags", &workload.parts.routes, &workload.parts.tags),
        ("canary_tags", &workload.parts.canary_routes, &workload.parts.canary_tags),
    ];
    let first = workload.ports().first().map(|port| port.label.as_str());
    for (method, routes, words) in sorts {
        let leads = |service: &&Service| {
            let label = service.port.as_ref().and_then(Attr::as_str);
            routes.iter().any(|route| route.port().or(first) == label)
        };
        let own = workload.parts.group.services.iter().filter(leads).flat_map(|service| {
            let own = if method == "tags" { &service.tags } else { &service.canary_tags };
            let own = own.clone().and_then(|own| own.into_values().ok()).unwrap_or_default();
            own.into_iter().map(|word| word.at(service.base.location))
        });
        let words = words.iter().filter(|_| !routes.is_empty()).cloned();
        let prefix = &site.traefik_prefix;
        let disabled = |word: Attr<String>| disabled(prefix, &word, word.location());
        problems.extend(own.chain(words).filter_map(disabled));
    }
}

fn route_problem(route: &AnyRoute, workload: &Workload) -> Option<(String, &'static str)> {
    let help = "select one of the job's ports with `.to_port(…)`, or add the port";
    if workload.ports().is_empty() {
        return Some(("a route without a port".to_owned(), help));
    }
    let port = route.port()?;
    let known = workload.ports().iter().any(|known| known.label == port);
    let message = format!("unknown port `{port}` in a route");
    (!known).then_some((message, help))
}
