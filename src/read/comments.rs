//! The comments of a job file, and what they stand above.

/// A comment of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The way to what it stands above: the names of blocks from the job on, and of an attribute at the end, each with
    /// its number among those of its name, from 0. What stands above the job has no steps.
    pub at: Vec<(String, usize)>,
    /// The text without its marks, in lines.
    pub text: String,
}
