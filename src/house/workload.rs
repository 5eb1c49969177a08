//! `Workload`: a job of one group and one task, in the house's words.

use super::{AnyRoute, Rollout, Shape, Storage, Target, alive, secrets};
use crate::jobspec::{
    Affinity, Artifact, Attr, Block, Check, Config, Constraint, CsiPlugin, Driver, Duration,
    EphemeralDisk, Group, Identity, IntoAttr, Job, Logs, Network, Port, Reschedule, Resources,
    Restart, Service, Source, Task, Template, Text, Update, Vault, Volume, VolumeMount,
};

/// A job of one group and one task, all three of one name unless it says otherwise. What is not said is the site's, or Nomad's own default.
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
    pub(super) command: Option<Attr<String>>,
    pub(super) args: Vec<Text>,
    pub(super) ports: Vec<Port>,
    pub(super) services: Vec<Service>,
    pub(super) no_services: bool,
    pub(super) tags: Vec<String>,
    pub(super) check: Option<Check>,
    pub(super) routes: Vec<AnyRoute>,
    pub(super) storage: Vec<Storage>,
    pub(super) targets: Vec<Constraint>,
    pub(super) shape: Option<Shape>,
    pub(super) rollout: Option<Rollout>,
    pub(super) network: Option<Network>,
}

/// A job that shows a pattern and is never deployed.
#[derive(Clone, Debug)]
pub struct Reference<T>(pub T);

impl Workload {
    /// A job of Nomad's own default type, which is `service`.
    #[must_use]
    #[track_caller]
    pub fn new(name: &str) -> Self {
        Self::of(name, Job::new(name))
    }

    /// A job that runs until it is stopped.
    #[must_use]
    #[track_caller]
    pub fn service(name: &str) -> Self {
        Self::of(name, Job::service(name))
    }

    /// A job that runs on every node of its target.
    #[must_use]
    #[track_caller]
    pub fn system(name: &str) -> Self {
        Self::of(name, Job::system(name))
    }

    /// A job that runs to its end.
    #[must_use]
    #[track_caller]
    pub fn batch(name: &str) -> Self {
        Self::of(name, Job::batch(name))
    }

    /// A job that runs to its end on every node of its target.
    #[must_use]
    #[track_caller]
    pub fn sysbatch(name: &str) -> Self {
        Self::of(name, Job::sysbatch(name))
    }

    /// The part of a storage plugin that makes volumes, once in the cluster.
    #[must_use]
    #[track_caller]
    pub fn storage_controller(name: &str, plugin: &str) -> Self {
        let mut workload = Self::of(name, Job::service(name)).no_services();
        workload.task.csi_plugin = Some(CsiPlugin::controller(plugin).mount_dir("/csi"));
        workload
    }

    /// The part of a storage plugin that mounts volumes, on every node.
    #[must_use]
    #[track_caller]
    pub fn storage_node(name: &str, plugin: &str) -> Self {
        let mut workload = Self::of(name, Job::system(name)).no_services().privileged();
        workload.task.csi_plugin = Some(CsiPlugin::node(plugin).mount_dir("/csi"));
        workload
    }

    #[track_caller]
    fn of(name: &str, job: Job) -> Self {
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
            command: None,
            args: Vec::new(),
            ports: Vec::new(),
            services: Vec::new(),
            no_services: false,
            tags: Vec::new(),
            check: None,
            routes: Vec::new(),
            storage: Vec::new(),
            targets: Vec::new(),
            shape: None,
            rollout: None,
            network: None,
        }
    }

    /// The group's name, where it is not the job's.
    #[must_use]
    pub fn group_name(mut self, name: &str) -> Self {
        name.clone_into(&mut self.group.name);
        self
    }

    /// The task's name, where it is not the job's.
    #[must_use]
    pub fn task_name(mut self, name: &str) -> Self {
        name.clone_into(&mut self.task.name);
        self
    }

    /// How much CPU and memory it gets.
    #[must_use]
    pub fn shape(mut self, shape: Shape) -> Self {
        self.shape = Some(shape);
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

    /// A preference for some nodes over others.
    #[must_use]
    pub fn affinity(mut self, affinity: Affinity) -> Self {
        self.group = self.group.affinity(affinity);
        self
    }

    /// How many run.
    #[must_use]
    pub fn count(mut self, count: impl IntoAttr<u32>) -> Self {
        self.group = self.group.count(count);
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

    /// A network of its own kind, with the ports of the workload.
    #[must_use]
    pub fn network(mut self, mut network: Network) -> Self {
        self.ports.append(&mut network.ports);
        self.network = Some(network);
        self
    }

    /// All rights on the node.
    #[must_use]
    pub fn privileged(mut self) -> Self {
        self.privileged = true;
        self
    }

    /// What the container runs in place of the image's command.
    #[must_use]
    pub fn command(mut self, command: impl IntoAttr<String>) -> Self {
        self.command = Some(command.into_attr());
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

    /// A service of the task alone.
    #[must_use]
    pub fn task_service(mut self, service: Service) -> Self {
        self.task = self.task.service(service);
        self
    }

    /// No services but those that are given.
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
    pub fn route(mut self, route: impl Into<AnyRoute>) -> Self {
        self.routes.push(route.into());
        self
    }

    /// A place for data.
    #[must_use]
    pub fn storage(mut self, storage: Storage) -> Self {
        self.storage.push(storage);
        self
    }

    /// A volume of the group, where no kind of storage will do. It is mounted with [`Workload::volume_mount`].
    #[must_use]
    pub fn volume(mut self, volume: Volume) -> Self {
        self.group = self.group.volume(volume);
        self
    }

    /// Where the task sees such a volume.
    #[must_use]
    pub fn volume_mount(mut self, mount: VolumeMount) -> Self {
        self.task = self.task.volume_mount(mount);
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

    /// The same, where none of the presets will do.
    #[must_use]
    pub fn update(mut self, update: Update) -> Self {
        self.group = self.group.update(update);
        self
    }

    /// What happens on other nodes when the program fails for good, where Nomad's default will not do.
    #[must_use]
    pub fn reschedule(mut self, reschedule: Reschedule) -> Self {
        self.group = self.group.reschedule(reschedule);
        self
    }

    /// The allocation's disk, where it is not the site's.
    #[must_use]
    pub fn ephemeral_disk(mut self, disk: EphemeralDisk) -> Self {
        self.group = self.group.ephemeral_disk(disk);
        self
    }

    /// How long the program may take to stop before it is killed.
    #[must_use]
    pub fn kill_timeout(mut self, timeout: impl IntoAttr<Duration>) -> Self {
        self.task = self.task.kill_timeout(timeout);
        self
    }

    /// How its output is kept.
    #[must_use]
    pub fn logs(mut self, logs: Logs) -> Self {
        self.task = self.task.logs(logs);
        self
    }

    /// What happens when the program fails, where Nomad's default will not do.
    #[must_use]
    pub fn restart(mut self, restart: Restart) -> Self {
        self.group = self.group.restart(restart);
        self
    }

    /// Adjusts the group in the full model.
    #[must_use]
    pub fn adjust_group(mut self, adjust: impl FnOnce(Group) -> Group) -> Self {
        self.group = adjust(self.group);
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
}
