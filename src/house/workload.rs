//! `Workload`: a job of one group and one task, in the house's words.

use super::{Rollout, Route, Shape, Site, Storage, Target, alive, secrets, storage};
use crate::jobspec::{
    Artifact, Attr, Block, Check, Config, Constraint, CsiPlugin, Docker, Driver, Group, Identity,
    IntoAttr, Job, Network, Port, Resources, Restart, Service, Source, Task, Template, Text, Vault,
    Volume, VolumeMount,
};

/// A job of one group and one task, all three of one name. What is not said is the site's, or Nomad's own default.
///
/// ```
/// use jobwright::prelude::*;
/// let workload = Workload::service("grafana")
///     .shape(Shape::equal(1024))
///     .port(Port::http(3000))
///     .route(Route::path("/grafana"))
///     .storage(Storage::csi("grafana").at("/var/lib/grafana"));
/// let job = workload.job(&Site::new("lab"));
/// assert_eq!(job.groups[0].volumes[0].name, "grafana");
/// ```
#[derive(Clone, Debug)]
pub struct Workload {
    pub(super) job: Job,
    pub(super) group: Group,
    pub(super) task: Task,
    pub(super) image: Option<Attr<String>>,
    pub(super) tag: Option<String>,
    pub(super) driver: Option<(String, Config)>,
    pub(super) host_network: bool,
    pub(super) privileged: bool,
    pub(super) entrypoint: Vec<Text>,
    pub(super) args: Vec<Text>,
    pub(super) ports: Vec<Port>,
    pub(super) services: Vec<Service>,
    pub(super) no_services: bool,
    pub(super) tags: Vec<String>,
    pub(super) check: Option<Check>,
    pub(super) routes: Vec<Route>,
    pub(super) storage: Vec<Storage>,
    pub(super) targets: Vec<Constraint>,
    pub(super) shape: Shape,
    pub(super) rollout: Option<Rollout>,
    pub(super) count: u32,
}

/// A job that shows a pattern and is never deployed.
#[derive(Clone, Debug)]
pub struct Reference<T>(pub T);

impl Workload {
    /// A job that runs until it is stopped.
    #[must_use]
    #[track_caller]
    pub fn service(name: &str) -> Self {
        Self::new(name, Job::service(name))
    }

    /// A job that runs on every node of its target.
    #[must_use]
    #[track_caller]
    pub fn system(name: &str) -> Self {
        Self::new(name, Job::system(name))
    }

    /// A job that runs to its end.
    #[must_use]
    #[track_caller]
    pub fn batch(name: &str) -> Self {
        Self::new(name, Job::batch(name))
    }

    /// The part of a storage plugin that makes volumes, once in the cluster.
    #[must_use]
    #[track_caller]
    pub fn storage_controller(name: &str, plugin: &str) -> Self {
        let mut workload = Self::new(name, Job::service(name)).no_services();
        workload.task.csi_plugin = Some(CsiPlugin::controller(plugin).mount_dir("/csi"));
        workload
    }

    /// The part of a storage plugin that mounts volumes, on every node.
    #[must_use]
    #[track_caller]
    pub fn storage_node(name: &str, plugin: &str) -> Self {
        let mut workload = Self::new(name, Job::system(name)).no_services().privileged();
        workload.task.csi_plugin = Some(CsiPlugin::node(plugin).mount_dir("/csi"));
        workload
    }

    #[track_caller]
    fn new(name: &str, job: Job) -> Self {
        let mut task = Task { name: name.to_owned(), ..Task::blank() };
        task.base.source = Source::here();
        Self {
            job,
            group: Group::new(name),
            task,
            image: None,
            tag: None,
            driver: None,
            host_network: false,
            privileged: false,
            entrypoint: Vec::new(),
            args: Vec::new(),
            ports: Vec::new(),
            services: Vec::new(),
            no_services: false,
            tags: Vec::new(),
            check: None,
            routes: Vec::new(),
            storage: Vec::new(),
            targets: Vec::new(),
            shape: Shape::DEFAULT,
            rollout: None,
            count: 1,
        }
    }

    /// How much CPU and memory it gets.
    #[must_use]
    pub fn shape(mut self, shape: Shape) -> Self {
        self.shape = shape;
        self
    }

    /// Resources off the scale.
    #[must_use]
    pub fn resources(mut self, resources: Resources) -> Self {
        self.task.resources = Some(resources);
        self
    }

    /// Where it may run.
    #[must_use]
    #[track_caller]
    pub fn target(mut self, target: Target) -> Self {
        self.targets.push(target.into());
        self
    }

    /// A further condition for the node.
    #[must_use]
    pub fn constraint(mut self, constraint: Constraint) -> Self {
        self.targets.push(constraint);
        self
    }

    /// How many run.
    #[must_use]
    pub fn count(mut self, count: u32) -> Self {
        self.count = count;
        self
    }

    /// The datacenters, where they are not the site's.
    #[must_use]
    pub fn datacenters(mut self, datacenters: impl IntoAttr<Vec<String>>) -> Self {
        self.job.datacenters = Some(datacenters.into_attr());
        self
    }

