//! `network`: the network of a group, with its ports.

mod dns;
mod port;

pub use dns::Dns;
pub use port::Port;

use super::{Attr, Base, Block};

/// The network namespace of a group and the ports that it asks for.
///
/// ```hcl
/// network {
///   mode = "bridge"
///
///   port "http" {
///     to = 80
///   }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{Network, Port};
/// let network = Network::new().mode("bridge").port(Port::dynamic("http").to(80));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "network", go = "NetworkResource")]
pub struct Network {
    /// `none`, `bridge`, `host`, or `cni/` and the name of a CNI network.
    #[field(zero, default = "host")]
    pub mode: Option<Attr<String>>,
    /// The host name inside the namespace; only with `bridge`.
    #[field(zero)]
    pub hostname: Option<Attr<String>>,
    /// How names are resolved inside the namespace.
    #[field(json = "DNS")]
    pub dns: Option<Dns>,
    /// A port to reserve on the node.
    #[field(block = "port", json = "DynamicPorts")]
    pub ports: Vec<Port>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
