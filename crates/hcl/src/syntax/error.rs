//! What is wrong with a text, where, and what to do about it.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use super::span::Span;

/// Errors beyond this many help nobody.
pub(super) const MAX_ERRORS: usize = 100;

/// One thing that keeps a text from being HCL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where it is.
    pub span: Span,
    /// What was found and what was expected.
    pub message: Cow<'static, str>,
    /// What to write instead; empty when there is nothing to add.
    pub help: Cow<'static, str>,
    /// The number with a unit that it is about, if it is about one.
    pub unit: Option<Box<NumberWithUnit>>,
}

/// A number with a unit, `256MB`: HCL has none, but whoever knows the block may know what was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberWithUnit {
    /// The keyword of the block around it; empty at the top.
    pub block: String,
    /// The attribute whose value it is, or is in.
    pub attribute: String,
    /// What is written there.
    pub written: String,
}

impl SyntaxError {
    /// A mistake at `span`, with what to do about it; there may be nothing to say.
    pub fn new(
        span: Span,
        message: impl Into<Cow<'static, str>>,
        help: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { span, message: message.into(), help: help.into(), unit: None }
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for SyntaxError {}

/// In the order of their places.
pub(super) fn sorted(mut errors: Vec<SyntaxError>) -> Vec<SyntaxError> {
    errors.sort_by_key(|error| error.span.start);
    errors
}
