//! From a workload to the job: what the site and the house fill in.

use std::collections::{HashMap, HashSet};
use std::mem;

use super::{
    AnyRoute, Provider, Rollout, Site, Storage, Tags, Workload, alive, problems, refused, storage,
};
use crate::jobspec::{
    Attr, Block, Check, Config, Docker, Driver, Group, IntoAttr, Job, Network, Port, Resources,
    Service, Task, Volume, VolumeMount, written_at,
};

impl Workload {
    /// The job in the full model.
    #[must_use]
    pub fn job(mut self, site: &Site) -> Job {
        let mut problems = problems::of(&self, site);
        let no_defaults = self.parts.no_defaults;
        self.spell_cron(site);
        let given = mem::take(&mut self.parts.group.services);
        let services = self.all_services(given, site);
        let task = self.whole_task(site);
        let mut group = self.whole_group();
        group.services = services;
        for further in &mut group.tasks {
            if self.parts.further.contains(&further.name) {
                further.resources = further.resources.take().or_else(|| usual_size(site));
            }
        }
        group.tasks.insert(self.parts.before.min(group.tasks.len()), task);
        problems.extend(refused::of(&group, site));
        let mut job = self.parts.job;
        job.groups.insert(0, group);
        problems.extend(problems::of_groups(&job.groups));
        let mut job = if no_defaults { site.fill_in(job) } else { site.complete(job) };
        job.base.note(problems);
        job
    }

    /// The group without its services and the workload's own task. Nothing is left of it here.
    fn whole_group(&mut self) -> Group {
        let mut group = mem::replace(&mut self.parts.group, Group::blank());
        let count = group.count.as_ref().and_then(Attr::get).unwrap_or(1);
        let rollout = self.parts.rollout.map(|rollout| rollout.update(count));
        let rollout = rollout.map(|update| written_at(update, self.parts.said.place("rollout")));
        group.update = group.update.or(rollout.map(Box::new));
        if self.parts.host_network {
            let here = self.parts.said.place("host_network");
            if group.networks.is_empty() {
                group.networks.push(written_at(Network::new(), here));
            }
            for network in group.networks.iter_mut().take(1) {
                network.mode = Some(Attr::from("host").at(here));
            }
        }
        for volume in self.parts.storage.iter().filter_map(volume) {
            // One volume may be seen at several places.
            if !group.volumes.contains(&volume) {
                group.volumes.push(volume);
            }
        }
        group
    }

    /// The task with its configuration. Nothing is left of it here.
    fn whole_task(&mut self, site: &Site) -> Task {
        let here = self.parts.task.base.location;
        let own = self.parts.task.config.is_none().then(|| self.docker(site));
        let mut task = mem::replace(&mut self.parts.task, Task::blank());
        if let Some(docker) = own {
            let (driver, config) = docker.into_config();
            task.driver.get_or_insert_with(|| Attr::from(driver).at(here));
            task.config = Some(config);
        } else if let (None, Some(driver)) =
            (&task.driver, task.config.as_ref().and_then(Config::driver))
        {
            task.driver = Some(Attr::from(driver).at(here));
        }
        let mounted = self
            .parts
            .storage
            .iter()
            .filter(|storage| matches!(storage.kind, storage::Kind::Host | storage::Kind::Csi));
        task.volume_mounts.extend(mounted.map(volume_mount));
        task.resources = task.resources.or_else(|| usual_size(site));
        task
    }

    /// The configuration of a container. Nothing is left here of what is said of it.
    fn docker(&mut self, site: &Site) -> Docker {
        let image =
            self.parts.image.take().unwrap_or_else(|| site.image(&self.parts.job.id).into());
        let mut docker = Docker::image(image);
        if self.parts.host_network {
            // The group's network mode alone would leave the container in docker's own network.
            let mode = Attr::from("host").at(self.parts.said.place("host_network"));
            docker = docker.network_mode(mode);
        }
        if self.parts.privileged {
            docker = docker.privileged(Attr::from(true).at(self.parts.said.place("privileged")));
        }
        docker.entrypoint = self.parts.entrypoint.take();
        docker.command = self.parts.command.take();
        docker.args = self.parts.args.take();
        if !self.parts.host_network {
            let label = |port: &Port| Attr::from(port.label.as_str()).at(port.base.location);
            docker = add(docker, Docker::ports, self.ports().iter().map(label));
        }
        let bound = |storage: &&Storage| {
            matches!(storage.kind, storage::Kind::Bind | storage::Kind::Ephemeral)
        };
        let bind = |storage: &Storage| Attr::from(storage.as_bind()).at(storage.written);
        docker = add(docker, Docker::volumes, self.parts.storage.iter().filter(bound).map(bind));
        written_at(docker, self.parts.task.base.location)
    }

