//! What reading a job file needs at hand: the text, what its expressions may use, and what was found so far.

use super::hcl_json::STAND_IN;
use super::inherit::Inherited;
use super::{Finding, surprise, value};
use crate::jobspec::{Type, Value};
use jobwright_hcl::eval::{self, Context};
use jobwright_hcl::syntax::{Expr, Span};

/// What becomes of expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// What depends on variables, local values or functions stays an expression; `dynamic` blocks and attributes that
    /// the model does not know stay as they are.
    Keep,
    /// Everything becomes a value, and what Nomad does not know is a mistake.
    Evaluate,
}

/// More findings than this help nobody.
const MAX_FINDINGS: usize = 200;

/// How much of the budget of a file's expressions a block takes that a `dynamic` block makes.
const STEPS_OF_A_BLOCK: u64 = 200;

/// Reads the blocks of one file.
pub struct Reader<'s> {
    /// The file.
    pub text: &'s str,
    /// What becomes of expressions.
    pub mode: Mode,
    /// The names that expressions know here.
    pub context: Context<'s>,
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// What surprises.
    pub warnings: Vec<Finding>,
    /// Values that are not known are somebody else's mistake, which has been told.
    pub incomplete: bool,
    /// The names of the `dynamic` blocks around this place, where these are kept.
    pub bound: Vec<String>,
    /// Names that native syntax cannot write, for those that stand for them in the text.
    pub names: &'s [String],
    /// Whether what a job or a group says for all its tasks goes into each.
    pub inherits: bool,
    /// What they said so far.
    pub inherited: Inherited,
    exhausted: bool,
}

impl<'s> Reader<'s> {
    /// A reader that has found nothing yet.
    pub fn new(text: &'s str, mode: Mode, context: Context<'s>) -> Self {
        let (findings, warnings, bound) = (Vec::new(), Vec::new(), Vec::new());
        let (incomplete, inherits, exhausted) = (false, false, false);
        let inherited = Inherited::default();
        Self {
            text,
            mode,
            context,
            findings,
            warnings,
            incomplete,
            bound,
            names: &[],
            inherits,
            inherited,
            exhausted,
        }
    }

    /// The name that is meant by one in the text.
    pub fn name<'n>(&self, written: &'n str) -> &'n str
    where
        's: 'n,
    {
        let number = written.strip_prefix(STAND_IN).and_then(|number| number.parse().ok());
        number.and_then(|number: usize| self.names.get(number)).map_or(written, String::as_str)
    }

    /// Whether everything becomes a value.
    pub fn evaluates(&self) -> bool {
        self.mode == Mode::Evaluate
    }

    /// Records a mistake.
    pub fn error(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.push(Finding::new(span, message).help(help));
    }

    /// Records a mistake that is described already.
    pub fn push(&mut self, finding: Finding) {
        if self.findings.len() < MAX_FINDINGS && !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    /// Records something that Nomad takes otherwise than most people would expect.
    pub fn warn(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        let finding = Finding::new(span, message).help(help);
        if self.evaluates()
            && self.warnings.len() < MAX_FINDINGS
            && !self.warnings.contains(&finding)
        {
            self.warnings.push(finding);
        }
    }

    /// The value of an expression; nothing after a mistake, which is recorded.
    pub fn evaluate(&mut self, from: &Expr<'_>) -> Option<eval::Value> {
        surprise::expression(self, from);
        match self.context.evaluate(from) {
            Ok(value) => Some(value),
            Err(errors) => {
                errors.into_iter().for_each(|error| self.push(error.into()));
                None
            }
        }
    }

    /// The value of an attribute of a type; nothing after a mistake, which is recorded, and where a value is not known
    /// because of a mistake elsewhere. `config` says that it stands in a task's `config`.
    pub fn typed(&mut self, from: &Expr<'_>, kind: Type, config: bool) -> Option<Value> {
        if kind == Type::Expression {
            return Some(value::source(self.text, from));
        }
        if !self.evaluates() {
            return value::kept(self, from, kind, config);
        }
        let found = self.evaluate(from)?;
        surprise::value(self, from, kind, &found);
        self.converted(from, &found, kind, config)
    }

    /// A value as one of the type.
    pub fn converted(
        &mut self,
        from: &Expr<'_>,
        found: &eval::Value,
        kind: Type,
        config: bool,
    ) -> Option<Value> {
        if self.incomplete && !found.is_known() {
            return None;
        }
        match value::typed(found, kind, config) {
            Ok(value) => Some(value::in_order(from, value, config)),
            Err(mismatch) => {
                let place = value::at_path(from, &mismatch.path).span;
                let help = match mismatch.path.as_str() {
                    "" => value::help(kind, found),
                    _ => "give this one a value of that type".to_owned(),
                };
                self.error(place, mismatch.to_string(), help);
                None
            }
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
        let help = "make the lists smaller that its `dynamic` blocks walk over";
        self.error(span, "the file makes more blocks than jobwright evaluates", help);
        false
    }
}
