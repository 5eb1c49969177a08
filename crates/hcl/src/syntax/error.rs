//! Syntax errors: what is wrong, where, and what to do about it.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use super::span::Span;

/// Errors beyond this many are dropped: they help no user.
pub(super) const MAX_ERRORS: usize = 100;

/// One mistake that keeps an input from being HCL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Its location.
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
    /// The type of the block around it; empty at the top level.
    pub block: String,
    /// The attribute whose value it is, or is in.
    pub attribute: String,
    /// The number and its unit as written.
    pub written: String,
}

impl SyntaxError {
    /// An error at `span`, with what to do about it in `help`, which may be empty.
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

/// Sorts errors in source order.
pub(super) fn sorted(mut errors: Vec<SyntaxError>) -> Vec<SyntaxError> {
    errors.sort_by_key(|error| error.span.start);
    errors
}
