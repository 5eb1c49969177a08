//! `mesh`: a gateway between datacenters.

use crate::jobspec::{Base, Block};

/// Makes the gateway one that joins the meshes of several datacenters. It has no attributes.
///
/// ```hcl
/// mesh {
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{Gateway, Mesh};
/// assert_eq!(Gateway::mesh().mesh, Some(Mesh::new().into()));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "mesh", go = "ConsulMeshConfigEntry")]
pub struct Mesh {
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
