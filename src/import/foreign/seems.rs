//! What a file seems to be.

use crate::read::Finding;
use jobwright_hcl::syntax::Span;

/// What a file that is not a job file of today seems to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreign {
    /// What it seems to be, as messages have it: `a template of nomad-pack or Levant`.
    pub what: String,
    /// Where it says so.
    pub span: Span,
    /// What to do.
    pub help: String,
    /// Whether the whole file is that, so that findings about it as a job file do not apply.
    pub(super) whole: bool,
}

impl Foreign {
    pub(super) fn new(what: impl Into<String>, span: Span, help: impl Into<String>) -> Self {
        Self { what: what.into(), span, help: help.into(), whole: true }
    }

    /// A form of which the rest of the file says nothing.
    pub(super) fn in_part(self) -> Self {
        Self { whole: false, ..self }
    }

    /// The same as a finding of the file.
    #[must_use]
    pub fn finding(&self) -> Finding {
        Finding::new(self.span, format!("this seems to be {}", self.what))
            .help(&self.help)
            .rule("foreign")
    }
}
