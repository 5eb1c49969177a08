//! `tls`: encryption between a gateway and its clients.

use crate::jobspec::{Attr, Base, Block, Sds};

/// TLS between an ingress gateway and those who come from outside.
///
/// ```hcl
/// tls {
///   enabled         = true
///   tls_min_version = "TLSv1_2"
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::GatewayTls;
/// let tls = GatewayTls::new().enabled(true).tls_min_version("TLSv1_2");
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "tls", go = "ConsulGatewayTLSConfig")]
pub struct GatewayTls {
    /// Whether TLS is on, with a certificate of the mesh.
    #[field(zero, default = "false")]
    pub enabled: Option<Attr<bool>>,
    /// The oldest version: `TLSv1_0` to `TLSv1_3`.
    #[field(json = "TLSMinVersion", zero, words = "Envoy's default")]
    pub tls_min_version: Option<Attr<String>>,
    /// The newest version.
    #[field(json = "TLSMaxVersion", zero, words = "Envoy's default")]
    pub tls_max_version: Option<Attr<String>>,
    /// The ciphers, for versions before 1.3.
    #[field(words = "Envoy's default")]
    pub cipher_suites: Option<Attr<Vec<String>>>,
    /// A certificate from elsewhere, by Envoy's secret discovery service.
    #[field(json = "SDS", since = "1.8")]
    pub sds: Option<Box<Sds>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
