//! `port`: a port that a group asks for.

use crate::jobspec::{Attr, Base, Block, Location, written_at};

/// A port on the node, by a label that services and `${NOMAD_PORT_<label>}` refer to.
///
/// ```hcl
/// port "http" {
///   to = 80
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::Port;
/// let dynamic = Port::dynamic("http").to(80);
/// let fixed = Port::fixed("dns", 53);
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "port", go = "Port")]
pub struct Port {
    /// The port's label.
    #[field(label, update = Destructive)]
    pub label: String,
    /// The number on the node; without it Nomad picks one.
    #[field(json = "Value", zero, update = Destructive, max = 65535)]
    pub static_: Option<Attr<i64>>,
    /// The number inside the network namespace or container.
    #[field(zero, words = "the number on the node", update = Destructive, min = -1, max = 65535)]
    pub to: Option<Attr<i64>>,
    /// The host network to take the port from.
    #[field(zero, filled, default = "default", update = Destructive)]
    pub host_network: Option<Attr<String>>,
    /// Whether several allocations on a node may share the static number (`SO_REUSEPORT`).
    #[field(zero, default = "false", since = "1.9", update = InPlace)]
    pub ignore_collision: Option<Attr<bool>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Port {
    /// A port whose number Nomad picks.
    #[must_use]
    #[track_caller]
    pub fn dynamic(label: impl Into<String>) -> Self {
        let port = Self { label: label.into(), ..Self::blank() };
        written_at(port, Location::here())
    }

    /// A port with a number of its own on every node that runs it.
    #[must_use]
    #[track_caller]
    pub fn fixed(label: impl Into<String>, number: u16) -> Self {
        Self::dynamic(label).static_(i64::from(number))
    }

    /// A dynamic port `http`, with its number inside the container.
    #[must_use]
    #[track_caller]
    pub fn http(inside: u16) -> Self {
        Self::dynamic("http").to(i64::from(inside))
    }

    /// Why the static number is needed. It is written as a comment above the port.
    #[must_use]
    pub fn because(self, reason: impl Into<String>) -> Self {
        self.comment(reason)
    }
}
