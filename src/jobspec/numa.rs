//! `numa`: cores and memory that are near each other.

use crate::jobspec::{Attr, Base, Block, Location, NumaAffinity, written_at};

/// Places a task's cores on one NUMA node of the machine, and with them its devices. It needs `cores`.
///
/// ```hcl
/// numa {
///   affinity = "require"
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{Numa, Resources};
/// let resources = Resources::new().cores(4).numa(Numa::require());
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "numa", go = "NUMAResource", constructor)]
pub struct Numa {
    /// How strict it is: `none`, `prefer` or `require`.
    #[field(zero, filled, enterprise, default = "none", since = "1.7", one_of = ["none", "prefer", "require", ""], choice = NumaAffinity)]
    pub affinity: Option<Attr<String>>,
    /// The task's devices that must be near the cores, by the names of their `device` blocks.
    #[field(since = "1.9")]
    pub devices: Option<Attr<Vec<String>>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Numa {
    /// All cores on one NUMA node where that is possible.
    #[must_use]
    #[track_caller]
    pub fn prefer() -> Self {
        let block = Self::blank().affinity("prefer");
        written_at(block, Location::here())
    }

    /// All cores on one NUMA node, or the task is not placed.
    #[must_use]
    #[track_caller]
    pub fn require() -> Self {
        let block = Self::blank().affinity("require");
        written_at(block, Location::here())
    }
}
