//! From a workload to the job: what the site and the house fill in.

use super::{
    AnyRoute, Provider, Rollout, Site, Storage, Tags, Workload, alive, problems, refused, storage,
};
use crate::jobspec::{
    Attr, Check, Config, Docker, Driver, Group, IntoAttr, Job, Network, Port, Service, Source,
    Task, Value, Volume, VolumeMount,
};

impl Workload {
    /// The job in the full model.
    #[must_use]
    pub fn job(self, site: &Site) -> Job {
        let mut problems = problems::of(&self, site);
        let mut job = self.job.clone();
        let (services, routers) = self.all_services(site);
        job.base.marks = routers;
        let group = self.into_group(services, site);
        problems.extend(refused::of(&group, site));
        job.groups.insert(0, group);
        problems.extend(problems::of_groups(&job.groups));
        let mut job = site.complete(job);
        job.base.problems = problems;
        job
    }

    fn into_group(self, services: Vec<Service>, site: &Site) -> Group {
        let task = self.whole_task(site);
        let mut group = self.group;
        let count = group.count.as_ref().and_then(Attr::get).unwrap_or(1);
        group.update = group.update.or_else(|| self.rollout.map(|rollout| rollout.update(count)));
        if self.host_network {
            if group.networks.is_empty() {
                group = group.network(Network::new());
            }
            group
                .networks
                .iter_mut()
                .take(1)
                .for_each(|network| network.mode = Some("host".into()));
        }
        for volume in self.storage.iter().filter_map(volume) {
            // One volume may be seen at several places.
            if !group.volumes.contains(&volume) {
                group.volumes.push(volume);
            }
        }
        group.services = services;
        group.tasks.insert(0, task);
        group
    }

    fn whole_task(&self, site: &Site) -> Task {
        let mut task = self.task.clone();
        let named = task.config.as_ref().and_then(Config::driver);
        if task.config.is_none() {
            let (driver, config) = self.docker(site).into_config();
            task.driver.get_or_insert_with(|| driver.into());
            task.config = Some(config);
        } else if let (None, Some(driver)) = (&task.driver, named) {
            task.driver = Some(driver.into());
        }
        let mounted = self
            .storage
            .iter()
            .filter(|storage| matches!(storage.kind, storage::Kind::Host | storage::Kind::Csi));
        for storage in mounted {
            let mut mount = VolumeMount::new(&storage.source, &storage.destination);
            mount.base.source = storage.written;
            task = task.volume_mount(if storage.read_only { mount.read_only(true) } else { mount });
        }
        task.resources = task.resources.or_else(|| site.shape.map(Into::into));
        task
    }

    fn docker(&self, site: &Site) -> Docker {
        let image = self.image.clone().unwrap_or_else(|| {
            let image = site.image(&self.job.id);
            self.tag.as_ref().map_or_else(|| image.clone(), |tag| format!("{image}:{tag}")).into()
        });
        let mut docker = Docker::image(image);
        docker.base.source = self.task.base.source;
        if self.host_network {
            // The group's network mode alone would leave the container in docker's own network.
            docker = docker.network_mode("host");
        }
        if self.privileged {
            docker = docker.privileged(true);
        }
        if !self.entrypoint.is_empty() {
            docker = docker.entrypoint(self.entrypoint.clone());
        }
        if let Some(command) = self.command.clone() {
            docker = docker.command(command);
        }
        if !self.args.is_empty() {
            docker = docker.args(self.args.clone());
        }
        if !self.ports().is_empty() && !self.host_network {
            let labels = self.ports().iter().map(|port| port.label.clone());
            docker = docker.ports(labels.collect::<Vec<_>>());
        }
        let binds: Vec<String> = self
            .storage
            .iter()
            .filter(|storage| {
                matches!(storage.kind, storage::Kind::Bind | storage::Kind::Ephemeral)
            })
            .map(Storage::as_bind)
            .collect();
        if binds.is_empty() { docker } else { docker.volumes(binds) }
    }

