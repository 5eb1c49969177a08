//! `region`: a region that runs a job.

use crate::jobspec::{Attr, Base, Block, Location, Map, written_at};

/// One of a job's regions, and what is different there.
///
/// ```hcl
/// region "west" {
///   count       = 2
///   datacenters = ["west-1", "west-2"]
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::MultiregionRegion;
/// let west = MultiregionRegion::new("west").count(2).datacenters(["west-1", "west-2"]);
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "region", go = "MultiregionRegion")]
pub struct MultiregionRegion {
    /// The region's name.
    #[field(label)]
    pub name: String,
    /// How many instances run, for groups whose own count is 0.
    #[field(contextual, words = "the group's")]
    pub count: Option<Attr<i64>>,
    /// The region's datacenters that may run the job.
    #[field(contextual, words = "the job's")]
    pub datacenters: Option<Attr<Vec<String>>>,
    /// The pool of nodes that may run the job.
    #[field(contextual, zero, words = "the job's")]
    pub node_pool: Option<Attr<String>>,
    /// Names and strings that are added to the job's in this region.
    pub meta: Option<Map>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl MultiregionRegion {
    /// A region by its name.
    #[must_use]
    #[track_caller]
    pub fn new(name: impl Into<String>) -> Self {
        let block = Self { name: name.into(), ..Self::blank() };
        written_at(block, Location::here())
    }
}
