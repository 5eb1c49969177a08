//! The state of reading one file: the source, the names that its expressions may use, the findings
//! so far, and limits.

use super::finding::Finding;
use super::hcl_json::STAND_IN;
use crate::jobspec::{Location, Locations, SourceId};
use jobwright_hcl::eval::Context;
use jobwright_hcl::syntax::{Expr, ExprKind, Span};

/// What becomes of expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// What depends on variables, local values or functions stays an expression; `dynamic` blocks and attributes that
    /// the model does not know stay as they are.
    Keep,
    /// Everything becomes a value, and what Nomad does not know is an error.
    Evaluate,
}

/// The most findings that are recorded.
const MAX_FINDINGS: usize = 200;

/// How much of the budget of a file's expressions a block takes that a `dynamic` block makes.
const STEPS_OF_A_BLOCK: u64 = 200;

/// One reading of one file.
pub struct Session<'s> {
    /// The file.
    pub text: &'s str,
    /// The source that locations refer to.
    pub source: SourceId,
    /// What becomes of expressions.
    pub mode: Mode,
    /// The names that expressions know here.
    pub context: Context<'s>,
    /// The errors.
    pub findings: Vec<Finding>,
    /// The warnings.
    pub warnings: Vec<Finding>,
    /// What Nomad's parser requires and does not find, where expressions are kept.
    pub lacking: Vec<Finding>,
    /// Whether unknown values are due to another error, which has been reported.
    pub incomplete: bool,
    /// Where expressions stay: those become values whose variables have one.
    pub has_values: bool,
    /// The names of the `dynamic` blocks around the current one, where these are kept.
    pub bound: Vec<String>,
    /// Names that native syntax cannot write, for their substitutes in the source.
    pub names: &'s [String],
    exhausted: bool,
}

impl<'s> Session<'s> {
    /// A reading that has found nothing yet.
    pub fn new(text: &'s str, mode: Mode, context: Context<'s>) -> Self {
        Self {
            text,
            source: SourceId::default(),
            mode,
            context,
            findings: Vec::new(),
            warnings: Vec::new(),
            lacking: Vec::new(),
            incomplete: false,
            has_values: false,
            bound: Vec::new(),
            names: &[],
            exhausted: false,
        }
    }

    /// The name that a name in the source is a substitute for, or the name itself.
    pub fn name<'n>(&self, written: &'n str) -> &'n str
    where
        's: 'n,
    {
        let number = written.strip_prefix(STAND_IN).and_then(|number| number.parse().ok());
        number.and_then(|number: usize| self.names.get(number)).map_or(written, String::as_str)
    }

    /// The location of a span in the file.
    pub fn at(&self, span: Span) -> Location {
        Location::Text(self.source, span)
    }

    /// The location of a value; of a list that is written out, those of its values.
    pub fn at_values(&self, from: &Expr<'_>) -> Locations {
        match &from.without_parens().kind {
            ExprKind::Tuple(values) if !values.is_empty() => {
                values.iter().map(|value| self.at(value.span)).collect()
            }
            _ => self.at(from.span).into(),
        }
    }

    /// Whether everything becomes a value.
    pub fn evaluates(&self) -> bool {
        self.mode == Mode::Evaluate
    }

    /// Records an error.
    pub fn error(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.push(Finding::new(span, message).help(help));
    }

    /// Records an error that is already described.
    pub fn push(&mut self, finding: Finding) {
        if self.findings.len() < MAX_FINDINGS && !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    /// Records what Nomad's parser requires and does not find: an error, where its reading counts.
    pub fn lack(&mut self, finding: Finding) {
        if self.evaluates() {
            self.push(finding);
        } else if self.lacking.len() < MAX_FINDINGS {
            self.lacking.push(finding);
        }
    }

    /// Records a warning about something that Nomad reads otherwise than most people would expect.
    pub fn warn(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.surprise(Finding::new(span, message).help(help));
    }

    /// The same, described already.
    pub fn surprise(&mut self, finding: Finding) {
        if self.evaluates()
            && self.warnings.len() < MAX_FINDINGS
            && !self.warnings.contains(&finding)
        {
            self.warnings.push(finding);
        }
    }

    /// Takes the work for one more block from what a file may make; false when that is used up.
    pub fn may_repeat(&mut self, span: Span) -> bool {
        if self.exhausted {
            return false;
        }
        if self.context.spend(STEPS_OF_A_BLOCK) {
            return true;
        }
        self.exhausted = true;
        let help = "shorten the lists that its `dynamic` blocks iterate over";
        self.error(span, "the file generates more blocks than jobwright evaluates", help);
        false
    }
}
