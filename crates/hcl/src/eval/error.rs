//! Errors that keep an expression from having a value.

use std::error::Error;
use std::fmt;

use crate::syntax::Span;

/// One mistake in an expression, with its location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvalError {
    /// Its location.
    pub span: Span,
    /// What was found and what was expected.
    pub message: String,
    /// What to write instead; empty when there is nothing to add.
    pub help: String,
}

impl EvalError {
    pub(super) fn new(span: Span, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: help.into() }
    }
}

impl fmt::Display for EvalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for EvalError {}