    /// The services that were given, and one for each other port.
    fn all_services(&self, given: Vec<Service>, site: &Site) -> Vec<Service> {
        let at =
            |service: &Service| service.port.as_ref().and_then(Attr::as_str).map(str::to_owned);
        let mut by_port: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, service) in given.iter().enumerate() {
            if let Some(label) = at(service) {
                by_port.entry(label).or_default().push(place);
            }
        }
        let mut given: Vec<Option<Service>> = given.into_iter().map(Some).collect();
        let mut services = Vec::new();
        let routed = self.routed();
        let ports = if self.parts.no_services { &[][..] } else { self.ports() };
        for port in ports {
            match by_port.remove(&port.label) {
                Some(here) => services
                    .extend(here.into_iter().filter_map(|place| given.get_mut(place)?.take())),
                None => services.push(self.house_service(port, &routed, site)),
            }
        }
        // One for a port that is not there is for the rules to see.
        services.extend(given.into_iter().flatten());
        let first = self.ports().first().map(|port| port.label.clone());
        let mut found = false;
        let own_check = self.own_check();
        for service in &mut services {
            let label = at(service);
            let is_first = !found && label == first;
            found |= is_first;
            if let Some(check) =
                own_check.as_ref().filter(|_| is_first && service.checks.is_empty())
            {
                service.checks.push(check.clone());
            }
            for check in &mut service.checks {
                // A script runs in a task: there is one.
                if check.task.is_none()
                    && check.type_.as_ref().and_then(Attr::as_str) == Some("script")
                {
                    let task = Attr::from(self.parts.task.name.as_str());
                    check.task = Some(task.at(check.base.location));
                }
            }
            self.finish(service, (label.as_deref(), is_first), routed.count > 1, site);
        }
        services
    }

    /// Adds the routes that lead to a service, and the tags beside them; of canaries too.
    fn finish(
        &self,
        service: &mut Service,
        (label, first): (Option<&str>, bool),
        through: bool,
        site: &Site,
    ) {
        let name =
            service.name.as_ref().and_then(Attr::as_str).unwrap_or(&self.parts.job.id).to_owned();
        let leads_here = |route: &&AnyRoute| route.port().map_or(first, |port| Some(port) == label);
        let finish = |own: &mut Option<Attr<Vec<String>>>, tags: Tags, words: &[Attr<String>]| {
            let before = match own.take().map(Attr::into_values) {
                None => Vec::new(),
                Some(Ok(values)) => values,
                // Nothing can be added to an expression: `problems` says so.
                Some(Err(expression)) => return *own = Some(expression),
            };
            let tags = tags.after(before).tags(words.iter().cloned());
            if !tags.is_empty() {
                *own = Some(tags.into_attr());
            }
        };
        let routes = self.parts.routes.iter().filter(leads_here).cloned();
        let mut tags = routes.fold(site.tags(&name), Tags::route);
        if through {
            tags = tags.through();
        }
        finish(&mut service.tags, tags, &self.parts.tags);
        let routes = self.parts.canary_routes.iter().filter(leads_here).cloned();
        let mut tags = routes.fold(site.tags(&format!("{name}-canary")), Tags::route);
        if !tags.is_empty() {
            let own = service.provider.as_ref().and_then(Attr::as_str);
            let all = [Provider::Consul, Provider::Nomad].into_iter();
            let own = all.into_iter().find(|provider| own == Some(provider.as_str()));
            let here = self.parts.said.place("canary_route");
            tags = tags.canary_at(own.unwrap_or(site.provider), here);
        }
        finish(&mut service.canary_tags, tags, &self.parts.canary_tags);
    }

    /// The ports that routes lead to.
    fn routed(&self) -> Routed<'_> {
        let first = self.ports().first().map(|port| port.label.as_str());
        let led: HashSet<&str> =
            self.parts.routes.iter().filter_map(|route| route.port().or(first)).collect();
        let mut routed = Routed::default();
        for port in self.ports().iter().filter(|port| led.contains(port.label.as_str())) {
            routed.count += 1;
            routed.labels.insert(&port.label);
        }
        routed
    }

    /// The name of the house's service for a port. Services of one name are one to Traefik, whatever their ports: those of
    /// several routed ports have names of their own.
    fn service_name(&self, port: &Port, routed: &Routed<'_>) -> String {
        if routed.count > 1 && routed.labels.contains(port.label.as_str()) {
            format!("{}-{}", self.parts.job.id, port.label.replace('_', "-"))
        } else {
            self.parts.job.id.clone()
        }
    }

    fn house_service(&self, port: &Port, routed: &Routed<'_>, site: &Site) -> Service {
        let first = self.ports().first().is_some_and(|first| first.label == port.label);
        let usual = || site.checks.then(|| self.tried(alive(Check::tcp())));
        let check = self.own_check().filter(|_| first).or_else(usual);
        let here = port.base.location;
        let mut service = Service::new(self.service_name(port, routed)).port(port.label.as_str());
        service.checks.extend(check.map(|check| written_at(check, here)));
        written_at(service, here)
    }

    /// The check that was set: one of `health` is the house's.
    fn own_check(&self) -> Option<Check> {
        let check = self.parts.check.clone()?;
        Some(if self.parts.said.place("health").is_known() { self.tried(check) } else { check })
    }

    /// The house's check of a group with canaries passes when it has been tried, and no sooner:
    /// otherwise a canary would be promoted before it has been checked at all.
    fn tried(&self, mut check: Check) -> Check {
        if self.has_canaries() {
            check.initial_status = None;
        }
        check
    }

    /// Whether the group has canaries, or may have: an expression is not known.
    pub(super) fn has_canaries(&self) -> bool {
        let own = self.parts.group.update.as_ref().and_then(|update| update.canary.as_ref());
        matches!(self.parts.rollout, Some(Rollout::Canary | Rollout::BlueGreen))
            || own.is_some_and(|canaries| canaries.get() != Some(0))
    }
}

