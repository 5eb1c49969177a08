//! A comment, with the way to what it belongs to.

/// A comment of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The way to what it belongs to, each step with its number among those of its name, from 0: the keywords of blocks
    /// from the job on, and the name of an attribute, of an entry of its map, or [`ELEMENT`] for one of its list.
    /// What stands above the job has no steps.
    ///
    /// Variables and local values are found by the names that expressions use: `var.image`, `local.tags`. A task that
    /// stands in the job itself is the task of a group of its own, as Nomad has it.
    pub at: Vec<(String, usize)>,
    /// The text without its marks, in lines.
    pub text: String,
}

/// The last step to the end of a block, or to below an attribute.
pub const END: &str = "}";

/// The step to an element of a list.
pub const ELEMENT: &str = "[";

/// The last step to the end of a list.
pub const LIST_END: &str = "]";

/// The only step to what stands below the job.
pub const AFTER: &str = "";
