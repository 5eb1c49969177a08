//! What is wrong in a template.

/// A part of a template that cannot be parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    pub message: String,
    pub help: String,
    /// The offsets of the part.
    pub start: usize,
    pub end: usize,
}

impl Mistake {
    pub fn new(
        message: impl Into<String>,
        help: impl Into<String>,
        start: usize,
        end: usize,
    ) -> Self {
        Self { message: message.into(), help: help.into(), start, end }
    }
}
