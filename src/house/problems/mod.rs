//! What a workload is asked for that cannot be built: it would be lost, or be something else.

mod services;
mod storages;

use std::collections::BTreeMap;

use super::template_text::is_word;
use super::{AnyRoute, Site, Workload, storage};
use crate::jobspec::{Attr, Config, Group, Location, Problem};

/// Everything of the kind in a workload.
pub fn of(workload: &Workload, site: &Site) -> Vec<Problem> {
    let mut problems: Vec<Problem> = workload.parts.said.twice();
    kind(workload, &mut problems);
    image(workload, site, &mut problems);
    driver(workload, &mut problems);
    network(workload, &mut problems);
    services::check(workload, site, &mut problems);
    storages::check(workload, &mut problems);
    secrets(workload, &mut problems);
    canaries(workload, &mut problems);
    times(workload, &mut problems);
    let routes = workload.parts.routes.iter().chain(&workload.parts.canary_routes);
    problems.extend(routes.flat_map(AnyRoute::problems));
    problems
}

/// What the groups have twice of things that have a name: Nomad refuses it, or keeps one of the two.
pub fn of_groups(groups: &[Group]) -> Vec<Problem> {
    let mut names = Names::default();
    for group in groups {
        names.add("group", "", &group.name, group.base.location);
    }
    groups.iter().fold(names.twice, |mut problems, group| {
        problems.extend(of_group(group));
        problems
    })
}

fn of_group(group: &Group) -> Vec<Problem> {
    let mut names = Names::default();
    for port in group.networks.iter().flat_map(|network| &network.ports) {
        names.add("port", "", &port.label, port.base.location);
    }
    for volume in &group.volumes {
        names.add("volume", "", &volume.name, volume.base.location);
    }
    for task in &group.tasks {
        names.add("task", "", &task.name, task.base.location);
        for template in &task.templates {
            let path = template.destination.as_ref().and_then(Attr::as_str).unwrap_or_default();
            names.add("template for the file", &task.name, path, template.base.location);
        }
        for mount in &task.volume_mounts {
            let path = mount.destination.as_ref().and_then(Attr::as_str).unwrap_or_default();
            names.add("volume mounted at", &task.name, path, mount.base.location);
        }
    }
    names.twice
}