/// The ports that routes lead to.
#[derive(Default)]
struct Routed<'a> {
    count: usize,
    labels: HashSet<&'a str>,
}

/// The site's resources for a task that sets none.
fn usual_size(site: &Site) -> Option<Box<Resources>> {
    site.shape.map(|shape| written_at(Resources::from(shape), site.place("shape")).into())
}

/// Adds values to a list of the configuration, if there are any.
fn add(
    docker: Docker,
    to: fn(Docker, Vec<Attr<String>>) -> Docker,
    values: impl Iterator<Item = Attr<String>>,
) -> Docker {
    let values: Vec<_> = values.collect();
    if values.is_empty() { docker } else { to(docker, values) }
}

fn volume(storage: &Storage) -> Option<Volume> {
    let mut volume = match storage.kind {
        storage::Kind::Host => Volume::host(&storage.source, &storage.source),
        storage::Kind::Csi => Volume::csi(&storage.source, &storage.source)
            .access_mode(storage.access_mode.clone().at(storage.said.place("access_mode")))
            .attachment_mode("file-system"),
        storage::Kind::Ephemeral | storage::Kind::Bind => return None,
    };
    volume.read_only = read_only(storage);
    Some(written_at(volume, storage.written))
}

fn volume_mount(storage: &Storage) -> VolumeMount {
    let destination = Attr::from(storage.destination.as_str()).at(storage.said.place("at"));
    let mut mount = VolumeMount::new(&storage.source, destination);
    mount.read_only = read_only(storage);
    written_at(mount, storage.written)
}

fn read_only(storage: &Storage) -> Option<Attr<bool>> {
    storage.read_only.then(|| Attr::from(true).at(storage.said.place("read_only")))
}

#[cfg(test)]
mod tests {
    use crate::prelude::*;
    use jobwright::jobspec::Config;

    fn docker(workload: Workload) -> Docker {
        let mut job = workload.job(&Site::new("lab"));
        match job.groups.remove(0).tasks.remove(0).config {
            Some(Config::Docker(docker)) => *docker,
            _ => Docker::image(""),
        }
    }

    #[test]
    fn a_container_in_the_network_of_the_node_publishes_nothing() {
        let own = docker(Workload::service("web").port(Port::http(80)));
        assert_eq!((own.ports, own.network_mode), (Some(vec!["http"].into()), None));
        let shared = docker(Workload::service("web").port(Port::dynamic("http")).host_network());
        assert_eq!((shared.ports, shared.network_mode), (None, Some("host".into())));
    }

    #[test]
    fn a_job_from_elsewhere_can_be_said() {
        let job = Workload::new("web")
            .group_name("app")
            .task_name("server")
            .count(1)
            .image("web:1")
            .command("serve")
            .network(Network::new().mode("bridge").port(Port::dynamic("b")))
            .port(Port::dynamic("a"))
            .with_service(Service::new("first").port("a"))
            .with_service(Service::unnamed().port("b"))
            .no_services()
            .update(Update::new().max_parallel(2))
            .job(&Site::bare("lab"));
        let service = |service: Service, port| service.port(port);
        let docker = Docker::image("web:1").command("serve").ports(["b", "a"]);
        let network = Network::new().mode("bridge");
        let group = Group::new("app")
            .count(1)
            .update(Update::new().max_parallel(2))
            .network(network.port(Port::dynamic("b")).port(Port::dynamic("a")))
            .service(service(Service::new("first"), "a"))
            .service(service(Service::unnamed(), "b"))
            .task(Task::new("server", docker));
        assert_eq!(job, Job::new("web").group(group));
    }

    #[test]
    fn one_argument_follows_the_other() {
        let docker = docker(Workload::service("web").args(["-a"]).arg(format!("-b={}", 2)));
        assert_eq!(docker.args, Some(vec!["-a", "-b=2"].into()));
    }

    #[test]
    fn a_volume_of_the_cluster_says_who_may_mount_it() {
        let many = Storage::csi("data").at("/data").access_mode("multi-node-multi-writer");
        let job = Workload::service("web").storage(many).job(&Site::new("lab"));
        let volume = &job.groups[0].volumes[0];
        assert_eq!(volume.access_mode, Some("multi-node-multi-writer".into()));
        assert_eq!(volume.attachment_mode, Some("file-system".into()));
    }
}
