//! `weights`: how often Consul's DNS names a service.

use crate::jobspec::{Attr, Base, Block, IntoAttr, Location, written_at};

/// The weight of an instance in Consul's DNS answers (SRV records), by the state of its checks.
///
/// ```hcl
/// weights {
///   passing = 10
///   warning = 1
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::Weights;
/// let weights = Weights::new(10, 1);
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "weights", go = "ServiceWeights", constructor)]
pub struct Weights {
    /// The weight while all checks pass.
    #[field(zero, default = "1", since = "1.9")]
    pub passing: Option<Attr<i64>>,
    /// The weight while a check warns.
    #[field(zero, default = "1", since = "1.9")]
    pub warning: Option<Attr<i64>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Weights {
    /// While all checks pass, and while one warns.
    #[must_use]
    #[track_caller]
    pub fn new(passing: impl IntoAttr<i64>, warning: impl IntoAttr<i64>) -> Self {
        let block = Self::blank().passing(passing).warning(warning);
        written_at(block, Location::here())
    }
}