/// Names so far, each of a kind and within something, and those that came again.
#[derive(Default)]
struct Names {
    seen: BTreeMap<(&'static str, String, String), Location>,
    twice: Vec<Problem>,
}

impl Names {
    fn add(&mut self, kind: &'static str, within: &str, name: &str, source: Location) {
        let key = (kind, within.to_owned(), name.to_owned());
        // What has no name, or an expression for one, is not known to be the same.
        if let Some(earlier) = self.seen.insert(key, source).filter(|_| !name.is_empty()) {
            let message = format!("duplicate {kind} `{name}`");
            let problem = Problem::new(message, "change one of the two", source);
            self.twice.push(problem.after(earlier));
        }
    }
}

/// What Nomad refuses in jobs of its type.
fn kind(workload: &Workload, problems: &mut Vec<Problem>) {
    let type_ = workload.parts.job.type_.as_ref().and_then(Attr::as_str).unwrap_or_default();
    let (batch, system) = (type_.ends_with("batch"), type_ == "system");
    let everywhere = type_.starts_with("sys");
    let group = &workload.parts.group;
    let update = group.update.is_some() || workload.parts.rollout.is_some();
    let many = group.count.as_ref().and_then(Attr::get).is_some_and(|count| count > 1);
    let refused = [
        (batch && update, "an update", &["rollout", "update"][..]),
        (
            !batch && workload.parts.job.periodic.is_some(),
            "a `periodic` block",
            &["periodic", "cron", "time_zone"],
        ),
        (
            !batch && workload.parts.job.parameterized.is_some(),
            "a `parameterized` block",
            &["parameterized"],
        ),
        (system && many, "a count of more than 1", &["count"]),
        (system && !group.affinities.is_empty(), "an affinity", &["affinity"]),
        (system && !group.spreads.is_empty(), "a spread", &["spread"]),
        (everywhere && group.reschedule.is_some(), "a reschedule policy", &["reschedule"]),
    ];
    for (_, what, methods) in refused.into_iter().filter(|(has, ..)| *has) {
        let mut places = methods.iter().flat_map(|method| workload.parts.said.places(method));
        let place = places.next().unwrap_or(workload.parts.task.base.location);
        let message = format!("{what} is not allowed in a {type_} job");
        let help = if matches!(methods, ["periodic", ..] | ["parameterized"]) {
            "remove it, or make it a batch job: `Workload::batch`"
        } else {
            "remove it, or make it a service job"
        };
        problems.push(Problem::new(message, help, place));
    }
}

/// Its image: of its own, or the site's.
fn image(workload: &Workload, site: &Site, problems: &mut Vec<Problem>) {
    if workload.parts.image.is_none()
        && workload.parts.task.config.is_none()
        && site.image_registry.is_none()
    {
        problems.push(Problem::new(
            "missing image, and the site has no image registry for a default",
            "set the image: `.image(\"repository:tag\")`; or set the image registry of the site",
            workload.parts.task.base.location,
        ));
    }
}

/// The driver with its configuration, and what only docker's configuration can hold.
fn driver(workload: &Workload, problems: &mut Vec<Problem>) {
    let written = workload.parts.task.base.location;
    let driver = workload.parts.task.driver.as_ref().and_then(Attr::as_str);
    let Some(config) = &workload.parts.task.config else {
        if let Some(driver) = driver.filter(|driver| *driver != "docker") {
            let message = format!("the driver is `{driver}`, but the configuration is for docker");
            let help = "set the driver with its configuration: `.driver(…)`";
            problems.push(Problem::new(message, help, written));
        }
        return;
    };
    let own = config.driver();
    if driver.is_none() && own.is_none() {
        let help = "set the driver with its configuration: `.driver(Other::driver(…))`";
        problems.push(Problem::new("a configuration without a driver", help, written));
    }
    if let (Some(driver), Some(own)) = (driver, own)
        && driver != own
    {
        let message = format!("the driver is `{driver}`, but the configuration is for `{own}`");
        let help = "set the driver with its configuration: `.driver(…)`";
        problems.push(Problem::new(message, help, written));
    }
    let foreign = own != Some("docker");
    let name = driver.or(own).unwrap_or_default();
    for (what, place) in docker_only(workload) {
        let (message, help) = if foreign {
            let message = format!("{what} is for docker, but the driver is `{name}`");
            (message, "move it into the driver's configuration")
        } else {
            let message = format!(
                "{what} is for the generated configuration, but the task sets \
                its own"
            );
            (message, "move it into that configuration")
        };
        problems.push(Problem::new(message, help, place));
    }
}

/// The settings of a workload that only docker's configuration supports, with their locations.
fn docker_only(workload: &Workload) -> impl Iterator<Item = (&'static str, Location)> {
    let said = &workload.parts.said;
    let args = said.places("args").chain(said.places("arg")).next().unwrap_or_default();
    let bind = workload
        .parts
        .storage
        .iter()
        .find(|storage| matches!(storage.kind, storage::Kind::Bind | storage::Kind::Ephemeral));
    [
        (workload.parts.image.is_some(), "an image", said.place("image")),
        (workload.parts.command.is_some(), "the command", said.place("command")),
        (workload.parts.args.is_some(), "the list of arguments", args),
        (workload.parts.entrypoint.is_some(), "an entry point", said.place("entrypoint")),
        (workload.parts.privileged, "the privilege", said.place("privileged")),
        (bind.is_some(), "a bind", bind.map(|bind| bind.written).unwrap_or_default()),
    ]
    .into_iter()
    .filter_map(|(has, what, place)| has.then_some((what, place)))
}

fn network(workload: &Workload, problems: &mut Vec<Problem>) {
    if let (true, Some(Config::Docker(docker))) =
        (workload.parts.host_network, &workload.parts.task.config)
        && docker.network_mode.is_none()
    {
        let message =
            "the node's network is set, but the custom docker configuration does not use it";
        let help = "add `.network_mode(\"host\")` to that configuration: docker creates a network \
            otherwise";
        problems.push(Problem::new(message, help, workload.parts.said.place("host_network")));
    }
    let networks = &workload.parts.group.networks;
    if let [first, second, ..] = networks.as_slice() {
        let help = "pass it to `.network(…)`, which takes the ports";
        let problem = Problem::new("its group has two networks", help, second.base.location);
        problems.push(problem.after(first.base.location));
    }
    let mode = networks.first().and_then(|network| network.mode.as_ref());
    if workload.parts.host_network && mode.is_some_and(|mode| mode.as_str() != Some("host")) {
        let place = workload.parts.said.place("host_network");
        let message = "both a custom network and the node's network are set";
        let earlier = networks.first().map(|network| network.base.location).unwrap_or_default();
        problems.push(Problem::new(message, "remove one of the two calls", place).after(earlier));
    }
}

/// Names of the environment that a file of them can hold, and keys that there can be.
fn secrets(workload: &Workload, problems: &mut Vec<Problem>) {
    for (name, source) in &workload.parts.secrets {
        let (message, help) = if !is_word(name) {
            let message = format!("invalid environment variable `{name}` for a secret");
            (message, "use letters, digits and `_`, beginning with a letter")
        } else if let Some((fault, help)) = source.lookup(&workload.parts.job.id).fault() {
            (format!("the secret `{name}` {fault}"), help)
        } else {
            continue;
        };
        problems.push(Problem::new(message, help, workload.parts.said.place("secrets")));
    }
}

/// Settings whose requirement is not set: a time zone without a schedule, a payload file in a job
/// that is not parameterized.
fn times(workload: &Workload, problems: &mut Vec<Problem>) {
    let crons = workload.parts.job.periodic.as_ref().is_some_and(|periodic| {
        periodic.cron.is_some() || periodic.crons.is_some() || !periodic.base.extra.is_empty()
    });
    let zone = workload.parts.said.place("time_zone");
    if !crons && zone.is_known() {
        let help = "set the times: `.cron(\"0 3 * * *\")`";
        problems.push(Problem::new("a time zone without a schedule", help, zone));
    }
    let payload = workload.parts.said.place("dispatch_payload");
    if workload.parts.job.parameterized.is_none() && payload.is_known() {
        let message = "a file for the dispatch payload in a job that is not parameterized";
        let help = "make the job parameterized: `.parameterized(Parameterized::new())`";
        problems.push(Problem::new(message, help, payload));
    }
}

/// What is for canaries, in a group that has none.
fn canaries(workload: &Workload, problems: &mut Vec<Problem>) {
    let some = workload.has_canaries();
    for method in ["canary_route", "canary_tags"] {
        let place = workload.parts.said.place(method);
        if !some && place.is_known() {
            let message = format!("`{method}` is for canaries, but the job has none");
            let help = "add `.rollout(Rollout::Canary)`, or an `update` with `canary`";
            problems.push(Problem::new(message, help, place));
        }
    }
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
