//! `gateway`: a way into or out of the service mesh.

mod bind_address;
mod gateway_proxy;
mod gateway_tls;
mod header_modifiers;
mod ingress;
mod ingress_service;
mod linked_service;
mod listener;
mod mesh;
mod sds;
mod terminating;

pub use bind_address::BindAddress;
pub use gateway_proxy::GatewayProxy;
pub use gateway_tls::GatewayTls;
pub use header_modifiers::HeaderModifiers;
pub use ingress::Ingress;
pub use ingress_service::IngressService;
pub use linked_service::LinkedService;
pub use listener::Listener;
pub use mesh::Mesh;
pub use sds::Sds;
pub use terminating::Terminating;

use crate::jobspec::{Base, Block, Location, written_at};

/// A gateway between the mesh and the rest: `ingress` lets traffic in, `terminating` lets it out to services that
/// are not meshed, `mesh` joins datacenters.
///
/// ```hcl
/// gateway {
///   ingress {
///     listener {
///       port     = 8080
///       protocol = "tcp"
///
///       service {
///         name = "whoami"
///       }
///     }
///   }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{Gateway, Ingress, IngressService, Listener};
/// let way_in =
///     Gateway::ingress(Ingress::new().listener(Listener::tcp(8080).service(IngressService::new("whoami"))));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "gateway", go = "ConsulGateway", constructor)]
pub struct Gateway {
    /// How the gateway's proxy is set up.
    pub proxy: Option<Box<GatewayProxy>>,
    /// Lets traffic into the mesh.
    #[field(no_setter)]
    pub ingress: Option<Box<Ingress>>,
    /// Lets traffic out to services that are not in the mesh.
    #[field(no_setter)]
    pub terminating: Option<Box<Terminating>>,
    /// Joins the meshes of several datacenters.
    #[field(no_setter)]
    pub mesh: Option<Box<Mesh>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Gateway {
    /// Lets traffic into the mesh.
    #[must_use]
    #[track_caller]
    pub fn ingress(ingress: Ingress) -> Self {
        let block = Self { ingress: Some(ingress.into()), ..Self::blank() };
        written_at(block, Location::here())
    }

    /// Lets traffic out to services that are not in the mesh.
    #[must_use]
    #[track_caller]
    pub fn terminating(terminating: Terminating) -> Self {
        let block = Self { terminating: Some(terminating.into()), ..Self::blank() };
        written_at(block, Location::here())
    }

    /// Joins the meshes of several datacenters.
    #[must_use]
    #[track_caller]
    pub fn mesh() -> Self {
        let block = Self { mesh: Some(Mesh::new().into()), ..Self::blank() };
        written_at(block, Location::here())
    }
}
