//! A comment, with the path to what it belongs to.

/// A comment of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The path to what it belongs to, each step with its index among those of its name, from 0:
    /// the types of blocks from the job on, and the name of an attribute, of an entry of its map,
    /// or [`ELEMENT`] for one of its list. A comment above the job has no steps.
    ///
    /// Variables and local values are found by the names that expressions use: `var.image`,
    /// `local.tags`. A task directly in the job is the task of a group of its own, as Nomad has it.
    pub at: Vec<(String, usize)>,
    /// The comment without its marks, in lines.
    pub text: String,
}

/// The last step to the end of a block, or to below an attribute.
pub const END: &str = "}";

/// The step to an element of a list.
pub const ELEMENT: &str = "[";

/// The last step to the end of a list.
pub const LIST_END: &str = "]";

/// The only step to a comment below the job.
pub const AFTER: &str = "";
