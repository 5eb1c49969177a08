//! `terminating`: a gateway out of the mesh.

use crate::jobspec::{Base, Block, LinkedService};

/// Lets services of the mesh reach services that are not in it.
///
/// ```hcl
/// terminating {
///   service {
///     name = "legacy-database"
///   }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{LinkedService, Terminating};
/// let way_out = Terminating::new().service(LinkedService::new("legacy-database"));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "terminating", go = "ConsulTerminatingConfigEntry")]
pub struct Terminating {
    /// A service outside of the mesh.
    #[field(block = "service", json = "Services", key = "name")]
    pub services: Vec<LinkedService>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
