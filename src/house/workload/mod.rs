//! `Workload`: a job of one group and one task, in the house's words.

mod beside;
mod job;
mod network;
mod program;

pub(crate) use program::config_file;

use super::said::{Said, set_in};
use super::{AnyRoute, Rollout, SecretSource, Shape, Storage, Target};
use crate::jobspec::{
    Affinity, Attr, Block, Check, Constraint, CsiPlugin, Duration, EphemeralDisk, Group, IntoAttr,
    IntoBlock, Job, Location, Port, Reschedule, Resources, Restart, Spread, Task, Update, Volume,
};

/// A job of one group and one task, all three of one name unless another one is set. Tasks before it
/// and beside it are added by [`Workload::prestart`], [`Workload::sidecar`] and [`Workload::task`],
/// and more groups by [`Workload::adjust_job`]. What is not set is the site's, or Nomad's own default.
///
/// Calls for things of which there can be several add to each other. Two calls that set the same thing are a
/// finding, with both locations; `adjust_job`, `adjust_group` and `adjust_task` may change what was set before them.
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
    // Each call passes it on, so that it must cost nothing to move.
    pub(super) parts: Box<Parts>,
}

/// The settings of a workload.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    pub(super) job: Job,
    pub(super) group: Group,
    pub(super) task: Task,
    pub(super) image: Option<Attr<String>>,
    pub(super) host_network: bool,
    pub(super) privileged: bool,
    pub(super) entrypoint: Option<Attr<Vec<String>>>,
    pub(super) command: Option<Attr<String>>,
    pub(super) args: Option<Attr<Vec<String>>>,
    pub(super) no_services: bool,
    pub(super) no_defaults: bool,
    pub(super) tags: Vec<Attr<String>>,
    pub(super) canary_tags: Vec<Attr<String>>,
    pub(super) check: Option<Check>,
    pub(super) routes: Vec<AnyRoute>,
    pub(super) canary_routes: Vec<AnyRoute>,
    pub(super) storage: Vec<Storage>,
    pub(super) rollout: Option<Rollout>,
    pub(super) secrets: Vec<(String, SecretSource)>,
    /// The number of the group's tasks before the workload's own.
    pub(super) before: usize,
    /// The tasks that were given besides the workload's own, by their names.
    pub(super) further: Vec<String>,
    pub(super) said: Said,
}

/// A job that shows a pattern and is never deployed.
#[derive(Clone, Debug)]
pub struct Reference<T>(pub T);

impl Workload {
    /// A job of Nomad's own default type: `job "NAME" {…}` without a `type`, which is a service.
    #[must_use]
    #[track_caller]
    pub fn new(name: &str) -> Self {
        Self::of(name, Job::new(name))
    }

    /// A job that runs until it is stopped: `type = "service"`.
    #[must_use]
    #[track_caller]
    pub fn service(name: &str) -> Self {
        Self::of(name, Job::service(name))
    }

    /// A job that runs on every node of its target: `type = "system"`. Of its pool, that is: see
    /// [`Workload::node_pool`].
    #[must_use]
    #[track_caller]
    pub fn system(name: &str) -> Self {
        Self::of(name, Job::system(name))
    }

    /// A job that runs to its end: `type = "batch"`. It runs once, or on the schedule of [`Workload::periodic`].
    #[must_use]
    #[track_caller]
    pub fn batch(name: &str) -> Self {
        Self::of(name, Job::batch(name))
    }

