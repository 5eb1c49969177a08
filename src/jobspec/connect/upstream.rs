//! `upstreams`: a service of the mesh under an address in the group.

use crate::jobspec::{Attr, Base, Block, Free, IntoAttr, Location, MeshGateway, written_at};

/// Makes another service of the mesh reachable on a port of the group; tasks find it in
/// `NOMAD_UPSTREAM_ADDR_<name>`. The block is named in the plural and written once for each service.
///
/// ```hcl
/// upstreams {
///   destination_name = "postgres"
///   local_bind_port  = 5432
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{MeshGateway, Upstream};
/// let database = Upstream::new("postgres", 5432).datacenter("dc2").mesh_gateway(MeshGateway::new("local"));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "upstreams", go = "ConsulUpstream", constructor)]
pub struct Upstream {
    /// The other service's name in Consul.
    #[field(zero, required)]
    pub destination_name: Option<Attr<String>>,
    /// Its Consul namespace.
    #[field(zero, words = "the service's")]
    pub destination_namespace: Option<Attr<String>>,
    /// The peered cluster that has it.
    #[field(zero, since = "1.7")]
    pub destination_peer: Option<Attr<String>>,
    /// Its admin partition.
    #[field(zero, words = "the service's", since = "1.8")]
    pub destination_partition: Option<Attr<String>>,
    /// What it is: `service` or `prepared_query`.
    #[field(zero, default = "service", since = "1.7")]
    pub destination_type: Option<Attr<String>>,
    /// The port in the group on which it is reached.
    #[field(zero, required)]
    pub local_bind_port: Option<Attr<i64>>,
    /// The Consul datacenter that has it.
    #[field(zero, words = "this one")]
    pub datacenter: Option<Attr<String>>,
    /// The address in the group on which it is reached.
    #[field(zero, default = "127.0.0.1")]
    pub local_bind_address: Option<Attr<String>>,
    /// A Unix socket on which it is reached, in place of a port.
    #[field(zero, since = "1.7")]
    pub local_bind_socket_path: Option<Attr<String>>,
    /// The mode of that socket, in octal.
    #[field(zero, since = "1.7")]
    pub local_bind_socket_mode: Option<Attr<String>>,
    /// How it is reached in another datacenter.
    pub mesh_gateway: Option<Box<MeshGateway>>,
    /// What Consul passes on to Envoy.
    pub config: Option<Free>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Upstream {
    /// A service on a port of the group.
    #[must_use]
    #[track_caller]
    pub fn new(
        destination_name: impl IntoAttr<String>,
        local_bind_port: impl IntoAttr<i64>,
    ) -> Self {
        let block =
            Self::blank().destination_name(destination_name).local_bind_port(local_bind_port);
        written_at(block, Location::here())
    }
}
