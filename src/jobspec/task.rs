//! `task`: one program and all that it needs.

use super::{
    Action, Affinity, Artifact, Attr, Base, Block, Config, Constraint, Consul, CsiPlugin,
    DispatchPayload, Driver, Duration, Identity, Lifecycle, Location, Logs, Map, Resources,
    Restart, Schedule, Secret, Service, TaskScaling, Template, Vault, VolumeMount, written_at,
};

/// One program, run by a driver, with its environment, files and resources.
///
/// ```hcl
/// task "server" {
///   driver = "docker"
///
///   config {
///     image = "nginx:1.29"
///   }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{Docker, Resources, Task};
/// let task = Task::new("server", Docker::image("nginx:1.29")).resources(Resources::new().cpu(100).memory(64));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "task", go = "Task", special = Task)]
pub struct Task {
    /// The task's name, unique within the group.
    #[field(label, update = Destructive)]
    pub name: String,
    /// The driver that runs the program.
    #[field(zero, required, update = Destructive)]
    pub driver: Option<Attr<String>>,
    /// The user that the program runs as.
    #[field(zero, unreplaced, update = Destructive)]
    pub user: Option<Attr<String>>,
    /// Whether the group's other tasks stop when this one ends.
    #[field(zero, default = "false", update = InPlace)]
    pub leader: Option<Attr<bool>>,
    /// How long the program may take to stop before it is killed.
    #[field(default = "5s", update = InPlace, min = 0)]
    pub kill_timeout: Option<Attr<Duration>>,
    /// The signal that asks the program to stop.
    #[field(zero, unreplaced, words = "SIGINT, or the driver's default", update = InPlace)]
    pub kill_signal: Option<Attr<String>>,
    /// How long to wait between deregistering the task's services and stopping it.
    #[field(zero, default = "0s", update = InPlace, min = 0)]
    pub shutdown_delay: Option<Attr<Duration>>,
    /// A plugin's kind of task; Consul Connect uses it for its proxies.
    #[field(zero, update = InPlace)]
    pub kind: Option<Attr<String>>,
    /// When the task runs in the life of the allocation.
    #[field(update = InPlace)]
    pub lifecycle: Option<Box<Lifecycle>>,
    /// The hours in which the task runs.
    #[field(enterprise, since = "1.8", update = InPlace)]
    pub schedule: Option<Box<Schedule>>,
    /// A condition that a node must meet; all of them hold together.
    #[field(block = "constraint", json = "Constraints", set, update = Placement)]
    pub constraints: Vec<Constraint>,
    /// A preference for some nodes over others.
    #[field(block = "affinity", json = "Affinities", set, update = InPlace)]
    pub affinities: Vec<Affinity>,
    /// What the driver is told; its type follows the driver.
    #[field(update = Destructive)]
    pub config: Option<Config>,
    /// Environment variables.
    #[field(attribute_form, update = Destructive)]
    pub env: Option<Map>,
    /// Names and strings for whoever looks at the task; it sees them as `NOMAD_META_<name>`.
    #[field(attribute_form, update = Meta)]
    pub meta: Option<Map>,
    /// A file to fetch before the task starts.
    #[field(block = "artifact", json = "Artifacts", key = "destination", update = Destructive, reorder)]
    pub artifacts: Vec<Artifact>,
    /// A file to render, and what to do when it changes.
    #[field(block = "template", json = "Templates", key = "destination", update = Destructive, reorder)]
    pub templates: Vec<Template>,
    /// A path at which the task sees a volume of its group.
    #[field(block = "volume_mount", json = "VolumeMounts", key = "volume, destination", update = Destructive, reorder)]
    pub volume_mounts: Vec<VolumeMount>,
    /// Registers the task as a storage plugin.
    #[field(json = "CSIPluginConfig", update = Destructive)]
    pub csi_plugin: Option<Box<CsiPlugin>>,
    /// Access to Vault.
    #[field(update = Destructive)]
    pub vault: Option<Box<Vault>>,
    /// The Consul that the task's templates and services talk to.
    #[field(since = "1.7", update = InPlace)]
    pub consul: Option<Box<Consul>>,
    /// Values that are fetched before the task starts.
    #[field(block = "secret", json = "Secrets", since = "1.11", key = "name", update = Destructive, reorder)]
    pub secrets: Vec<Secret>,
    /// A token that proves to others which workload this is.
    #[field(block = "identity", json = "Identities", key = "name", update = Destructive, reorder)]
    pub identities: Vec<Identity>,
    /// Where the payload of a dispatched job is written.
    #[field(update = InPlace)]
    pub dispatch_payload: Option<Box<DispatchPayload>>,
    /// A service to register for this task alone.
    #[field(block = "service", json = "Services", key = "name", update = InPlace)]
    pub services: Vec<Service>,
    /// What happens on the same node when this task fails.
    #[field(json = "RestartPolicy", update = InPlace)]
    pub restart: Option<Box<Restart>>,
    /// A command that an operator can run inside the task.
    #[field(block = "action", json = "Actions", since = "1.7", key = "name", update = InPlace)]
    pub actions: Vec<Action>,
    /// Lets an autoscaler recommend the task's CPU or memory.
    #[field(enterprise, block = "scaling", json = "ScalingPolicies", key = "resource", update = InPlace)]
    pub scalings: Vec<TaskScaling>,
    /// What the task needs of the node.
    #[field(update = Destructive)]
    pub resources: Option<Box<Resources>>,
    /// How its output is kept.
    #[field(json = "LogConfig", update = InPlace)]
    pub logs: Option<Box<Logs>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Task {
    /// A task that a driver runs. The driver's configuration names the driver.
    #[must_use]
    #[track_caller]
    pub fn new(name: impl Into<String>, driver: impl Driver) -> Self {
        let (driver, config) = driver.into_config();
        let task = Self { name: name.into(), config: Some(config), ..Self::blank() }.driver(driver);
        written_at(task, Location::here())
    }
}
