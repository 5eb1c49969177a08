//! Where expressions are evaluated: which names and functions there are, and how much work they may make.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::error::EvalError;
use super::evaluator::Evaluator;
use super::files::Files;
use super::value::Value;
use crate::syntax::{Expr, Span};

/// How many steps the expressions of one file may take together: every value that is made is a step, and so are every
/// 64 bytes of text; the values of the file's attributes and locals have no more parts than this together. A real job file
/// takes a few thousand.
const STEPS: u64 = 5_000_000;

/// How long the expressions of one file may take together, on a slow machine: a real job file takes a few milliseconds.
const TIME: Duration = Duration::from_secs(10);

/// After so many steps, the clock is looked at.
const CLOCK: u64 = 4096;

/// The names and functions that expressions can use.
#[derive(Clone, Debug)]
pub struct Context<'s> {
    names: Vec<(Arc<str>, Value)>,
    pub(super) others: Others<'s>,
    pub(super) functions: bool,
    pub(super) files: Option<Arc<Files>>,
    pub(super) budget: Budget,
    shift: u32,
}

/// What a name is that the context does not know.
#[derive(Clone, Copy, Debug)]
pub(super) enum Others<'s> {
    /// A reference for the run time: it becomes text again, cut out of this file.
    Text(&'s [u8]),
    /// A mistake.
    Unknown,
    /// A mistake, as any name would be.
    Forbidden,
}

/// What is left of the work that expressions may make.
#[derive(Clone, Debug)]
pub(super) struct Budget(Arc<Work>);

#[derive(Debug)]
struct Work {
    left: AtomicU64,
    deadline: Instant,
}

impl Budget {
    fn new() -> Self {
        let deadline = Instant::now() + TIME;
        Self(Arc::new(Work { left: AtomicU64::new(STEPS), deadline }))
    }

    /// The steps that are left.
    pub(super) fn left(&self) -> u64 {
        self.0.left.load(Ordering::Relaxed)
    }

    /// Takes some steps; false when there are not enough left, or no time.
    pub(super) fn take(&self, steps: u64) -> bool {
        let left = self.left();
        let mut rest = left.saturating_sub(steps);
        // Looking at the clock takes longer than a step.
        if rest / CLOCK != left / CLOCK && Instant::now() > self.0.deadline {
            rest = 0;
        }
        self.0.left.store(rest, Ordering::Relaxed);
        left >= steps && (rest > 0 || left == steps)
    }
}

impl<'s> Context<'s> {
    /// For the expressions of a job file: functions work, and names that are not set are references for the run time,
    /// whose text is cut out of `file`, the bytes in which the spans of the expressions lie.
    #[must_use]
    pub fn job(file: &'s [u8]) -> Self {
        Self { others: Others::Text(file), functions: true, ..Self::constant() }
    }

    /// For the defaults of variables and for variable files: there are no names and no functions.
    #[must_use]
    pub fn constant() -> Self {
        Self {
            names: Vec::new(),
            others: Others::Forbidden,
            functions: false,
            files: None,
            budget: Budget::new(),
            shift: 0,
        }
    }

    /// For the condition of a variable: functions work, but those that read files; names that are not set are mistakes.
    #[must_use]
    pub fn condition(&self) -> Self {
        let budget = self.budget.clone();
        Self { others: Others::Unknown, functions: true, budget, ..Self::constant() }
    }

    /// A context without names and functions that shares this one's budget.
    #[must_use]
    pub(super) fn constant_within(&self) -> Self {
        Self { budget: self.budget.clone(), ..Self::constant() }
    }

    /// Lets functions read files.
    #[must_use]
    pub fn files(mut self, files: Files) -> Self {
        self.files = Some(Arc::new(files));
        self
    }

    /// The same, with one more name, which hides an older one.
    #[must_use]
    pub fn with(&self, name: &str, value: Value) -> Self {
        let mut context = self.clone();
        context.set(name, value);
        context
    }

    /// Sets a name.
    pub fn set(&mut self, name: &str, value: Value) {
        match self.names.iter_mut().find(|(known, _)| **known == *name) {
            Some((_, old)) => *old = value,
            None => self.names.push((Arc::from(name), value)),
        }
    }

    /// For expressions whose spans begin at 0 but which stand at `offset` in the file, as strings in JSON do.
    #[must_use]
    pub fn at(&self, offset: u32) -> Self {
        Self { shift: offset, ..self.clone() }
    }

    /// Whether functions may read files.
    #[must_use]
    pub fn reads_files(&self) -> bool {
        self.files.is_some()
    }

    /// Takes steps from what the expressions of the file may take together; false when there are not enough left.
    #[must_use]
    pub fn spend(&self, steps: u64) -> bool {
        self.budget.take(steps)
    }

    /// The value of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.names.iter().find(|(known, _)| **known == *name).map(|(_, value)| value)
    }

    /// The names that are set.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|(name, _)| &**name)
    }

    /// The place in the file of a span in an expression.
    pub(super) fn place(&self, span: Span) -> Span {
        Span::new(span.start.saturating_add(self.shift), span.end.saturating_add(self.shift))
    }

    /// The value of an expression.
    ///
    /// # Errors
    ///
    /// All mistakes in it that do not follow from one another; at least one.
    pub fn evaluate(&self, expr: &Expr<'_>) -> Result<Value, Vec<EvalError>> {
        let (value, errors) = self.try_evaluate(expr);
        if errors.is_empty() { Ok(value) } else { Err(errors) }
    }

    /// The value of an expression and the mistakes in it; with mistakes, the value is not wholly known.
    #[must_use]
    pub fn try_evaluate(&self, expr: &Expr<'_>) -> (Value, Vec<EvalError>) {
        let mut evaluator = Evaluator::new(self);
        let value = evaluator.result(expr);
        (value, evaluator.into_errors())
    }
}
