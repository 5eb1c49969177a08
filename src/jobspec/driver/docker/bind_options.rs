//! `bind_options`: how a path of the node is mounted.

use crate::jobspec::{Attr, Base, Block, IntoAttr, Location, written_at};

/// Whether mounts that are made later pass through a bind.
///
/// ```hcl
/// bind_options {
///   propagation = "rslave"
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::BindOptions;
/// let options = BindOptions::new("rslave");
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "bind_options", go = "docker.bind_options", config, constructor)]
pub struct BindOptions {
    /// `private`, `shared`, `slave`, or with an `r` before them for what lies below.
    #[field(default = "rprivate")]
    pub propagation: Option<Attr<String>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl BindOptions {
    /// A kind of propagation, such as `rslave`.
    #[must_use]
    #[track_caller]
    pub fn new(propagation: impl IntoAttr<String>) -> Self {
        let block = Self::blank().propagation(propagation);
        written_at(block, Location::here())
    }
}
