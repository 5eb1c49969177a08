//! `connect`: a service's place in Consul's service mesh.

mod expose;
mod expose_path;
mod gateway;
mod mesh_gateway;
mod proxy;
mod sidecar_service;
mod sidecar_task;
mod transparent_proxy;
mod upstream;

pub use expose::Expose;
pub use expose_path::ExposePath;
pub use gateway::{
    BindAddress, Gateway, GatewayProxy, GatewayTls, HeaderModifiers, Ingress, IngressService,
    LinkedService, Listener, Mesh, Sds, Terminating,
};
pub use mesh_gateway::MeshGateway;
pub use proxy::Proxy;
pub use sidecar_service::SidecarService;
pub use sidecar_task::SidecarTask;
pub use transparent_proxy::TransparentProxy;
pub use upstream::Upstream;

use crate::jobspec::{Attr, Base, Block, Location, written_at};

/// Puts a group's service into Consul's service mesh: behind a proxy that Nomad starts beside it, as a gateway, or
/// on its own when the program speaks for itself.
///
/// ```hcl
/// connect {
///   sidecar_service {
///     proxy {
///       upstreams {
///         destination_name = "postgres"
///         local_bind_port  = 5432
///       }
///     }
///   }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{Connect, Proxy, SidecarService, Upstream};
/// let meshed = Connect::sidecar_service(
///     SidecarService::new().proxy(Proxy::new().upstreams(Upstream::new("postgres", 5432))),
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "connect", go = "ConsulConnect", constructor)]
pub struct Connect {
    /// Whether the program itself speaks the mesh's protocol.
    #[field(zero, no_setter, default = "false", update = Destructive)]
    pub native: Option<Attr<bool>>,
    /// Makes the service a gateway of the mesh.
    #[field(no_setter, update = Destructive, whole)]
    pub gateway: Option<Box<Gateway>>,
    /// A proxy beside the service.
    #[field(no_setter, update = Destructive)]
    pub sidecar_service: Option<Box<SidecarService>>,
    /// What is different in the task that Nomad makes for the proxy or gateway.
    #[field(update = Destructive, whole)]
    pub sidecar_task: Option<Box<SidecarTask>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Connect {
    /// A service that speaks the mesh's protocol itself.
    #[must_use]
    #[track_caller]
    pub fn native() -> Self {
        let block = Self { native: Some(true.into()), ..Self::blank() };
        written_at(block, Location::here())
    }

    /// A service behind a proxy that Nomad starts in the same group.
    #[must_use]
    #[track_caller]
    pub fn sidecar_service(service: SidecarService) -> Self {
        let block = Self { sidecar_service: Some(service.into()), ..Self::blank() };
        written_at(block, Location::here())
    }

    /// A gateway between the mesh and the rest.
    #[must_use]
    #[track_caller]
    pub fn gateway(gateway: Gateway) -> Self {
        let block = Self { gateway: Some(gateway.into()), ..Self::blank() };
        written_at(block, Location::here())
    }
}
