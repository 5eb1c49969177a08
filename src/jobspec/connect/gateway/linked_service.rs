//! `service` of a terminating gateway: a service outside of the mesh.

use crate::jobspec::{Attr, Base, Block, IntoAttr, Location, written_at};

/// A service outside of the mesh, and how the gateway speaks TLS with it.
///
/// ```hcl
/// service {
///   name    = "legacy-database"
///   ca_file = "/certs/ca.pem"
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::LinkedService;
/// let database = LinkedService::new("legacy-database").ca_file("/certs/ca.pem").sni("db.example.com");
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "service", go = "ConsulLinkedService", constructor)]
pub struct LinkedService {
    /// Its name in Consul; `*` is every service.
    #[field(zero, required)]
    pub name: Option<Attr<String>>,
    /// The certificate authority to trust, a file in the gateway's task. With it the gateway speaks TLS.
    #[field(json = "CAFile", zero)]
    pub ca_file: Option<Attr<String>>,
    /// The gateway's own certificate, where the service asks for one.
    #[field(zero)]
    pub cert_file: Option<Attr<String>>,
    /// The key of that certificate.
    #[field(zero)]
    pub key_file: Option<Attr<String>>,
    /// The server name to ask for.
    #[field(json = "SNI", zero)]
    pub sni: Option<Attr<String>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl LinkedService {
    /// A service by its name in Consul.
    #[must_use]
    #[track_caller]
    pub fn new(name: impl IntoAttr<String>) -> Self {
        let block = Self::blank().name(name);
        written_at(block, Location::here())
    }
}
