//! `transparent_proxy`: all traffic of a group through its proxy.

use crate::jobspec::{Attr, Base, Block};

/// Carries the group's traffic through the proxy by rules in its network, so that services find each other by
/// Consul's own names.
///
/// ```hcl
/// transparent_proxy {
///   exclude_inbound_ports  = ["metrics"]
///   exclude_outbound_ports = [443]
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::TransparentProxy;
/// let transparent = TransparentProxy::new().exclude_inbound_ports(["metrics"]).exclude_outbound_ports([443]);
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "transparent_proxy", go = "ConsulTransparentProxy")]
pub struct TransparentProxy {
    /// The user ID of the proxy, whose own traffic is left alone.
    #[field(json = "UID", zero, default = "101", since = "1.8")]
    pub uid: Option<Attr<String>>,
    /// The port on which the proxy takes outgoing traffic.
    #[field(zero, default = "15001", since = "1.8")]
    pub outbound_port: Option<Attr<u16>>,
    /// Ports whose incoming traffic is left alone, by label or number.
    #[field(since = "1.8")]
    pub exclude_inbound_ports: Option<Attr<Vec<String>>>,
    /// Ports whose outgoing traffic is left alone.
    #[field(since = "1.8")]
    pub exclude_outbound_ports: Option<Attr<Vec<u16>>>,
    /// Networks whose traffic is left alone.
    #[field(json = "ExcludeOutboundCIDRs", since = "1.8")]
    pub exclude_outbound_cidrs: Option<Attr<Vec<String>>>,
    /// Further users whose traffic is left alone.
    #[field(json = "ExcludeUIDs", since = "1.8")]
    pub exclude_uids: Option<Attr<Vec<String>>>,
    /// Whether names are not looked up in Consul.
    #[field(json = "NoDNS", zero, default = "false", since = "1.8")]
    pub no_dns: Option<Attr<bool>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
