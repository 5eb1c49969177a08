//! `dns`: how names are resolved inside a group's network.

use crate::jobspec::{Attr, Base, Block};

/// The name servers and search domains of a group's network namespace.
///
/// ```hcl
/// dns {
///   servers = ["172.17.0.1"]
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::Dns;
/// let dns = Dns::new().servers(["172.17.0.1"]).searches(["service.consul"]);
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "dns", go = "DNSConfig")]
pub struct Dns {
    /// The addresses of the name servers.
    #[field(words = "the node's")]
    pub servers: Option<Attr<Vec<String>>>,
    /// The domains in which short names are looked up.
    #[field(words = "the node's")]
    pub searches: Option<Attr<Vec<String>>>,
    /// Options of `resolv.conf`.
    #[field(words = "the node's")]
    pub options: Option<Attr<Vec<String>>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
