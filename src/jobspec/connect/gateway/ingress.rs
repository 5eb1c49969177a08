//! `ingress`: a gateway into the mesh.

use crate::jobspec::{Base, Block, GatewayTls, Listener};

/// Lets traffic from outside reach services of the mesh.
///
/// ```hcl
/// ingress {
///   listener {
///     port     = 8080
///     protocol = "tcp"
///
///     service {
///       name = "whoami"
///     }
///   }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{Ingress, IngressService, Listener};
/// let ingress = Ingress::new().listener(Listener::tcp(8080).service(IngressService::new("whoami")));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "ingress", go = "ConsulIngressConfigEntry")]
pub struct Ingress {
    /// TLS for all listeners.
    #[field(json = "TLS")]
    pub tls: Option<Box<GatewayTls>>,
    /// A port and its services.
    #[field(block = "listener", json = "Listeners", key = "port, protocol")]
    pub listeners: Vec<Listener>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
