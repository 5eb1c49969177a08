//! `device`: a GPU or other device that a task needs.

use crate::jobspec::{Affinity, Attr, Base, Block, Constraint, Location, written_at};

/// A device of the node, such as a GPU, for this task alone. Inside its conditions, `${device.model}`,
/// `${device.vendor}`, `${device.type}`, `${device.ids}` and `${device.attr.<name>}` describe the device.
///
/// ```hcl
/// device "nvidia/gpu" {
///   count = 2
///
///   constraint {
///     attribute = "${device.attr.memory}"
///     operator  = ">="
///     value     = "8 GiB"
///   }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{Constraint, Device};
/// let gpus = Device::new("nvidia/gpu")
///     .count(2)
///     .constraint(Constraint::compare("${device.attr.memory}", ">=", "8 GiB"));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "device", go = "RequestedDevice")]
pub struct Device {
    /// What is asked for: a type, `vendor/type`, or `vendor/type/model`.
    #[field(label)]
    pub name: String,
    /// How many of them.
    #[field(default = "1")]
    pub count: Option<Attr<u32>>,
    /// A condition that the device must meet.
    #[field(block = "constraint", json = "Constraints", set)]
    pub constraints: Vec<Constraint>,
    /// A preference for some devices over others.
    #[field(block = "affinity", json = "Affinities", set)]
    pub affinities: Vec<Affinity>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Device {
    /// One device of a type, `vendor/type`, or `vendor/type/model`.
    #[must_use]
    #[track_caller]
    pub fn new(name: impl Into<String>) -> Self {
        let block = Self { name: name.into(), ..Self::blank() };
        written_at(block, Location::here())
    }
}
