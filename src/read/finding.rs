//! Findings in a source, with their locations.

use std::sync::Arc;

use super::quantity;
use crate::diagnostic::{Diagnostic, Place, Severity, SourceText};
use jobwright_hcl::eval::{EvalError, Source, VariableError};
use jobwright_hcl::syntax::{self, Body, Position, Span};

/// An error or a warning about a source, with its location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The kind of error: `syntax` (the source is not HCL, or not JSON), `expression` (it has no
    /// value), `variable` (it has no value, or none of its type), `unknown-name` (an attribute or
    /// block that Nomad does not have), `foreign` (not a job file at all), `size` (more than is
    /// read), or `jobspec` (anything else that Nomad does not read).
    pub rule: &'static str,
    /// Its location.
    pub span: Span,
    /// The source that the span refers to.
    pub source: Source,
    /// What was found and what was expected.
    pub message: String,
    /// What to do; may be empty.
    pub help: String,
    /// The replacement for the span, if known.
    pub instead: Option<String>,
    /// Whether it is only about a variable without a value.
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

    /// The finding as a diagnostic of the source that it is about, for people and for machines.
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

    /// Whether it is not an error in the file, but only a variable that has no value.
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

/// The syntax errors of a source.
pub fn findings(errors: Vec<syntax::SyntaxError>) -> Vec<Finding> {
    errors.into_iter().map(Finding::from).collect()
}
