//! `resources`: what a task needs of the node.

use super::{Attr, Base, Block, Device, Network, Numa};

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
#[block(name = "resources", go = "Resources", special = Resources)]
pub struct Resources {
    /// CPU in MHz. It is a share, not a limit.
    #[field(json = "CPU", contextual, words = "100, or 0 with `cores`", update = Destructive)]
    pub cpu: Option<Attr<i64>>,
    /// Whole cores for this task alone, in place of `cpu`.
    #[field(update = Destructive)]
    pub cores: Option<Attr<i64>>,
    /// Memory in MB.
    #[field(json = "MemoryMB", default = "300", update = Destructive, min = 10)]
    pub memory: Option<Attr<i64>>,
    /// Memory in MB that the task may use while the node has it to spare; the cluster must allow it.
    #[field(json = "MemoryMaxMB", words = "the memory", update = Destructive)]
    pub memory_max: Option<Attr<i64>>,
    /// The size in MB of the task's `secrets/` directory, which lies in memory.
    #[field(json = "SecretsMB", contextual, default = "1", since = "1.9", update = Destructive, min = 0)]
    pub secrets: Option<Attr<i64>>,
    /// An old setting that Nomad reads and ignores; `ephemeral_disk` of the group has the size.
    #[field(json = "DiskMB", update = Nothing)]
    pub disk: Option<Attr<i64>>,
    /// An old setting that Nomad warns of and ignores.
    #[field(json = "IOPS", update = InPlace)]
    pub iops: Option<Attr<i64>>,
    /// Keeps the task's cores near each other.
    #[field(json = "NUMA", since = "1.7", update = Destructive, apart = InPlace)]
    pub numa: Option<Box<Numa>>,
    /// A device of the node, such as a GPU.
    #[field(block = "device", json = "Devices", key = "name", update = Destructive)]
    pub devices: Vec<Device>,
    /// An old place for the network, which belongs to the group.
    #[field(block = "network", json = "Networks", ordered, update = Destructive, reorder)]
    pub networks: Vec<Network>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