    /// An image of its own, in place of the site's image of the job's name.
    #[must_use]
    pub fn image(mut self, image: impl IntoAttr<String>) -> Self {
        self.image = Some(image.into_attr());
        self
    }

    /// The tag of the site's image.
    #[must_use]
    pub fn tag(mut self, tag: &str) -> Self {
        self.tag = Some(tag.to_owned());
        self
    }

    /// Another driver than docker, with its configuration.
    #[must_use]
    pub fn driver(mut self, driver: impl Driver) -> Self {
        self.driver = Some(driver.into_config());
        self
    }

    /// The network of the node, in place of one of its own: the program itself listens on the ports of the node, at
    /// the number in `${NOMAD_PORT_<label>}`. A port's number inside the container means nothing then.
    #[must_use]
    pub fn host_network(mut self) -> Self {
        self.host_network = true;
        self
    }

    /// All rights on the node.
    #[must_use]
    pub fn privileged(mut self) -> Self {
        self.privileged = true;
        self
    }

    /// Arguments of the image's program, after those before.
    #[must_use]
    pub fn args<A: Into<Text>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.args.extend(args.into_iter().map(Into::into));
        self
    }

    /// One more argument of the image's program.
    #[must_use]
    pub fn arg(mut self, arg: impl Into<Text>) -> Self {
        self.args.push(arg.into());
        self
    }

    /// What the container starts in place of the image's entry point.
    #[must_use]
    pub fn entrypoint<A: Into<Text>>(mut self, entrypoint: impl IntoIterator<Item = A>) -> Self {
        self.entrypoint = entrypoint.into_iter().map(Into::into).collect();
        self
    }

    /// An environment variable.
    #[must_use]
    pub fn env(mut self, name: &str, value: impl IntoAttr<String>) -> Self {
        self.task = self.task.env(name, value);
        self
    }

    /// The user that the program runs as.
    #[must_use]
    pub fn user(mut self, user: impl IntoAttr<String>) -> Self {
        self.task = self.task.user(user);
        self
    }

    /// A port. It gets a service of the job's name, unless one is given for it.
    #[must_use]
    pub fn port(mut self, port: Port) -> Self {
        self.ports.push(port);
        self
    }

    /// A service in place of the one that its port would get.
    #[must_use]
    pub fn with_service(mut self, service: Service) -> Self {
        self.services.push(service);
        self
    }

    /// No service for any port.
    #[must_use]
    pub fn no_services(mut self) -> Self {
        self.no_services = true;
        self
    }

    /// Words in the catalogue, beside those of the routes.
    #[must_use]
    pub fn tags<S: Into<String>>(mut self, tags: impl IntoIterator<Item = S>) -> Self {
        self.tags.extend(tags.into_iter().map(Into::into));
        self
    }

    /// A check in place of the house's, with the house's timing unless it says more.
    #[must_use]
    pub fn check(mut self, check: Check) -> Self {
        self.check = Some(check);
        self
    }

    /// An HTTP check of a path, with the house's timing.
    #[must_use]
    #[track_caller]
    pub fn health(self, path: &str) -> Self {
        self.check(alive(Check::http(path)))
    }

    /// A way in through Traefik.
    #[must_use]
    pub fn route(mut self, route: Route) -> Self {
        self.routes.push(route);
        self
    }

    /// A place for data.
    #[must_use]
    pub fn storage(mut self, storage: Storage) -> Self {
        self.storage.push(storage);
        self
    }

    /// A path of the node or of the task's directory, seen at another path.
    #[must_use]
    #[track_caller]
    pub fn bind(self, source: &str, destination: &str) -> Self {
        self.storage(Storage::bind(source).at(destination))
    }

    /// A config file at `local/config/NAME`. The program gets SIGHUP when it changes.
    #[must_use]
    #[track_caller]
    pub fn file(self, name: &str, content: impl IntoAttr<String>) -> Self {
        let destination = format!("local/config/{name}");
        self.template(
            Template::inline(destination, content).change_mode("signal").change_signal("SIGHUP"),
        )
    }

    /// A file of any other kind.
    #[must_use]
    pub fn template(mut self, template: Template) -> Self {
        self.task = self.task.template(template);
        self
    }

    /// A file to fetch.
    #[must_use]
    pub fn artifact(mut self, artifact: Artifact) -> Self {
        self.task = self.task.artifact(artifact);
        self
    }

    /// Environment variables of which the values are kept in Nomad's variable of this job: see [`secrets()`].
    #[must_use]
    #[track_caller]
    pub fn secrets<const N: usize>(self, pairs: [(&str, &str); N]) -> Self {
        let template = secrets(&self.job.id, pairs);
        self.template(template)
    }

    /// Access to Vault.
    #[must_use]
    pub fn vault(mut self, vault: Vault) -> Self {
        self.task = self.task.vault(vault);
        self
    }

    /// A token that tells others which workload this is.
    #[must_use]
    pub fn identity(mut self, identity: Identity) -> Self {
        self.task = self.task.identity(identity);
        self
    }

    /// How a new version replaces the old one, where Nomad's default will not do.
    #[must_use]
    pub fn rollout(mut self, rollout: Rollout) -> Self {
        self.rollout = Some(rollout);
        self
    }

    /// What happens when the program fails, where Nomad's default will not do.
    #[must_use]
    pub fn restart(mut self, restart: Restart) -> Self {
        self.group = self.group.restart(restart);
        self
    }

    /// Adjusts the task in the full model.
    #[must_use]
    pub fn adjust_task(mut self, adjust: impl FnOnce(Task) -> Task) -> Self {
        self.task = adjust(self.task);
        self
    }

    /// Marks the job as one that shows a pattern and is never deployed.
    #[must_use]
    pub fn reference_only(self) -> Reference<Self> {
        Reference(self)
    }

    /// The job in the full model.
    #[must_use]
    pub fn job(self, site: &Site) -> Job {
        let mut job = self.job.clone();
        job.base.problems = super::problems::of(&self);
        site.complete(job.group(self.into_group(site)))
    }

    fn into_group(self, site: &Site) -> Group {
        let services = self.all_services();
        let task = self.whole_task(site);
        let mut group = self.group;
        group.constraints.extend(self.targets);
        if self.count != 1 {
            group = group.count(self.count);
        }
        group.update = self.rollout.map(|rollout| rollout.update(self.count));
        if self.host_network || !self.ports.is_empty() {
            let mut network = Network { ports: self.ports, ..Network::new() };
            if self.host_network {
                network = network.mode("host");
            }
            group = group.network(network);
        }
        group.volumes = self.storage.iter().filter_map(volume).collect();
        group.services = services;
        group.task(task)
    }

    fn whole_task(&self, site: &Site) -> Task {
        let mut task = self.task.clone();
        let (driver, config) =
            self.driver.clone().unwrap_or_else(|| self.docker(site).into_config());
        task = task.driver(driver).config(config);
        let mounted = self
            .storage
            .iter()
            .filter(|storage| matches!(storage.kind, storage::Kind::Host | storage::Kind::Csi));
        for storage in mounted {
            let mut mount = VolumeMount::new(&storage.source, &storage.destination);
            mount.base.source = storage.written;
            task = task.volume_mount(if storage.read_only { mount.read_only(true) } else { mount });
        }
        task.resources = task.resources.or_else(|| Some(self.shape.into()));
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
        if !self.args.is_empty() {
            docker = docker.args(self.args.clone());
        }
        if !self.ports.is_empty() && !self.host_network {
            docker =
                docker.ports(self.ports.iter().map(|port| port.label.clone()).collect::<Vec<_>>());
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

    /// The services that were given, and one for each other port.
    fn all_services(&self) -> Vec<Service> {
        let at =
            |service: &Service| service.port.as_ref().and_then(Attr::as_str).map(str::to_owned);
        let mut services = Vec::new();
        for port in self.ports.iter().filter(|_| !self.no_services) {
            let mut given = self
                .services
                .iter()
                .filter(|service| at(service).as_ref() == Some(&port.label))
                .peekable();
            if given.peek().is_none() {
                services.push(self.house_service(port));
            }
            services.extend(given.cloned());
        }
        // One for a port that is not there is for the rules to see.
        let labels: Vec<&str> = self.ports.iter().map(|port| port.label.as_str()).collect();
        let others = self
            .services
            .iter()
            .filter(|service| at(service).is_none_or(|label| !labels.contains(&label.as_str())));
        services.extend(others.cloned());
        let first = self.ports.first().map(|port| port.label.clone());
        let mut found = false;
        for service in &mut services {
            let label = at(service);
            let is_first = !found && label == first;
            found |= is_first;
            self.finish(service, label.as_deref(), is_first);
        }
        services
    }

    /// Adds the check of the first port and the routes that lead to this one.
    fn finish(&self, service: &mut Service, label: Option<&str>, first: bool) {
        if let Some(check) = self.check.as_ref().filter(|_| first && service.checks.is_empty()) {
            service.checks.push(check.clone());
        }
        let name = service.name.as_ref().and_then(Attr::as_str).unwrap_or(&self.job.id).to_owned();
        let mut tags: Vec<String> = service.tags.as_ref().and_then(Attr::get).unwrap_or_default();
        let leads_here = |route: &&Route| route.port().map_or(first, |port| Some(port) == label);
        for (index, route) in self.routes.iter().filter(leads_here).enumerate() {
            let router = if index == 0 { name.clone() } else { format!("{name}-{}", index + 1) };
            tags.extend(route.tags(&router));
        }
        tags.extend(self.tags.iter().cloned());
        let mut unique = Vec::new();
        for tag in tags {
            if !unique.contains(&tag) {
                unique.push(tag);
            }
        }
        if !unique.is_empty() {
            service.tags = Some(unique.into());
        }
    }

    fn house_service(&self, port: &Port) -> Service {
        let first = self.ports.first().is_some_and(|first| first.label == port.label);
        let check = self.check.clone().filter(|_| first).unwrap_or_else(|| alive(Check::tcp()));
        let mut service = Service::new(&self.job.id).port(port.label.as_str()).check(check);
        service.base.source = port.base.source;
        service
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
