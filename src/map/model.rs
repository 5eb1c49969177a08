//! The content of a map, as data.

use std::fmt;

use serde::Serialize;

/// The jobs of one cluster or of several, with what an operator looks for in them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Map {
    /// The sites, in the order of the registry; job files are those of one site without a name.
    pub sites: Vec<Site>,
}

/// The jobs of a cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Site {
    /// The site's name.
    pub name: String,
    /// The region of its jobs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The datacenters of its jobs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub datacenters: Vec<String>,
    /// The jobs, by category and name.
    pub jobs: Vec<Job>,
    /// The volumes that are declared or mounted, by name.
    pub volumes: Vec<Volume>,
    /// What all jobs reserve together.
    pub total: Total,
    /// The same for each target, by name.
    pub targets: Vec<TargetTotal>,
}

/// A job.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Job {
    /// Its ID.
    pub name: String,
    /// Its name in the map, unique in its site: its ID; after `@` its namespace, if that is not
    /// `default`; and in parentheses its file, if another job has the same ID and namespace.
    pub key: String,
    /// Its namespace, if it is not `default`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// The directory of its definition, as a word; empty for a job file.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub category: String,
    /// `service`, `batch`, `system` or `sysbatch`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether it shows a pattern and is never deployed.
    #[serde(skip_serializing_if = "is_false")]
    pub reference: bool,
    /// When it runs, if a cron expression says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule: Option<String>,
    /// Where it may run, by its constraints; empty if it has none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub target: String,
    /// The description in its definition.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The file that defines it.
    pub source: Source,
    /// The images that it runs, each once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub images: Vec<String>,
    /// Its groups.
    pub groups: Vec<Group>,
    /// Its services.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<Service>,
    /// The routes to its services.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub routes: Vec<Route>,
    /// What it mounts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub volumes: Vec<Mount>,
    /// What must be there before it can run, of what the map has.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dependencies: Vec<Dependency>,
    /// The variables of its file.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub variables: Vec<String>,
    /// What it reserves.
    pub total: Total,
}

/// A file and a line of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The file, from the root of the project, with slashes.
    pub file: String,
    /// The line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The file from the root of the repository, for links; `None` if it is outside.
    #[serde(skip)]
    pub path: Option<String>,
}

/// A group of a job.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// How many allocations there are of it: on each node, in a job for all nodes.
    pub count: Amount,
    /// Its tasks with those that Nomad adds, such as proxies.
    pub tasks: Vec<Task>,
    /// Its ports.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ports: Vec<Port>,
    /// What one allocation reserves.
    pub resources: Resources,
}

/// A task of a group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Task {
    /// Its name.
    pub name: String,
    /// Its driver.
    pub driver: String,
}

/// CPU and memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Resources {
    /// CPU in MHz; `None` if an expression sets it.
    pub cpu: Option<u64>,
    /// Whole cores; `None` if it reserves none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cores: Option<u64>,
    /// Memory in MiB; `None` if an expression sets it.
    pub memory: Option<u64>,
}

/// A number, or the expression that gives one when the job is deployed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Amount {
    /// A number.
    Number(u64),
    /// An expression as HCL has it: `${var.count}`.
    Expression(String),
}

impl Default for Amount {
    fn default() -> Self {
        Self::Number(0)
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Expression(source) => f.write_str(source),
        }
    }
}

/// A port of a group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Port {
    /// Its label.
    pub label: String,
    /// The port of the node, where it is static.
    #[serde(rename = "static", skip_serializing_if = "Option::is_none")]
    pub number: Option<Amount>,
    /// The port in the network of the group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Amount>,
}

/// A service.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Service {
    /// Its name in the catalog.
    pub name: String,
    /// `consul` or `nomad`.
    pub provider: String,
    /// The label of its port, or a number.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub port: String,
}

/// A route from Traefik or fabio to a service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Route {
    /// `http`, `tcp` or `udp`.
    pub protocol: String,
    /// The name of the router.
    pub name: String,
    /// What it matches, as an address: `grafana.lab/login`; the rule itself, if it has more than hosts
    /// and paths.
    pub address: String,
    /// The rule in the language of Traefik, or the tag that fabio reads; nothing, where the default rule holds.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub rule: String,
    /// The entry points; empty if it accepts all of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub entry_points: Vec<String>,
    /// The middlewares.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub middlewares: Vec<String>,
    /// Whether it has TLS.
    pub tls: bool,
    /// The service whose tags define it.
    pub service: String,
}

