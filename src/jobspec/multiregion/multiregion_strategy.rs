//! `strategy`: how a deployment goes from region to region.

use crate::jobspec::{Attr, Base, Block};

/// How many regions deploy at once, and what happens to the others when one fails.
///
/// ```hcl
/// strategy {
///   max_parallel = 1
///   on_failure   = "fail_all"
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::MultiregionStrategy;
/// let strategy = MultiregionStrategy::new().max_parallel(1).on_failure("fail_all");
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "strategy", go = "MultiregionStrategy")]
pub struct MultiregionStrategy {
    /// How many regions deploy at the same time; 0 is all of them.
    #[field(default = "0")]
    pub max_parallel: Option<Attr<i64>>,
    /// What a region's failure does: `fail_all` regions, `fail_local` only this one. Without it, this one and those
    /// that have not begun fail.
    pub on_failure: Option<Attr<String>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
