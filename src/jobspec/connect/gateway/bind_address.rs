//! `envoy_gateway_bind_addresses`: a further address of a gateway.

use crate::jobspec::{Attr, Base, Block, IntoAttr, Location, written_at};

/// A further address on which a gateway listens, under a name.
///
/// ```hcl
/// envoy_gateway_bind_addresses "lan" {
///   address = "0.0.0.0"
///   port    = 8080
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::BindAddress;
/// let lan = BindAddress::new("lan", "0.0.0.0", 8080);
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "envoy_gateway_bind_addresses", go = "ConsulGatewayBindAddress")]
pub struct BindAddress {
    /// The listener's name.
    #[field(label)]
    pub name: String,
    /// The address.
    #[field(zero, required)]
    pub address: Option<Attr<String>>,
    /// The port.
    #[field(zero, required)]
    pub port: Option<Attr<i64>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl BindAddress {
    /// A listener on an address and port.
    #[must_use]
    #[track_caller]
    pub fn new(
        name: impl Into<String>,
        address: impl IntoAttr<String>,
        port: impl IntoAttr<i64>,
    ) -> Self {
        let block = Self { name: name.into(), ..Self::blank() }.address(address).port(port);
        written_at(block, Location::here())
    }
}
