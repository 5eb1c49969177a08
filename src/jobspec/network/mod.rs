//! `network`: the network of a group, with its ports.

mod cni;
mod dns;
mod port;

pub use cni::Cni;
pub use dns::Dns;
pub use port::Port;

use super::{Attr, Base, Block, NetworkMode};

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
#[block(name = "network", go = "NetworkResource", special = Network)]
pub struct Network {
    /// `none`, `bridge`, `host`, or `cni/` and the name of a CNI network.
    #[field(zero, default = "host", update = Destructive, choice = NetworkMode)]
    pub mode: Option<Attr<String>>,
    /// The host name inside the namespace; only with `bridge`.
    #[field(zero, update = Destructive)]
    pub hostname: Option<Attr<String>>,
    /// The network card to use; Nomad reads it and ignores it.
    #[field(zero, update = Nothing)]
    pub device: Option<Attr<String>>,
    /// The network to use; Nomad sets it itself.
    #[field(json = "CIDR", zero, update = InPlace)]
    pub cidr: Option<Attr<String>>,
    /// The address to use; Nomad sets it itself.
    #[field(json = "IP", zero, update = InPlace)]
    pub ip: Option<Attr<String>>,
    /// The bandwidth in Mbit/s: an old setting that Nomad warns about and does not enforce.
    #[field(json = "MBits", update = Destructive)]
    pub mbits: Option<Attr<i64>>,
    /// How names are resolved inside the namespace.
    #[field(json = "DNS", update = Destructive)]
    pub dns: Option<Box<Dns>>,
    /// What the plugins of a CNI network are told.
    #[field(json = "CNI", since = "1.9", update = Destructive)]
    pub cni: Option<Box<Cni>>,
    /// An old form of ports with a number of their own. Nomad forgets all of them where there is a `port` block:
    /// one with `static` is the form that works.
    #[field(block = "reserved_ports", no_setter, key = "label", update = Destructive, reorder)]
    pub reserved_ports: Vec<Port>,
    /// A port to reserve on the node.
    #[field(block = "port", json = "DynamicPorts", key = "label", update = Destructive, reorder)]
    pub ports: Vec<Port>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
