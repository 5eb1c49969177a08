//! `proxy` of a gateway: how it listens.

use crate::jobspec::{Attr, Base, BindAddress, Block, DnsDiscovery, Duration, Free};

/// How the Envoy of a gateway listens and connects.
///
/// ```hcl
/// proxy {
///   connect_timeout               = "5s"
///   envoy_gateway_no_default_bind = true
///
///   envoy_gateway_bind_addresses "lan" {
///     address = "0.0.0.0"
///     port    = 8080
///   }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{BindAddress, GatewayProxy, secs};
/// let proxy = GatewayProxy::new()
///     .connect_timeout(secs(5))
///     .envoy_gateway_no_default_bind(true)
///     .envoy_gateway_bind_addresses(BindAddress::new("lan", "0.0.0.0", 8080));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "proxy", go = "ConsulGatewayProxy")]
pub struct GatewayProxy {
    /// How long a connection to an upstream may take.
    #[field(default = "5s")]
    pub connect_timeout: Option<Attr<Duration>>,
    /// Whether it listens on the service's tagged addresses too.
    #[field(zero, default = "false")]
    pub envoy_gateway_bind_tagged_addresses: Option<Attr<bool>>,
    /// Whether it does not listen on the service's own address.
    #[field(zero, default = "false")]
    pub envoy_gateway_no_default_bind: Option<Attr<bool>>,
    /// How Envoy follows DNS names: `STRICT_DNS` or `LOGICAL_DNS`.
    #[field(json = "EnvoyDNSDiscoveryType", zero, default = "LOGICAL_DNS", one_of = ["STRICT_DNS", "LOGICAL_DNS", ""], choice = DnsDiscovery)]
    pub envoy_dns_discovery_type: Option<Attr<String>>,
    /// A further address on which it listens.
    #[field(keyed, key = "name")]
    pub envoy_gateway_bind_addresses: Vec<BindAddress>,
    /// What Consul passes on to Envoy.
    pub config: Option<Free>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
