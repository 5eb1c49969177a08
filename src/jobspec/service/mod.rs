//! `service`: what others find in the service catalog.

mod check;
mod check_restart;
mod weights;

pub use check::Check;
pub use check_restart::CheckRestart;
pub use weights::Weights;

use super::{
    AddressMode, Attr, Base, Block, Connect, Identity, IntoAttr, Location, Map, OnUpdate, Provider,
    ServiceKind, written_at,
};

/// A service to register in Consul or in Nomad's own catalog.
///
/// ```hcl
/// service {
///   name = "whoami"
///   port = "http"
///   tags = ["traefik.enable=true"]
///
///   check {
///     type     = "http"
///     path     = "/health"
///     interval = "10s"
///     timeout  = "2s"
///   }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{Check, Service, secs};
/// let service = Service::new("whoami")
///     .port("http")
///     .tags(["traefik.enable=true"])
///     .check(Check::http("/health").interval(secs(10)).timeout(secs(2)));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "service", go = "Service", constructor)]
pub struct Service {
    /// The name in the catalog.
    #[field(zero, words = "<job>-<group>, or <job>-<group>-<task> for a task's own", update = Mesh)]
    pub name: Option<Attr<String>>,
    /// The label of the port to advertise, or a number.
    #[field(json = "PortLabel", zero, update = Mesh)]
    pub port: Option<Attr<String>>,
    /// The catalog: `consul` or `nomad`.
    #[field(zero, filled, default = "consul", update = InPlace, one_of = ["consul", "nomad", ""], choice = Provider)]
    pub provider: Option<Attr<String>>,
    /// Words for whoever looks the service up; routers read their rules from them.
    #[field(update = InPlace)]
    pub tags: Option<Attr<Vec<String>>>,
    /// The tags while the allocation is a canary.
    #[field(words = "the tags", update = InPlace)]
    pub canary_tags: Option<Attr<Vec<String>>>,
    /// Whether others may change the tags in Consul.
    #[field(zero, default = "false", update = InPlace)]
    pub enable_tag_override: Option<Attr<bool>>,
    /// The address to advertise, with `address_mode` `auto`.
    #[field(zero, update = InPlace)]
    pub address: Option<Attr<String>>,
    /// Where the advertised address comes from: `auto`, `host`, `alloc` or `driver`.
    #[field(zero, filled, default = "auto", update = InPlace, one_of = ["auto", "host", "driver", "alloc", "alloc_ipv6", ""], choice = AddressMode)]
    pub address_mode: Option<Attr<String>>,
    /// The task behind a group's service, where a script check or sidecar needs one.
    #[field(json = "TaskName", zero, update = InPlace)]
    pub task: Option<Attr<String>>,
    /// How checks count during updates: `require_healthy`, `ignore_warnings` or `ignore`.
    #[field(zero, filled, default = "require_healthy", update = InPlace, one_of = ["require_healthy", "ignore_warnings", "ignore", ""], choice = OnUpdate)]
    pub on_update: Option<Attr<String>>,
    /// The Consul cluster, where there are several.
    #[field(zero, filled, enterprise, default = "default", since = "1.8", update = Mesh)]
    pub cluster: Option<Attr<String>>,
    /// The kind of service in Consul.
    #[field(zero, since = "1.10.3", update = InPlace, one_of = ["api-gateway", "ingress-gateway", "mesh-gateway", "terminating-gateway", ""], choice = ServiceKind)]
    pub kind: Option<Attr<String>>,
    /// Names and strings in the catalog.
    #[field(update = InPlace)]
    pub meta: Option<Map>,
    /// The same while the allocation is a canary.
    #[field(update = InPlace)]
    pub canary_meta: Option<Map>,
    /// Further addresses, by name.
    #[field(update = InPlace)]
    pub tagged_addresses: Option<Map>,
    /// How the catalog learns that the service works.
    #[field(block = "check", json = "Checks", key = "name", update = InPlace)]
    pub checks: Vec<Check>,
    /// When failing checks restart the task, for checks that do not say.
    #[field(update = InPlace)]
    pub check_restart: Option<Box<CheckRestart>>,
    /// How often Consul's DNS names this instance.
    #[field(since = "1.9", update = InPlace)]
    pub weights: Option<Box<Weights>>,
    /// The service's place in Consul's service mesh.
    #[field(update = Destructive)]
    pub connect: Option<Box<Connect>>,
    /// The identity with which the service registers in Consul.
    #[field(since = "1.7", update = InPlace)]
    pub identity: Option<Box<Identity>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Service {
    /// A service of a name.
    #[must_use]
    #[track_caller]
    pub fn new(name: impl IntoAttr<String>) -> Self {
        let service = Self::blank().name(name);
        written_at(service, Location::here())
    }

    /// A service that Nomad names after its job, group and task.
    #[must_use]
    #[track_caller]
    pub fn unnamed() -> Self {
        let service = Self::blank();
        written_at(service, Location::here())
    }
}
