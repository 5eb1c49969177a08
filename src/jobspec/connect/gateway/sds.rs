//! `sds`: where a gateway's certificate comes from.

use crate::jobspec::{Attr, Base, Block, IntoAttr, Location, written_at};

/// Fetches a gateway's certificate by Envoy's secret discovery service.
///
/// ```hcl
/// sds {
///   cluster_name  = "sds-cluster"
///   cert_resource = "example.com"
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::Sds;
/// let certificate = Sds::new("sds-cluster", "example.com");
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "sds", go = "ConsulGatewayTLSSDSConfig", constructor)]
pub struct Sds {
    /// Envoy's cluster that answers.
    #[field(zero, required, since = "1.8")]
    pub cluster_name: Option<Attr<String>>,
    /// The certificate's name there.
    #[field(zero, required, since = "1.8")]
    pub cert_resource: Option<Attr<String>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Sds {
    /// A certificate by its name in a cluster of Envoy's.
    #[must_use]
    #[track_caller]
    pub fn new(cluster_name: impl IntoAttr<String>, cert_resource: impl IntoAttr<String>) -> Self {
        let block = Self::blank().cluster_name(cluster_name).cert_resource(cert_resource);
        written_at(block, Location::here())
    }
}
