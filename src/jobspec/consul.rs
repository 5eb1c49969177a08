//! `consul`: which Consul a group or task talks to.

use crate::jobspec::{Attr, Base, Block};

/// The Consul cluster, namespace and partition of a group's or task's services and templates.
///
/// ```hcl
/// consul {
///   namespace = "team-a"
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::Consul;
/// let consul = Consul::new().namespace("team-a");
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "consul", go = "Consul")]
pub struct Consul {
    /// Consul's namespace; Consul Enterprise has them.
    #[field(zero, default = "default", update = Destructive)]
    pub namespace: Option<Attr<String>>,
    /// The Consul cluster, where the agents know several.
    #[field(zero, filled, enterprise, default = "default", since = "1.7", update = IfBoth)]
    pub cluster: Option<Attr<String>>,
    /// Consul's admin partition. The group is placed where Consul's agent belongs to it.
    #[field(zero, since = "1.8", update = IfBoth)]
    pub partition: Option<Attr<String>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
