//! `proxy`: how the proxy beside a service is set up.

use crate::jobspec::{Attr, Base, Block, Expose, Free, TransparentProxy, Upstream};

/// Where the proxy finds its service, which other services it makes reachable, and what is passed on to Envoy.
///
/// ```hcl
/// proxy {
///   local_service_port = 8080
///
///   upstreams {
///     destination_name = "postgres"
///     local_bind_port  = 5432
///   }
///
///   config {
///     protocol = "http"
///   }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{Free, Proxy, Upstream};
/// let proxy = Proxy::new()
///     .local_service_port(8080)
///     .upstreams(Upstream::new("postgres", 5432))
///     .config(Free::new().attr("protocol", "http"));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "proxy", go = "ConsulProxy", special = Proxy)]
pub struct Proxy {
    /// The address on which the service itself listens.
    #[field(zero, default = "127.0.0.1")]
    pub local_service_address: Option<Attr<String>>,
    /// The port on which the service itself listens.
    #[field(zero, words = "the service's")]
    pub local_service_port: Option<Attr<i64>>,
    /// Paths that can be reached without the mesh.
    pub expose: Option<Box<Expose>>,
    /// Another service of the mesh, under an address of its own in the group.
    #[field(key = "destination_name, datacenter")]
    pub upstreams: Vec<Upstream>,
    /// Carries all traffic of the group through the proxy, without upstreams.
    #[field(since = "1.8")]
    pub transparent_proxy: Option<Box<TransparentProxy>>,
    /// What Consul passes on to Envoy.
    pub config: Option<Free>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
