//! What was found in a text, with its place.

use std::sync::Arc;

use super::quantity;
use crate::diagnostic::{Diagnostic, Place, Severity, SourceText};
use jobwright_hcl::eval::{EvalError, Source, VariableError};
use jobwright_hcl::syntax::{self, Body, Position, Span};

/// One thing that could not be read or that surprises, with its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind of mistake it is: `syntax` (the text is no HCL, or no JSON), `expression` (it has no value), `variable` (it
    /// has none, or none of its type), `unknown-name` (no attribute or block that Nomad has), `foreign` (no job file at
    /// all), `size` (more than is read), or `jobspec` (whatever else Nomad does not read).
    pub rule: &'static str,
    /// Where it is.
    pub span: Span,
    /// The text in which that place lies.
    pub source: Source,
    /// What was found and what was expected.
    pub message: String,
    /// What to do; may be empty.
    pub help: String,
    /// What to write at that place instead, where that is known.
    pub instead: Option<String>,
    /// Whether it is no more than a variable without a value.
    unset: bool,
}

impl Finding {
    pub(crate) fn new(span: Span, message: impl Into<String>) -> Self {
        Self {
            rule: "jobspec",
            span,
            source: Source::Job,
            message: message.into(),
            help: String::new(),
            instead: None,
            unset: false,
        }
    }

    pub(crate) fn rule(self, rule: &'static str) -> Self {
        Self { rule, ..self }
    }

    pub(crate) fn instead(self, text: Option<&str>) -> Self {
        Self { instead: text.map(str::to_owned), ..self }
    }

    /// The finding in the text that it is about, for people and for machines.
    #[must_use]
    pub fn diagnostic(&self, severity: Severity, source: &Arc<SourceText>) -> Diagnostic {
        let place = Place::Text(Arc::clone(source), self.span);
        let finding = Diagnostic::new(self.rule, severity, self.message.as_str());
        let finding = match &self.instead {
            Some(text) => {
                finding.unsafe_fix(format!("write `{text}`"), place.clone(), text.as_str())
            }
            None => finding,
        };
        let finding = finding.at(place);
        if self.help.is_empty() { finding } else { finding.help(self.help.as_str()) }
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
        Self::new(error.span, error.message).help(error.help).rule("expression")
    }
}

impl From<VariableError> for Finding {
    fn from(error: VariableError) -> Self {
        let (source, unset) = (error.source, error.unset);
        Self { source, unset, rule: "variable", ..error.error.into() }
    }
}

impl From<syntax::SyntaxError> for Finding {
    fn from(error: syntax::SyntaxError) -> Self {
        let help = error.unit.as_deref().and_then(quantity::help);
        let help = help.unwrap_or_else(|| error.help.into_owned());
        Self::new(error.span, error.message).help(help).rule("syntax")
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