    /// A job that runs to its end on every node of its target: `type = "sysbatch"`.
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
        workload.parts.task.csi_plugin =
            Some(CsiPlugin::controller(plugin).mount_dir("/csi").into());
        workload
    }

    /// The part of a storage plugin that mounts volumes, on every node.
    #[must_use]
    #[track_caller]
    pub fn storage_node(name: &str, plugin: &str) -> Self {
        let mut workload = Self::of(name, Job::system(name)).no_services().privileged();
        workload.parts.task.csi_plugin = Some(CsiPlugin::node(plugin).mount_dir("/csi").into());
        workload
    }

    /// Allows the findings of a rule in this job: `.allow("static-port", "clients know no other")`. The
    /// reason is shown in the report of `lint`, and above the job in the HCL: `# jobwright:allow
    /// static-port: clients know no other`. Without it, they are reported. An unknown rule, an empty reason,
    /// and an allowance that allows nothing are findings themselves. A further call is for another rule.
    #[must_use]
    #[track_caller]
    pub fn allow(mut self, rule: &str, reason: &str) -> Self {
        self.parts.job = self.parts.job.allow(rule, reason);
        self
    }

    /// Deploys this job only after another one, by its ID: `.after("consul")`. The dependency
    /// is written to `order.json`, and changes nothing in the job's file. Without it, the job waits for
    /// the volumes that it mounts, and for the categories before its own, if the site has an order of
    /// them ([`Site::order`](crate::house::Site::order())). A further call adds another.
    ///
    /// ```
    /// use jobwright::prelude::*;
    /// let job = Workload::service("web").image("web:1").after("postgres").job(&Site::new("lab"));
    /// assert!(job.after.iter().any(|first| first.job == "postgres"));
    /// ```
    #[must_use]
    #[track_caller]
    pub fn after(mut self, job: &str) -> Self {
        self.parts.job = self.parts.job.after(job);
        self
    }

    #[track_caller]
    fn of(name: &str, job: Job) -> Self {
        let mut task = Task { name: name.to_owned(), ..Task::blank() };
        task.base.location = Location::here();
        let parts = Parts {
            job,
            group: Group::new(name),
            task,
            image: None,
            host_network: false,
            privileged: false,
            entrypoint: None,
            command: None,
            args: None,
            no_services: false,
            no_defaults: false,
            tags: Vec::new(),
            canary_tags: Vec::new(),
            check: None,
            routes: Vec::new(),
            canary_routes: Vec::new(),
            storage: Vec::new(),
            rollout: None,
            secrets: Vec::new(),
            before: 0,
            further: Vec::new(),
            said: Said::default(),
        };
        Self { parts: Box::new(parts) }
    }

    /// The group's name: `group "NAME"`. Without it, the job's name. A second call is a finding.
    #[must_use]
    #[track_caller]
    pub fn group_name(mut self, name: &str) -> Self {
        self.parts.said.sets("group.name", "group_name");
        name.clone_into(&mut self.parts.group.name);
        self
    }

    /// The task's name: `task "NAME"`. Without it, the job's name. A second call is a finding.
    #[must_use]
    #[track_caller]
    pub fn task_name(mut self, name: &str) -> Self {
        self.parts.said.sets("task.name", "task_name");
        name.clone_into(&mut self.parts.task.name);
        self
    }

    /// How much CPU and memory the task gets: `resources { cpu = 512 memory = 512 }`, in MHz and MB. Without it, the
    /// site's [`Site::shape`](crate::house::Site::shape()). A second call, or [`Workload::resources`] beside it, is a
    /// finding.
    #[must_use]
    #[track_caller]
    pub fn shape(mut self, shape: Shape) -> Self {
        self.parts.said.sets("task.resources", "shape");
        self.parts.task = self.parts.task.resources(Resources::from(shape));
        self
    }

    /// Resources that no shape has, such as `cores`, `memory_max` or a device: the task's `resources` block,
    /// unchanged. Without it, the shape. A second call, or [`Workload::shape`] beside it, is a finding.
    #[must_use]
    #[track_caller]
    pub fn resources(mut self, resources: impl IntoBlock<Resources>) -> Self {
        self.parts.said.sets("task.resources", "resources");
        self.parts.task = self.parts.task.resources(resources);
        self
    }

    /// The nodes that it may run on: a `constraint` of the group. Without one, any node of the
    /// datacenters. Several hold together.
    #[must_use]
    #[track_caller]
    pub fn target(self, target: Target) -> Self {
        self.constraint(Constraint::from(target))
    }

    /// A constraint that no target has: a `constraint` of the group. Without one, any node will do.
    /// Several hold together.
    #[must_use]
    #[track_caller]
    pub fn constraint(mut self, constraint: impl IntoBlock<Constraint>) -> Self {
        self.parts.group = self.parts.group.constraint(constraint);
        self
    }

    /// A preference for some nodes over others: an `affinity` of the group. Without one, Nomad
    /// fills up the nodes with the least room first. A further call adds another.
    #[must_use]
    #[track_caller]
    pub fn affinity(mut self, affinity: impl IntoBlock<Affinity>) -> Self {
        self.parts.said.adds("affinity");
        self.parts.group = self.parts.group.affinity(affinity);
        self
    }

    /// Distributes allocations over the values of an attribute: a `spread` of the group. Without
    /// one, Nomad fills up the nodes with the least room first. A further call adds another.
    ///
    /// ```
    /// use jobwright::prelude::*;
    /// let spread = Spread::new("${node.datacenter}").weight(100);
    /// let job = Workload::service("web").image("web:1").count(4).spread(spread).job(&Site::new("lab"));
    /// assert_eq!(job.groups[0].spreads.len(), 1);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn spread(mut self, spread: impl IntoBlock<Spread>) -> Self {
        self.parts.said.adds("spread");
        self.parts.group = self.parts.group.spread(spread);
        self
    }

    /// The number of allocations: `count = 3`. Nomad's default is 1. A second call is a finding.
    #[must_use]
    #[track_caller]
    pub fn count(mut self, count: impl IntoAttr<i64>) -> Self {
        self.parts.said.sets("group.count", "count");
        self.parts.group = self.parts.group.count(count);
        self
    }

    /// Storage for data: a `volume` of the group with a `volume_mount` of the task, or a bind in docker's
    /// `volumes`, by its kind. Without one, data is lost with the allocation. A further call adds another.
    #[must_use]
    #[track_caller]
    pub fn storage(mut self, mut storage: Storage) -> Self {
        storage.written = storage.written.or(Location::here());
        self.parts.storage.push(storage);
        self
    }

    /// A volume of the group that no kind of storage supports: a `volume` block, unchanged. The task
    /// does not see it until [`Workload::volume_mount`] mounts it. A further call adds another.
    #[must_use]
    #[track_caller]
    pub fn volume(mut self, volume: impl IntoBlock<Volume>) -> Self {
        self.parts.group = self.parts.group.volume(volume);
        self
    }

    /// How a new version replaces the old one: an `update` block with one of three presets. Without it, Nomad's own
    /// default, which is one allocation after the other, and no way back. A second call, or [`Workload::update`] beside
    /// it, is a finding.
    #[must_use]
    #[track_caller]
    pub fn rollout(mut self, rollout: Rollout) -> Self {
        self.parts.said.sets("group.update", "rollout");
        self.parts.rollout = Some(rollout);
        self
    }

    /// An update strategy that no preset has: the group's `update` block, unchanged. A second call,
    /// or [`Workload::rollout`] beside it, is a finding.
    #[must_use]
    #[track_caller]
    pub fn update(mut self, update: impl IntoBlock<Update>) -> Self {
        self.parts.said.sets("group.update", "update");
        self.parts.group = self.parts.group.update(update);
        self
    }

    /// What happens on other nodes when the program fails for good: the group's `reschedule` block. Without it, Nomad's
    /// own default: for services, again and again, with ever longer pauses. A second call is a finding.
    #[must_use]
    #[track_caller]
    pub fn reschedule(mut self, reschedule: impl IntoBlock<Reschedule>) -> Self {
        self.parts.said.sets("group.reschedule", "reschedule");
        self.parts.group = self.parts.group.reschedule(reschedule);
        self
    }

    /// The allocation's own disk: `ephemeral_disk { size = 500 }`, in MB. Without it, the site's
    /// [`Site::ephemeral_disk`](crate::house::Site::ephemeral_disk()). A second call is a finding.
    #[must_use]
    #[track_caller]
    pub fn ephemeral_disk(mut self, disk: impl IntoBlock<EphemeralDisk>) -> Self {
        self.parts.said.sets("group.ephemeral_disk", "ephemeral_disk");
        self.parts.group = self.parts.group.ephemeral_disk(disk);
        self
    }

    /// What happens on the same node when the program fails: the group's `restart` block. Without it, Nomad's own
    /// default: for services, two more tries in 30 minutes. A second call is a finding.
    #[must_use]
    #[track_caller]
    pub fn restart(mut self, restart: impl IntoBlock<Restart>) -> Self {
        self.parts.said.sets("group.restart", "restart");
        self.parts.group = self.parts.group.restart(restart);
        self
    }

    /// The delay between deregistering the services from the catalog and stopping, so that no more requests
    /// arrive: the group's `shutdown_delay = "5s"`. Nomad's default is no delay. A second call is a finding.
    #[must_use]
    #[track_caller]
    pub fn shutdown_delay(mut self, delay: impl IntoAttr<Duration>) -> Self {
        self.parts.said.sets("group.shutdown_delay", "shutdown_delay");
        self.parts.group = self.parts.group.shutdown_delay(delay);
        self
    }

    /// Leaves out what the site and the category have for all jobs, such as [`Site::env`](crate::house::Site::env()): none
    /// of their `env`, `meta`, tags and constraints, for a job that comes from elsewhere and is to stay as it is. Without
    /// it, it gets them. A second call changes nothing.
    #[must_use]
    #[track_caller]
    pub fn no_defaults(mut self) -> Self {
        self.parts.said.adds("no_defaults");
        self.parts.no_defaults = true;
        self
    }

    /// Adjusts the job in the full model: what is set here replaces what was there, and groups that
    /// are added are after the workload's own. They get the site's disk and catalog, but neither
    /// its target nor its shape. A further call adjusts what the one before it left.
    ///
    /// ```
    /// use jobwright::prelude::*;
    /// let worker = Group::new("worker").count(2).task(Task::new("worker", Docker::image("web:1").args(["work"])));
    /// let job = Workload::service("web")
    ///     .image("web:1")
    ///     .adjust_job(|job| job.all_at_once(true).group(worker))
    ///     .job(&Site::new("lab"));
    /// assert_eq!(job.groups[1].name, "worker");
    /// ```
    #[must_use]
    #[track_caller]
    pub fn adjust_job(mut self, adjust: impl FnOnce(Job) -> Job) -> Self {
        let before = set_in(&self.parts.job, "job");
        self.parts.job = adjust(self.parts.job);
        for thing in set_in(&self.parts.job, "job") {
            if !before.contains(&thing) {
                self.parts.said.sets(thing, "adjust_job");
            }
        }
        self
    }

    /// Adjusts the group in the full model.
    ///
    /// The group is what the calls before this one have set: its ports are in its network, its
    /// shape is the task's. What is set here replaces what was there; what is added is used beside
    /// what the house makes, as if a call had added it: a service replaces its port's, and gets the
    /// routes that lead to it. What the house makes is not there yet: change that in the job that
    /// [`Workload::job`] returns. A further call adjusts what the one before it left.
    ///
    /// ```
    /// use jobwright::prelude::*;
    /// let job = Workload::service("web")
    ///     .image("web:1")
    ///     .port(Port::http(80))
    ///     .adjust_group(|group| group.meta("rack", "r1").service(Service::new("web-admin").port("9000")))
    ///     .job(&Site::new("lab"));
    /// assert_eq!(job.groups[0].services.len(), 2);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn adjust_group(mut self, adjust: impl FnOnce(Group) -> Group) -> Self {
        let mut before = set_in(&self.parts.group, "group");
        before.extend(self.parts.rollout.map(|_| "group.update".to_owned()));
        let networks = self.parts.group.networks.len();
        self.parts.group = adjust(self.parts.group);
        if networks == 0 && !self.parts.group.networks.is_empty() {
            self.parts.said.sets("group.network", "adjust_group");
        }
        for thing in set_in(&self.parts.group, "group") {
            if !before.contains(&thing) {
                self.parts.said.sets(thing, "adjust_group");
            }
        }
        self
    }

    /// Adjusts the task in the full model, as [`Workload::adjust_group`] does the group.
    ///
    /// A driver's configuration that is set here is used unchanged; an image, a command, arguments and binds
    /// that were set apart from it are then a finding. A further call adjusts what the one before it left.
    #[must_use]
    #[track_caller]
    pub fn adjust_task(mut self, adjust: impl FnOnce(Task) -> Task) -> Self {
        let before = set_in(&self.parts.task, "task");
        self.parts.task = adjust(self.parts.task);
        for thing in set_in(&self.parts.task, "task") {
            if !before.contains(&thing) {
                self.parts.said.sets(thing, "adjust_task");
            }
        }
        self
    }

    /// Marks the job as one that shows a pattern and is never deployed: its file goes into `out/reference/`. There is
    /// no second call.
    #[must_use]
    pub fn reference_only(self) -> Reference<Self> {
        Reference(self)
    }

    /// The ports of the group's network.
    pub(in crate::house) fn ports(&self) -> &[Port] {
        self.parts.group.networks.first().map_or(&[], |network| &network.ports)
    }
}
