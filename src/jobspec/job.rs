//! `job`: the root of the jobspec.

use super::{
    Affinity, Attr, Base, Block, Constraint, Dependencies, Dependency, Group, JobType, Location,
    Map, Migrate, Multiregion, Parameterized, Periodic, Reschedule, Spread, Ui, Update, Value,
    Variable, written_at,
};

/// What Nomad runs as one unit: its groups, where they may run, and how they are updated.
///
/// ```hcl
/// job "whoami" {
///   type        = "service"
///   datacenters = ["dc1"]
///
///   group "whoami" {
///     # …
///   }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{Group, Job};
/// let job = Job::service("whoami").datacenters(["dc1"]).group(Group::new("whoami"));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "job", go = "Job", special = Job, no_serde)]
pub struct Job {
    /// The job's ID, which is also its name unless `name` is set.
    #[field(label, json = "ID", update = Another)]
    pub id: String,
    /// A name to show in place of the ID.
    #[field(words = "the ID", update = InPlace)]
    pub name: Option<Attr<String>>,
    /// The region to run in.
    #[field(words = "the region of the agent that receives the job", update = Another)]
    pub region: Option<Attr<String>>,
    /// The namespace to run in.
    #[field(default = "default", update = Another)]
    pub namespace: Option<Attr<String>>,
    /// The scheduler: `service`, `system`, `batch` or `sysbatch`.
    #[field(default = "service", update = Refused, one_of = ["service", "batch", "system", "sysbatch"], choice = JobType)]
    pub type_: Option<Attr<String>>,
    /// The datacenters that may run the job; `*` matches any text.
    #[field(default = "[\"*\"]", update = Placement)]
    pub datacenters: Option<Attr<Vec<String>>>,
    /// The pool of nodes that may run the job.
    #[field(default = "default", update = Placement)]
    pub node_pool: Option<Attr<String>>,
    /// How urgent the job is when nodes are scarce, from 1 to 100 (the server may allow more); higher goes first.
    #[field(default = "50", update = InPlace)]
    pub priority: Option<Attr<i64>>,
    /// Whether the scheduler must place all groups at once or none.
    #[field(default = "false", update = InPlace)]
    pub all_at_once: Option<Attr<bool>>,
    /// Names and strings for whoever looks at the job; tasks see them as `NOMAD_META_<name>`.
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
    /// Runs the job at times given by cron expressions. Batch jobs only.
    #[field(update = Refused)]
    pub periodic: Option<Box<Periodic>>,
    /// Makes the job a form to fill in: it runs when dispatched. Batch jobs only.
    #[field(json = "ParameterizedJob", update = Refused)]
    pub parameterized: Option<Box<Parameterized>>,
    /// How a new version replaces the old one, for groups that do not say.
    #[field(update = InPlace)]
    pub update: Option<Box<Update>>,
    /// What happens to failed allocations, for groups that do not say.
    #[field(update = InPlace)]
    pub reschedule: Option<Box<Reschedule>>,
    /// How allocations leave nodes that are drained, for groups that do not say.
    #[field(update = InPlace)]
    pub migrate: Option<Box<Migrate>>,
    /// Deploys the job to several regions.
    #[field(enterprise, update = InPlace)]
    pub multiregion: Option<Box<Multiregion>>,
    /// What the web interface shows of the job.
    #[field(json = "UI", since = "1.8", update = InPlace)]
    pub ui: Option<Box<Ui>>,
    /// Tasks that are placed together on one node.
    #[field(block = "group", json = "TaskGroups", key = "name", update = Allocations)]
    pub groups: Vec<Group>,
    /// Values that are given when the job is deployed. They are written above the job in its file.
    #[field(outside)]
    pub variables: Vec<Variable>,
    /// Values with a name, for expressions: `local.NAME`. They are written above the job in its
    /// file.
    #[field(outside)]
    pub locals: Map,
    /// The jobs that must be deployed before it. They are written to `order.json`, and not to its
    /// file.
    #[field(outside)]
    pub after: Dependencies,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Job {
    /// Declares a value that is given when the job is deployed.
    #[must_use]
    pub fn variable(mut self, variable: Variable) -> Self {
        self.variables.push(variable);
        self
    }

    /// Names a value for the job's expressions: `local.NAME`.
    #[must_use]
    pub fn local(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.locals.set(name, value);
        self
    }

    /// Lets the job be deployed after another one of the registry, whose ID this is: not before that one is healthy, or, if
    /// it runs to its end, registered. Without it, the job waits for the volumes that it mounts, and for the categories before
    /// its own. A further call adds another.
    ///
    /// ```
    /// use jobwright::jobspec::Job;
    /// let job = Job::service("web").after("postgres").after("redis");
    /// assert_eq!(job.after.iter().count(), 2);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn after(mut self, job: &str) -> Self {
        self.after.push(Dependency { job: job.to_owned(), location: Location::here() });
        self
    }

    /// A job of the type that Nomad takes where none is said: `service`.
    #[must_use]
    #[track_caller]
    pub fn new(id: impl Into<String>) -> Self {
        let job = Self { id: id.into(), ..Self::blank() };
        written_at(job, Location::here())
    }

    /// A job that runs until it is stopped, in `count` instances.
    #[must_use]
    #[track_caller]
    pub fn service(id: impl Into<String>) -> Self {
        Self::of_type("service", id.into(), Location::here())
    }

    /// A job that runs on every node that its constraints allow.
    #[must_use]
    #[track_caller]
    pub fn system(id: impl Into<String>) -> Self {
        Self::of_type("system", id.into(), Location::here())
    }

    /// A job that runs to its end.
    #[must_use]
    #[track_caller]
    pub fn batch(id: impl Into<String>) -> Self {
        Self::of_type("batch", id.into(), Location::here())
    }

    /// A job that runs to its end on every node that its constraints allow.
    #[must_use]
    #[track_caller]
    pub fn sysbatch(id: impl Into<String>) -> Self {
        Self::of_type("sysbatch", id.into(), Location::here())
    }

    fn of_type(type_: &str, id: String, source: Location) -> Self {
        let job = Self { id, ..Self::blank() }.type_(type_);
        written_at(job, source)
    }
}
