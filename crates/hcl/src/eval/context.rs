//! The context of expressions: which names and functions there are, and how much work they may
//! cause.

use std::sync::Arc;

use super::budget::Budget;
use super::files::Files;
use super::value::Value;
use crate::syntax::Span;

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

/// The treatment of names that the context does not know.
#[derive(Clone, Copy, Debug)]
pub(super) enum Others<'s> {
    /// A run-time reference: it becomes a string again, cut out of this file.
    Text(&'s [u8]),
    /// A mistake.
    Unknown,
    /// A mistake, as any other name would be.
    Forbidden,
}

impl<'s> Context<'s> {
    /// For the expressions of a job file: functions work, and names that are not set are run-time
    /// references, which are cut out of `file`, the bytes that the spans of the expressions refer
    /// to.
    #[must_use]
    pub fn job(file: &'s [u8]) -> Self {
        Self { others: Others::Text(file), functions: true, ..Self::constant() }
    }

    /// For the defaults of variables and for variable files: without names and functions.
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

    /// For the condition of a variable: functions work, except those that read files; names that
    /// are not set are mistakes.
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

    /// For expressions whose spans begin at 0 but which are at `offset` in the file, as strings in
    /// JSON are.
    #[must_use]
    pub fn at(&self, offset: u32) -> Self {
        Self { shift: offset, ..self.clone() }
    }

    /// Whether functions may read files.
    #[must_use]
    pub fn reads_files(&self) -> bool {
        self.files.is_some()
    }

    /// Spends steps of the budget that the expressions of the file share; false if there are not
    /// enough left.
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

    /// The location in the file of a span in an expression.
    pub(super) fn place(&self, span: Span) -> Span {
        Span::new(span.start.saturating_add(self.shift), span.end.saturating_add(self.shift))
    }
}
