//! What commands answer.

/// What a command answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Done, or yes.
    Yes,
    /// The answer is no: stale, wrong, different.
    No,
    /// It could not be done, or not all of it; why has been said.
    Failed,
}
