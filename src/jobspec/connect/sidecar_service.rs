//! `sidecar_service`: the proxy beside a service.

use crate::jobspec::{Attr, Base, Block, Map, Proxy};

/// The proxy that carries a service's traffic into and out of the mesh, as Consul knows it.
///
/// ```hcl
/// sidecar_service {
///   tags = ["mesh"]
///
///   proxy {
///     local_service_port = 8080
///   }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{Proxy, SidecarService};
/// let sidecar = SidecarService::new().tags(["mesh"]).proxy(Proxy::new().local_service_port(8080));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "sidecar_service", go = "ConsulSidecarService")]
pub struct SidecarService {
    /// Tags of the proxy's own entry in Consul.
    #[field(words = "the service's", update = InPlace)]
    pub tags: Option<Attr<Vec<String>>>,
    /// The label of the port on which the proxy listens; without it Nomad makes one.
    #[field(zero, update = Destructive)]
    pub port: Option<Attr<String>>,
    /// Whether the usual TCP check of the proxy is left out.
    #[field(json = "DisableDefaultTCPCheck", zero, default = "false", update = InPlace)]
    pub disable_default_tcp_check: Option<Attr<bool>>,
    /// How the proxy is set up.
    #[field(update = InPlace)]
    pub proxy: Option<Box<Proxy>>,
    /// Names and strings of the proxy's own entry in Consul.
    #[field(words = "the service's", update = InPlace)]
    pub meta: Option<Map>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
