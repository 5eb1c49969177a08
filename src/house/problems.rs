//! What a workload is asked for that cannot be built: it would be lost, or be something else.

use std::collections::BTreeMap;

use super::{AnyRoute, Rollout, Site, Storage, Workload, disabled, storage};
use crate::jobspec::{Attr, Config, Group, Problem, Service, Source, Value};
use crate::nearest::nearest;

/// Everything of the kind in a workload.
pub fn of(workload: &Workload, site: &Site) -> Vec<Problem> {
    let mut problems: Vec<Problem> = workload.said.twice();
    kind(workload, &mut problems);
    image(workload, site, &mut problems);
    driver(workload, &mut problems);
    network(workload, &mut problems);
    services(workload, &mut problems);
    turned_off(workload, site, &mut problems);
    storages(workload, &mut problems);
    secrets(workload, &mut problems);
    canaries(workload, &mut problems);
    let routes = workload.routes.iter().chain(&workload.canary_routes);
    problems.extend(routes.flat_map(AnyRoute::problems));
    problems
}

/// What the groups have twice of things that have a name: Nomad refuses it, or keeps one of the two.
pub fn of_groups(groups: &[Group]) -> Vec<Problem> {
    let mut names = Names::default();
    for group in groups {
        names.add("groups named", "", &group.name, group.base.source);
    }
    groups.iter().fold(names.twice, |mut problems, group| {
        problems.extend(of_group(group));
        problems
    })
}

fn of_group(group: &Group) -> Vec<Problem> {
    let mut names = Names::default();
    for port in group.networks.iter().flat_map(|network| &network.ports) {
        names.add("ports named", "", &port.label, port.base.source);
    }
    for volume in &group.volumes {
        names.add("volumes named", "", &volume.name, volume.base.source);
    }
    for task in &group.tasks {
        names.add("tasks named", "", &task.name, task.base.source);
        for template in &task.templates {
            let path = template.destination.as_ref().and_then(Attr::as_str).unwrap_or_default();
            names.add("templates for the file", &task.name, path, template.base.source);
        }
        for mount in &task.volume_mounts {
            let path = mount.destination.as_ref().and_then(Attr::as_str).unwrap_or_default();
            names.add("volumes seen at", &task.name, path, mount.base.source);
        }
    }
    names.twice
}

