//! `multiregion`: one job in several regions.

mod multiregion_region;
mod multiregion_strategy;

pub use multiregion_region::MultiregionRegion;
pub use multiregion_strategy::MultiregionStrategy;

use crate::jobspec::{Base, Block};

/// Deploys a job to several federated regions, one after the other. Nomad Enterprise only.
///
/// ```hcl
/// multiregion {
///   strategy {
///     max_parallel = 1
///     on_failure   = "fail_all"
///   }
///
///   region "west" {
///     count       = 2
///     datacenters = ["west-1"]
///   }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{Multiregion, MultiregionRegion, MultiregionStrategy};
/// let regions = Multiregion::new()
///     .strategy(MultiregionStrategy::new().max_parallel(1).on_failure("fail_all"))
///     .region(MultiregionRegion::new("west").count(2).datacenters(["west-1"]));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "multiregion", go = "Multiregion")]
pub struct Multiregion {
    /// How a deployment goes from region to region.
    pub strategy: Option<Box<MultiregionStrategy>>,
    /// A region that runs the job, with what differs there.
    #[field(block = "region", json = "Regions", key = "name")]
    pub regions: Vec<MultiregionRegion>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
