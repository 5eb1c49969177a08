//! `wait`: how long a template waits for its data to settle.

use crate::jobspec::{Attr, Base, Block, Duration, IntoAttr, Location, written_at};

/// Waits before a file is rendered, so that several changes in a row are one change.
///
/// ```hcl
/// wait {
///   min = "5s"
///   max = "90s"
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{Wait, secs};
/// let wait = Wait::between(secs(5), secs(90));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "wait", go = "WaitConfig")]
pub struct Wait {
    /// How long the data must stay the same.
    pub min: Option<Attr<Duration>>,
    /// When the file is rendered even though the data still changes.
    #[field(words = "four times the least")]
    pub max: Option<Attr<Duration>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Wait {
    /// At least and at most so long.
    #[must_use]
    #[track_caller]
    pub fn between(min: impl IntoAttr<Duration>, max: impl IntoAttr<Duration>) -> Self {
        let block = Self::blank().min(min).max(max);
        written_at(block, Location::here())
    }
}