    /// The services that were given, and one for each other port; and where their routers were written.
    fn all_services(&self, site: &Site) -> (Vec<Service>, Vec<(String, Source)>) {
        let at =
            |service: &Service| service.port.as_ref().and_then(Attr::as_str).map(str::to_owned);
        let mut services = Vec::new();
        let ports = if self.no_services { &[][..] } else { self.ports() };
        for port in ports {
            let mut given = self
                .group
                .services
                .iter()
                .filter(|service| at(service).as_ref() == Some(&port.label))
                .peekable();
            if given.peek().is_none() {
                services.push(self.house_service(port, site));
            }
            services.extend(given.cloned());
        }
        // One for a port that is not there is for the rules to see.
        let labels: Vec<&str> = ports.iter().map(|port| port.label.as_str()).collect();
        let others =
            self.group.services.iter().filter(|service| {
                at(service).is_none_or(|label| !labels.contains(&label.as_str()))
            });
        services.extend(others.cloned());
        let first = self.ports().first().map(|port| port.label.clone());
        let mut found = false;
        let mut routers = Vec::new();
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
                    check.task = Some(self.task.name.as_str().into());
                }
            }
            self.finish(service, label.as_deref(), is_first, site, &mut routers);
        }
        (services, routers)
    }

    /// Adds the routes that lead to a service, and the tags beside them; of canaries too.
    fn finish(
        &self,
        service: &mut Service,
        label: Option<&str>,
        first: bool,
        site: &Site,
        routers: &mut Vec<(String, Source)>,
    ) {
        let name = service.name.as_ref().and_then(Attr::as_str).unwrap_or(&self.job.id).to_owned();
        let leads_here = |route: &&AnyRoute| route.port().map_or(first, |port| Some(port) == label);
        let mut finish = |own: &mut Option<Attr<Vec<String>>>, tags: Tags, words: &[String]| {
            let before = match own.as_ref().map(Attr::value) {
                None => Vec::new(),
                Some(Value::List(values)) => values.clone(),
                // Nothing can be added to an expression: `problems` says so.
                Some(_) => return,
            };
            routers.extend(tags.marks());
            let tags =
                tags.after(before.into_iter().map(Attr::from_value)).tags(words.iter().cloned());
            if !tags.is_empty() {
                *own = Some(tags.into_attr());
            }
        };
        let routes = self.routes.iter().filter(leads_here).cloned();
        let mut tags = routes.fold(site.tags(&name), Tags::route);
        if self.routed().count() > 1 {
            tags = tags.through();
        }
        finish(&mut service.tags, tags, &self.tags);
        let routes = self.canary_routes.iter().filter(leads_here).cloned();
        let mut tags = routes.fold(site.tags(&format!("{name}-canary")), Tags::route);
        if !tags.is_empty() {
            let own = service.provider.as_ref().and_then(Attr::as_str);
            let all = [Provider::Consul, Provider::Nomad].into_iter();
            let own = all.into_iter().find(|provider| own == Some(provider.as_str()));
            tags = tags.canary(own.unwrap_or(site.provider));
        }
        finish(&mut service.canary_tags, tags, &self.canary_tags);
    }

    /// The ports that routes lead to.
    fn routed(&self) -> impl Iterator<Item = &Port> {
        let first = self.ports().first().map(|port| port.label.as_str());
        let leads = move |port: &Port| {
            self.routes.iter().any(|route| route.port().or(first) == Some(port.label.as_str()))
        };
        self.ports().iter().filter(move |port| leads(port))
    }

    /// The name of the house's service for a port. Services of one name are one to Traefik, whatever their ports: those of
    /// several routed ports have names of their own.
    fn service_name(&self, port: &Port) -> String {
        let is_one_of_several =
            self.routed().count() > 1 && self.routed().any(|routed| routed.label == port.label);
        if is_one_of_several {
            format!("{}-{}", self.job.id, port.label.replace('_', "-"))
        } else {
            self.job.id.clone()
        }
    }

    fn house_service(&self, port: &Port, site: &Site) -> Service {
        let first = self.ports().first().is_some_and(|first| first.label == port.label);
        let usual = || site.checks.then(|| self.tried(alive(Check::tcp())));
        let check = self.own_check().filter(|_| first).or_else(usual);
        let mut service = Service::new(self.service_name(port)).port(port.label.as_str());
        service.checks.extend(check);
        service.base.source = port.base.source;
        service
    }

    /// The check that was said: one of `health` is the house's.
    fn own_check(&self) -> Option<Check> {
        let check = self.check.clone()?;
        Some(if self.said.place("health").location().is_some() { self.tried(check) } else { check })
    }

    /// The house's check of a group with canaries passes when it has been tried, and no sooner: else a canary would be
    /// promoted before anybody has asked it anything.
    fn tried(&self, mut check: Check) -> Check {
        if self.has_canaries() {
            check.initial_status = None;
        }
        check
    }

    /// Whether the group has canaries, or may have: an expression is not known.
    pub(super) fn has_canaries(&self) -> bool {
        let own = self.group.update.as_ref().and_then(|update| update.canary.as_ref());
        matches!(self.rollout, Some(Rollout::Canary | Rollout::BlueGreen))
            || own.is_some_and(|canaries| canaries.get() != Some(0))
    }
}

fn volume(storage: &Storage) -> Option<Volume> {
    let volume = match storage.kind {
        storage::Kind::Host => Volume::host(&storage.source, &storage.source),
        storage::Kind::Csi => Volume::csi(&storage.source, &storage.source)
            .access_mode(storage.access_mode)
            .attachment_mode("file-system"),
        storage::Kind::Ephemeral | storage::Kind::Bind => return None,
    };
    let mut volume = if storage.read_only { volume.read_only(true) } else { volume };
    volume.base.source = storage.written;
    Some(volume)
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