/// Names so far, each of a kind and within something, and those that came again.
#[derive(Default)]
struct Names {
    seen: BTreeMap<(&'static str, String, String), Source>,
    twice: Vec<Problem>,
}

impl Names {
    fn add(&mut self, kind: &'static str, within: &str, name: &str, source: Source) {
        let key = (kind, within.to_owned(), name.to_owned());
        // What has no name, or an expression for one, is not known to be the same.
        if let Some(earlier) = self.seen.insert(key, source).filter(|_| !name.is_empty()) {
            let message = format!("it has two {kind} `{name}`");
            let problem = Problem::new(message, "change one of the two", source);
            self.twice.push(problem.after(earlier));
        }
    }
}

/// What Nomad refuses in jobs of its type.
fn kind(workload: &Workload, problems: &mut Vec<Problem>) {
    let type_ = workload.job.type_.as_ref().and_then(Attr::as_str).unwrap_or_default();
    let (batch, system) = (type_.ends_with("batch"), type_ == "system");
    let everywhere = type_.starts_with("sys");
    let group = &workload.group;
    let update = group.update.is_some() || workload.rollout.is_some();
    let many = group.count.as_ref().and_then(Attr::get).is_some_and(|count| count > 1);
    let refused = [
        (batch && update, "an update", &["rollout", "update"][..]),
        (!batch && workload.job.periodic.is_some(), "a `periodic` block", &["periodic"]),
        (system && many, "a count of more than 1", &["count"]),
        (system && !group.affinities.is_empty(), "an affinity", &["affinity"]),
        (system && !group.spreads.is_empty(), "a spread", &[]),
        (everywhere && group.reschedule.is_some(), "a reschedule policy", &["reschedule"]),
    ];
    for (_, what, methods) in refused.into_iter().filter(|(has, ..)| *has) {
        let mut places = methods.iter().flat_map(|method| workload.said.places(method));
        let place = places.next().unwrap_or(workload.task.base.source);
        let message = format!("it has {what}, and Nomad takes none in a {type_} job");
        let help = if methods == ["periodic"] {
            "remove it, or make it a batch job: `Workload::batch`"
        } else {
            "remove it, or make it a service"
        };
        problems.push(Problem::new(message, help, place));
    }
}

/// Its image: of its own, or the site's.
fn image(workload: &Workload, site: &Site, problems: &mut Vec<Problem>) {
    let said = &workload.said;
    let (own, tag) = (said.place("image"), said.place("tag"));
    if workload.image.is_some() && workload.tag.is_some() {
        let message = "it has an image of its own and a tag for the site's";
        problems.push(Problem::new(message, "put the tag into the image", tag).after(own));
    }
    if workload.image.is_none() && workload.task.config.is_none() && site.registry.is_none() {
        problems.push(Problem::new(
            "it has no image, and the site no registry where its own would be",
            "say which: `.image(\"repository:tag\")`; or name the registry in `Site::registry`",
            workload.task.base.source,
        ));
    }
}

/// The driver with its configuration, and what only docker's configuration can hold.
fn driver(workload: &Workload, problems: &mut Vec<Problem>) {
    let written = workload.task.base.source;
    let driver = workload.task.driver.as_ref().and_then(Attr::as_str);
    let Some(config) = &workload.task.config else {
        if let Some(driver) = driver.filter(|driver| *driver != "docker") {
            let message = format!("its driver is `{driver}`, and its configuration docker's");
            let help = "give the driver with its configuration: `.driver(…)`";
            problems.push(Problem::new(message, help, written));
        }
        return;
    };
    let own = config.driver();
    if driver.is_none() && own.is_none() {
        let help = "give the driver with its configuration: `.driver(Other::driver(…))`";
        problems.push(Problem::new("it has a configuration and no driver", help, written));
    }
    if let (Some(driver), Some(own)) = (driver, own)
        && driver != own
    {
        let message = format!("its driver is `{driver}`, and its configuration that of `{own}`");
        let help = "give the driver with its configuration: `.driver(…)`";
        problems.push(Problem::new(message, help, written));
    }
    let foreign = own != Some("docker");
    let name = driver.or(own).unwrap_or_default();
    for (what, place) in docker_only(workload) {
        let (message, help) = if foreign {
            let message = format!("{what} is for docker, and the driver is `{name}`");
            (message, "put it into the driver's configuration")
        } else {
            let message = format!("{what} is for the house's configuration, and it has its own");
            (message, "put it into that configuration")
        };
        problems.push(Problem::new(message, help, place));
    }
}

/// What only docker's configuration can hold, and the workload has; with its place.
fn docker_only(workload: &Workload) -> impl Iterator<Item = (&'static str, Source)> {
    let said = &workload.said;
    let args = said.places("args").chain(said.places("arg")).next().unwrap_or_default();
    let bind = workload
        .storage
        .iter()
        .find(|storage| matches!(storage.kind, storage::Kind::Bind | storage::Kind::Ephemeral));
    [
        (workload.image.is_some(), "an image", said.place("image")),
        (workload.tag.is_some(), "a tag", said.place("tag")),
        (workload.command.is_some(), "the command", said.place("command")),
        (!workload.args.is_empty(), "the list of arguments", args),
        (!workload.entrypoint.is_empty(), "an entry point", said.place("entrypoint")),
        (workload.privileged, "the privilege", said.place("privileged")),
        (bind.is_some(), "a bind", bind.map(|bind| bind.written).unwrap_or_default()),
    ]
    .into_iter()
    .filter_map(|(has, what, place)| has.then_some((what, place)))
}

fn network(workload: &Workload, problems: &mut Vec<Problem>) {
    if let (true, Some(Config::Docker(docker))) = (workload.host_network, &workload.task.config)
        && docker.network_mode.is_none()
    {
        let message =
            "it has the node's network, and its own configuration of docker does not say so";
        let help = "add `.network_mode(\"host\")` to that configuration: docker has a network of its own otherwise";
        problems.push(Problem::new(message, help, workload.said.place("host_network")));
    }
    let networks = &workload.group.networks;
    if let [first, second, ..] = networks.as_slice() {
        let help = "give it to `.network(…)`, which takes the ports";
        let problem = Problem::new("its group has two networks", help, second.base.source);
        problems.push(problem.after(first.base.source));
    }
    let mode = networks.first().and_then(|network| network.mode.as_ref());
    if workload.host_network && mode.is_some_and(|mode| mode.as_str() != Some("host")) {
        let place = workload.said.place("host_network");
        let message = "it has a network of its own kind, and the node's";
        let earlier = networks.first().map(|network| network.base.source).unwrap_or_default();
        problems.push(Problem::new(message, "keep one of the two", place).after(earlier));
    }
}

/// Routes, tags and the check: each has a service that it can go to.
fn services(workload: &Workload, problems: &mut Vec<Problem>) {
    let said = &workload.said;
    let given = &workload.group.services;
    let at = |service: &Service, label: Option<&str>| {
        service.port.as_ref().and_then(Attr::as_str) == label
    };
    let first = workload.ports().first().map(|port| port.label.as_str());
    let served = |label: Option<&str>| {
        let house = label.is_some() && !workload.no_services;
        house || given.iter().any(|service| at(service, label))
    };
    let routes = workload.routes.iter().zip(said.places("route"));
    let canaries = workload.canary_routes.iter().zip(said.places("canary_route"));
    for (route, place) in routes.chain(canaries) {
        let label = route.port().or(first);
        if let Some((message, help)) = route_problem(route, workload).or_else(|| {
            let message = "a route leads to a port that has no service".to_owned();
            (!served(label)).then_some((message, "give the port a service: `.with_service(…)`"))
        }) {
            problems.push(Problem::new(message, help, place));
        }
    }
    let none = given.is_empty() && (workload.no_services || first.is_none());
    for (tags, method) in [(&workload.tags, "tags"), (&workload.canary_tags, "canary_tags")] {
        if none && !tags.is_empty() {
            let message = "it has tags and no service that they could go to";
            let help = "give it a port, or a service";
            problems.push(Problem::new(message, help, said.place(method)));
        }
    }
    let path = workload.check.as_ref().and_then(|check| check.path.as_ref()?.as_str());
    if let Some(path) = path.filter(|path| !path.starts_with(['/', '$'])) {
        let message = format!("its check asks for the path `{path}`, which is none");
        let place = [said.place("health"), said.place("check")];
        let place = place.into_iter().find(|place| place.location().is_some()).unwrap_or_default();
        problems.push(Problem::new(message, "begin it with `/`", place));
    }
    let taken = given.iter().find(|service| at(service, first));
    let taken = taken.is_some_and(|service| !service.checks.is_empty());
    if workload.check.is_some() && (taken || first.is_none() || !served(first)) {
        let place = [said.place("check"), said.place("health")];
        let place = place.into_iter().find(|place| place.location().is_some()).unwrap_or_default();
        let message = "its check has no service that it could go to";
        problems.push(Problem::new(message, "add the check to the service itself", place));
    }
    closed(workload, first, problems);
}

/// Routes and tags beside tags that are an expression.
fn closed(workload: &Workload, first: Option<&str>, problems: &mut Vec<Problem>) {
    let sorts = [
        (false, "tags", &workload.routes, &workload.tags),
        (true, "canary tags", &workload.canary_routes, &workload.canary_tags),
    ];
    for service in &workload.group.services {
        let label = service.port.as_ref().and_then(Attr::as_str);
        for (canary, what, routes, tags) in sorts {
            let own = if canary { &service.canary_tags } else { &service.tags };
            let open = matches!(own.as_ref().map(Attr::value), None | Some(Value::List(_)));
            let leads = routes.iter().any(|route| route.port().or(first) == label);
            if !open && (!tags.is_empty() || leads) {
                problems.push(Problem::new(
                    format!(
                        "the {what} of a service are an expression, to which none can be added"
                    ),
                    "write the routes and tags of the job into that expression",
                    service.base.source,
                ));
            }
        }
    }
}

/// Tags that turn off the routes beside them.
fn turned_off(workload: &Workload, site: &Site, problems: &mut Vec<Problem>) {
    let sorts = [
        ("tags", &workload.routes, &workload.tags),
        ("canary_tags", &workload.canary_routes, &workload.canary_tags),
    ];
    let first = workload.ports().first().map(|port| port.label.as_str());
    for (method, routes, words) in sorts {
        let leads = |service: &&Service| {
            let label = service.port.as_ref().and_then(Attr::as_str);
            routes.iter().any(|route| route.port().or(first) == label)
        };
        let own = workload.group.services.iter().filter(leads).flat_map(|service| {
            let own = if method == "tags" { &service.tags } else { &service.canary_tags };
            let own = own.as_ref().and_then(Attr::get).unwrap_or_default();
            own.into_iter().map(|word| (word, service.base.source))
        });
        let words = words.iter().filter(|_| !routes.is_empty());
        let words = words.map(|word| (word.clone(), workload.said.place(method)));
        let all = own.chain(words);
        problems.extend(
            all.filter_map(|(word, place)| disabled(&site.traefik_prefix, &word.into(), place)),
        );
    }
}

fn route_problem(route: &AnyRoute, workload: &Workload) -> Option<(String, &'static str)> {
    let help = "give it one of the job's ports with `.to_port(…)`, or add the port";
    if workload.ports().is_empty() {
        return Some(("it has a route but no port".to_owned(), help));
    }
    let port = route.port()?;
    let known = workload.ports().iter().any(|known| known.label == port);
    let message = format!("a route leads to the port `{port}`, which it does not have");
    (!known).then_some((message, help))
}

/// Names of the environment that a file of them can hold, and keys that there can be.
fn secrets(workload: &Workload, problems: &mut Vec<Problem>) {
    for (name, key) in &workload.secrets {
        let starts = name.starts_with(|first: char| first == '_' || first.is_ascii_alphabetic());
        let word = name.chars().all(|letter| letter == '_' || letter.is_ascii_alphanumeric());
        let (message, help) = if !(starts && word) {
            let message = format!("a secret goes to `{name}`, which is no name of the environment");
            (message, "use letters, digits and `_`, beginning with a letter")
        } else if key.is_empty() {
            (format!("the secret `{name}` has no key"), "name the key of Nomad's variable")
        } else {
            continue;
        };
        problems.push(Problem::new(message, help, workload.said.place("secrets")));
    }
}

/// What is for canaries, in a group that has none.
fn canaries(workload: &Workload, problems: &mut Vec<Problem>) {
    let own = workload.group.update.as_ref().and_then(|update| update.canary.as_ref());
    let some = matches!(workload.rollout, Some(Rollout::Canary | Rollout::BlueGreen))
        || own.is_some_and(|canary| canary.get() != Some(0));
    for method in ["canary_route", "canary_tags"] {
        let place = workload.said.place(method);
        if !some && place.location().is_some() {
            let message = format!("`{method}` is for canaries, and it has none");
            let help = "add `.rollout(Rollout::Canary)`, or an `update` with `canary`";
            problems.push(Problem::new(message, help, place));
        }
    }
}

/// Places for data: where the job sees them, and what their kind can do.
fn storages(workload: &Workload, problems: &mut Vec<Problem>) {
    let mut seen: BTreeMap<&str, Source> = BTreeMap::new();
    for storage in &workload.storage {
        let name = &storage.source;
        let earlier = seen.insert(&storage.destination, storage.written);
        if let Some(earlier) = earlier.filter(|_| !storage.destination.is_empty()) {
            let message = format!("two storages are to be seen at `{}`", storage.destination);
            let problem = Problem::new(message, "change one of the two", storage.written);
            problems.push(problem.after(earlier));
        }
        let bind = matches!(storage.kind, storage::Kind::Bind);
        if bind && (name.is_empty() || name.contains(':')) {
            let message = format!(
                "the path `{name}` cannot be bound: docker separates the two paths of a bind by `:`"
            );
            problems.push(Problem::new(message, "name a path of the node", storage.written));
        }
        problems.extend(storage.said.twice());
        if storage.destination.is_empty() {
            let message = format!("the storage `{name}` has no place where the job sees it");
            problems.push(Problem::new(message, "say where: `.at(\"/data\")`", storage.written));
        }
        let absolute = storage.destination.starts_with(['/', '$']);
        let docker = matches!(storage.kind, storage::Kind::Bind | storage::Kind::Ephemeral);
        if docker && !storage.destination.is_empty() && !absolute {
            let message = format!(
                "the storage `{name}` is to be seen at `{}`, which is no path from the root",
                storage.destination
            );
            problems.push(Problem::new(message, "begin it with `/`", storage.written));
        }
        let place = storage.said.place("access_mode");
        if let Some(problem) = unknown_mode(storage, place) {
            problems.push(problem);
            continue;
        }
        if storage.kind != storage::Kind::Csi && place.location().is_some() {
            let message = format!("the storage `{name}` has an access mode, and is no CSI volume");
            problems.push(Problem::new(message, "remove `.access_mode(…)`", place));
        }
        if let Some(problem) = shared(storage, workload) {
            problems.push(problem);
        }
    }
}

/// Who may mount a volume of the cluster, in Nomad's words.
const MODES: [&str; 5] = [
    "single-node-reader-only",
    "single-node-writer",
    "multi-node-reader-only",
    "multi-node-single-writer",
    "multi-node-multi-writer",
];

/// An access mode that Nomad does not know.
fn unknown_mode(storage: &Storage, place: Source) -> Option<Problem> {
    let mode = storage.access_mode;
    if storage.kind != storage::Kind::Csi || MODES.contains(&mode) {
        return None;
    }
    let near = nearest(mode, MODES.into_iter());
    let near = near.map(|near| format!("; `{near}` is near")).unwrap_or_default();
    let message = format!(
        "the storage `{}` has the access mode `{mode}`, which Nomad does not know{near}",
        storage.source
    );
    let help = "say one of `single-node-writer`, `single-node-reader-only`, `multi-node-reader-only`, \
                `multi-node-single-writer` and `multi-node-multi-writer`";
    Some(Problem::new(message, help, place))
}

/// A volume of the cluster that its access mode does not let the job mount, as far as the job alone shows it.
fn shared(storage: &Storage, workload: &Workload) -> Option<Problem> {
    let (name, mode) = (&storage.source, storage.access_mode);
    let count = workload.group.count.as_ref().and_then(Attr::get).unwrap_or(1);
    if storage.kind != storage::Kind::Csi {
        return None;
    }
    let (message, help) = if mode.ends_with("reader-only") && !storage.read_only {
        let message = format!("the storage `{name}` is to be written, with the mode `{mode}`");
        (message, "add `.read_only()`, or give it a mode that lets it write")
    } else if count > 1
        && (mode.starts_with("single-node")
            || mode == "multi-node-single-writer" && !storage.read_only)
    {
        let message =
            format!("the storage `{name}` is for one, by its mode `{mode}`, and {count} run");
        let help = if storage.read_only {
            "say `.access_mode(\"multi-node-reader-only\")`, if the storage can do that"
        } else {
            "say `.access_mode(\"multi-node-multi-writer\")`, if the storage can do that"
        };
        (message, help)
    } else {
        return None;
    };
    Some(Problem::new(message, help, storage.written))
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
