//! `mesh_gateway`: how a service of another datacenter is reached.

use crate::jobspec::{Attr, Base, Block, IntoAttr, Location, written_at};

/// Through which gateways traffic to another datacenter goes.
///
/// ```hcl
/// mesh_gateway {
///   mode = "local"
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::MeshGateway;
/// let through_ours = MeshGateway::new("local");
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "mesh_gateway", go = "ConsulMeshGateway", constructor)]
pub struct MeshGateway {
    /// `none` goes straight, `local` through a gateway of this datacenter, `remote` through one of the other.
    #[field(zero, words = "Consul's default")]
    pub mode: Option<Attr<String>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl MeshGateway {
    /// In this mode: `none`, `local` or `remote`.
    #[must_use]
    #[track_caller]
    pub fn new(mode: impl IntoAttr<String>) -> Self {
        let block = Self::blank().mode(mode);
        written_at(block, Location::here())
    }
}
