//! `target`: the share of one value in a spread.

use crate::jobspec::{Attr, Base, Block, IntoAttr, Location, written_at};

/// How many of the allocations go where the spread's attribute has this value.
///
/// ```hcl
/// target "dc1" {
///   percent = 70
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::SpreadTarget;
/// let most = SpreadTarget::new("dc1", 70);
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "target", go = "SpreadTarget", constructor)]
pub struct SpreadTarget {
    /// The attribute's value.
    #[field(label)]
    pub value: String,
    /// The share, from 0 to 100; all shares together are at most 100.
    #[field(zero, default = "0", max = 100)]
    pub percent: Option<Attr<u8>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl SpreadTarget {
    /// So many of a hundred allocations where the attribute has this value.
    #[must_use]
    #[track_caller]
    pub fn new(value: impl Into<String>, percent: impl IntoAttr<u8>) -> Self {
        let block = Self { value: value.into(), ..Self::blank() }.percent(percent);
        written_at(block, Location::here())
    }
}
