//! What was found in a text, with its place.

use super::quantity;
use jobwright_hcl::eval::{EvalError, Source, VariableError};
use jobwright_hcl::syntax::{self, Body, Position, Span};

/// One thing that could not be read or that surprises, with its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where it is.
    pub span: Span,
    /// The text in which that place lies.
    pub source: Source,
    /// What was found and what was expected.
    pub message: String,
    /// What to do; may be empty.
    pub help: String,
    /// Whether it is no more than a variable without a value.
    unset: bool,
}

impl Finding {
    pub(crate) fn new(span: Span, message: impl Into<String>) -> Self {
        Self {
            span,
            source: Source::Job,
            message: message.into(),
            help: String::new(),
            unset: false,
        }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Whether it is no mistake in the file, but only a variable that was given no value.
    #[must_use]
    pub fn unset_variable(&self) -> bool {
        self.unset
    }

    /// The place for people.
    #[must_use]
    pub fn position(&self, text: &str) -> Position {
        Position::of(text, self.span.start)
    }
}

impl From<EvalError> for Finding {
    fn from(error: EvalError) -> Self {
        Self::new(error.span, error.message).help(error.help)
    }
}

impl From<VariableError> for Finding {
    fn from(error: VariableError) -> Self {
        Self { source: error.source, unset: error.unset, ..error.error.into() }
    }
}

impl From<syntax::SyntaxError> for Finding {
    fn from(error: syntax::SyntaxError) -> Self {
        let help = error.unit.as_deref().and_then(quantity::help);
        Self::new(error.span, error.message).help(help.unwrap_or_else(|| error.help.into_owned()))
    }
}

/// Puts findings in the order of their places; those of other files come first.
pub fn in_order(findings: &mut [Finding]) {
    findings.sort_by_key(|finding| (finding.source == Source::Job, finding.span.start));
}

/// Reads the tree of a file.
pub fn parse(text: &str) -> Result<Body<'_>, Vec<Finding>> {
    syntax::parse(text).map_err(findings)
}

/// What keeps a text from having a tree.
pub fn findings(errors: Vec<syntax::SyntaxError>) -> Vec<Finding> {
    errors.into_iter().map(Finding::from).collect()
}
