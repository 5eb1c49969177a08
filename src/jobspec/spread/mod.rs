//! `spread`: allocations distributed over the values of an attribute.

mod spread_target;

pub use spread_target::SpreadTarget;

use crate::jobspec::{Attr, Base, Block, IntoAttr, Location, written_at};

/// Distributes a job's or group's allocations over datacenters, racks or whatever else an attribute tells apart. It
/// is a preference, not a condition.
///
/// ```hcl
/// spread {
///   attribute = "${node.datacenter}"
///   weight    = 100
///
///   target "dc1" {
///     percent = 70
///   }
///
///   target "dc2" {
///     percent = 30
///   }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{Spread, SpreadTarget};
/// let even = Spread::new("${meta.rack}");
/// let uneven = Spread::new("${node.datacenter}")
///     .weight(100)
///     .target(SpreadTarget::new("dc1", 70))
///     .target(SpreadTarget::new("dc2", 30));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "spread", go = "Spread", constructor)]
pub struct Spread {
    /// The attribute whose values are told apart.
    #[field(zero, required)]
    pub attribute: Option<Attr<String>>,
    /// How much it counts beside other spreads and affinities, from 1 to 100.
    #[field(default = "50", min = 1, max = 100)]
    pub weight: Option<Attr<i8>>,
    /// The share of one value; without any, all values get the same.
    #[field(block = "target", json = "SpreadTarget", key = "value")]
    pub targets: Vec<SpreadTarget>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Spread {
    /// Evenly over all values of the attribute.
    #[must_use]
    #[track_caller]
    pub fn new(attribute: impl IntoAttr<String>) -> Self {
        let block = Self::blank().attribute(attribute);
        written_at(block, Location::here())
    }
}
