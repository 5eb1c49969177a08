//! Mistakes in variables and local values.

use std::fmt;

use crate::eval::context::Context;
use crate::eval::error::EvalError;
use crate::eval::value::Value;
use crate::syntax::{Expr, Span};

/// A mistake in variables or local values, with the source that it is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariableError {
    /// The source that the span refers to.
    pub source: Source,
    /// The mistake.
    pub error: EvalError,
    /// Whether it is only a variable without a value.
    pub unset: bool,
}

/// A source of declarations or values of variables.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The job file.
    Job,
    /// One of the variable files, counted from 0.
    File(usize),
    /// The value that the environment gives a variable.
    Environment(String),
    /// The value that the command line gives a variable.
    Argument(String),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Job => f.write_str("the job file"),
            Self::File(at) => write!(f, "variable file {}", at + 1),
            Self::Environment(name) => write!(f, "NOMAD_VAR_{name}"),
            Self::Argument(name) => write!(f, "-var {name}"),
        }
    }
}

/// The mistakes so far.
#[derive(Default)]
pub(super) struct Errors(pub(super) Vec<VariableError>);

impl Errors {
    pub(super) fn job(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.add(&Source::Job, vec![EvalError::new(span, message, help)]);
    }

    pub(super) fn add(&mut self, source: &Source, errors: Vec<EvalError>) {
        let each = |error| VariableError { source: source.clone(), error, unset: false };
        self.0.extend(errors.into_iter().map(each));
    }
}

/// The value of an expression without references; `None` after an error.
pub(super) fn constant(
    expr: &Expr<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) -> Option<Value> {
    match context.constant_within().evaluate(expr) {
        Ok(value) => Some(value),
        Err(found) => {
            errors.add(&Source::Job, found);
            None
        }
    }
}