/// What a volume is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum VolumeKind {
    /// A volume of the cluster.
    Csi,
    /// A volume that a node provides.
    Host,
    /// A path of the node, such as a mounted NFS share.
    #[default]
    Bind,
    /// A volume of the container engine.
    Docker,
    /// The disk of the allocation.
    Ephemeral,
}

impl VolumeKind {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csi => "csi",
            Self::Host => "host",
            Self::Bind => "bind",
            Self::Docker => "docker",
            Self::Ephemeral => "ephemeral",
        }
    }
}

/// A volume that a job mounts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Mount {
    /// What it is.
    pub kind: VolumeKind,
    /// The name of the volume, or the path of the node.
    pub source: String,
    /// The access mode, where the job says one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub access: String,
    /// Whether it is mounted for reading alone.
    #[serde(skip_serializing_if = "is_false")]
    pub read_only: bool,
    /// Whether each allocation has its own: `data[0]`, `data[1]` …
    #[serde(skip_serializing_if = "is_false")]
    pub per_alloc: bool,
    /// The paths in the tasks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub destinations: Vec<String>,
}

/// A volume of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Volume {
    /// Its name, or the path of the node.
    pub name: String,
    /// What it is.
    pub kind: VolumeKind,
    /// The plugin that provides it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plugin: Option<String>,
    /// The keys of the jobs that run that plugin.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub provided_by: Vec<String>,
    /// The file that declares it, if one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// What its definition says of it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The keys of the jobs that mount it.
    pub used_by: Vec<String>,
}

/// A job that another one needs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Dependency {
    /// The key of the job.
    pub job: String,
    /// Why.
    pub why: Why,
    /// The service or the volume by which it is needed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub by: String,
}

/// Why a job needs another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Why {
    /// Its definition says that it is deployed after it.
    After,
    /// It asks for one of its services.
    Service,
    /// It mounts a volume whose plugin the other job runs.
    Volume,
}

impl Why {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::After => "after",
            Self::Service => "service",
            Self::Volume => "volume",
        }
    }
}

/// What jobs reserve.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Total {
    /// How many jobs there are.
    pub jobs: u64,
    /// How many allocations of jobs that have a count.
    pub allocations: u64,
    /// Their CPU in MHz.
    pub cpu: u64,
    /// Their whole cores.
    #[serde(skip_serializing_if = "is_zero")]
    pub cores: u64,
    /// Their memory in MiB.
    pub memory: u64,
    /// How many allocations each node has of jobs for all nodes.
    pub node_allocations: u64,
    /// Their CPU in MHz, on each node.
    pub node_cpu: u64,
    /// Their whole cores, on each node.
    #[serde(skip_serializing_if = "is_zero")]
    pub node_cores: u64,
    /// Their memory in MiB, on each node.
    pub node_memory: u64,
    /// Of how many groups a number is an expression: what those reserve is not in the numbers.
    #[serde(skip_serializing_if = "is_zero")]
    pub unknown: u64,
}

impl Total {
    /// Adds another one.
    pub fn add(&mut self, other: &Self) {
        for (own, other) in [
            (&mut self.jobs, other.jobs),
            (&mut self.allocations, other.allocations),
            (&mut self.cpu, other.cpu),
            (&mut self.cores, other.cores),
            (&mut self.memory, other.memory),
            (&mut self.node_allocations, other.node_allocations),
            (&mut self.node_cpu, other.node_cpu),
            (&mut self.node_cores, other.node_cores),
            (&mut self.node_memory, other.node_memory),
            (&mut self.unknown, other.unknown),
        ] {
            *own = own.saturating_add(other);
        }
    }
}

/// What the jobs of a target reserve.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TargetTotal {
    /// Where the jobs may run; nothing for those that may run on any node.
    pub target: String,
    /// What they reserve.
    #[serde(flatten)]
    pub total: Total,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_false(value: &bool) -> bool {
    !value
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_zero(value: &u64) -> bool {
    *value == 0
}
