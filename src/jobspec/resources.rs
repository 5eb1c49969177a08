//! `resources`: what a task needs of the node.

use super::{Attr, Base, Block};

/// The CPU and memory that a task needs. Nomad places it where they are free.
///
/// ```hcl
/// resources {
///   cpu    = 500
///   memory = 256
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::Resources;
/// let resources = Resources::new().cpu(500).memory(256);
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "resources", go = "Resources")]
pub struct Resources {
    /// CPU in MHz. It is a share, not a limit.
    #[field(json = "CPU", default = "100")]
    pub cpu: Option<Attr<i64>>,
    /// Whole cores for this task alone, in place of `cpu`.
    pub cores: Option<Attr<i64>>,
    /// Memory in MB.
    #[field(json = "MemoryMB", default = "300")]
    pub memory: Option<Attr<i64>>,
    /// Memory in MB that the task may use while the node has it to spare; the cluster must allow it.
    #[field(json = "MemoryMaxMB", default = "the memory")]
    pub memory_max: Option<Attr<i64>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
