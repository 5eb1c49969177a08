//! `group`: tasks that are placed together.

use super::{
    Affinity, Attr, Base, Block, Constraint, Consul, Disconnect, Duration, EphemeralDisk, Location,
    Map, Migrate, Network, Reschedule, Restart, Scaling, Service, Spread, Task, Update, Volume,
    written_at,
};

/// Tasks that run on the same node and share its network and its `alloc/` directory: one instance is an allocation.
///
/// ```hcl
/// group "web" {
///   count = 2
///
///   task "server" {
///     # …
///   }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{Docker, Group, Task};
/// let web = Group::new("web").count(2).task(Task::new("server", Docker::image("nginx:1.29")));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "group", go = "TaskGroup", special = Group)]
pub struct Group {
    /// The group's name, unique within the job.
    #[field(label, update = Allocations)]
    pub name: String,
    /// How many instances run.
    #[field(contextual, default = "1", update = Count, min = 0)]
    pub count: Option<Attr<i64>>,
    /// How long to wait between deregistering the services and stopping the tasks.
    #[field(contextual, default = "0s", update = InPlace, min = 0)]
    pub shutdown_delay: Option<Attr<Duration>>,
    /// How long an allocation of a batch job may run before it is stopped.
    #[field(since = "2.0.3", update = InPlace, min = "1ns")]
    pub max_run_duration: Option<Attr<Duration>>,
    /// The older spelling of `stop_on_client_after` in `disconnect`; Nomad reads it and ignores it.
    #[field(update = Nothing)]
    pub stop_after_client_disconnect: Option<Attr<Duration>>,
    /// The older spelling of `lost_after` in `disconnect`; Nomad reads it and ignores it.
    #[field(update = Nothing)]
    pub max_client_disconnect: Option<Attr<Duration>>,
    /// The older spelling of `replace` in `disconnect`; Nomad reads it and ignores it.
    #[field(since = "1.7", update = Nothing)]
    pub prevent_reschedule_on_lost: Option<Attr<bool>>,
    /// Names and strings for whoever looks at the group; tasks see them as `NOMAD_META_<name>`.
    #[field(attribute_form, update = Meta)]
    pub meta: Option<Map>,
    /// A condition that a node must meet; all of them hold together.
    #[field(block = "constraint", json = "Constraints", set, update = Placement)]
    pub constraints: Vec<Constraint>,
    /// A preference for some nodes over others.
    #[field(block = "affinity", json = "Affinities", set, update = InPlace)]
    pub affinities: Vec<Affinity>,
    /// Distributes the allocations over the values of an attribute.
    #[field(block = "spread", json = "Spreads", set, update = InPlace)]
    pub spreads: Vec<Spread>,
    /// Lets the count be changed while the job runs, within bounds.
    #[field(update = InPlace)]
    pub scaling: Option<Box<Scaling>>,
    /// How a new version replaces the old one.
    #[field(update = InPlace)]
    pub update: Option<Box<Update>>,
    /// What happens on the same node when a task fails.
    #[field(json = "RestartPolicy", update = InPlace)]
    pub restart: Option<Box<Restart>>,
    /// What happens on other nodes when the allocation fails.
    #[field(json = "ReschedulePolicy", update = InPlace)]
    pub reschedule: Option<Box<Reschedule>>,
    /// What happens when the node loses touch with the servers.
    #[field(since = "1.8", update = InPlace)]
    pub disconnect: Option<Box<Disconnect>>,
    /// How allocations leave nodes that are drained.
    #[field(update = InPlace)]
    pub migrate: Option<Box<Migrate>>,
    /// The space for the allocation's shared directory.
    #[field(update = Destructive)]
    pub ephemeral_disk: Option<Box<EphemeralDisk>>,
    /// The network that the tasks share, with its ports.
    #[field(block = "network", json = "Networks", ordered, update = Destructive, reorder)]
    pub networks: Vec<Network>,
    /// A volume that tasks can mount.
    #[field(block = "volume", json = "Volumes", keyed, key = "name", update = Destructive)]
    pub volumes: Vec<Volume>,
    /// The Consul that the group's services and tasks talk to.
    #[field(update = InPlace)]
    pub consul: Option<Box<Consul>>,
    /// A service to register for the allocation.
    #[field(block = "service", json = "Services", key = "name", update = InPlace)]
    pub services: Vec<Service>,
    /// A program to run.
    #[field(block = "task", json = "Tasks", key = "name", update = Destructive)]
    pub tasks: Vec<Task>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Group {
    /// A group without tasks yet.
    #[must_use]
    #[track_caller]
    pub fn new(name: impl Into<String>) -> Self {
        let group = Self { name: name.into(), ..Self::blank() };
        written_at(group, Location::here())
    }
}
