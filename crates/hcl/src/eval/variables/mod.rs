//! The variables and local values of a job file.

mod declare;
mod inputs;
mod locals;
mod references;
mod validation;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::context::Context;
use super::error::EvalError;
use super::files::Files;
use super::types::Type;
use super::value::{Entries, Value};
use crate::syntax::{Body, Span};

pub use inputs::{Inputs, VariableFile};
pub use references::references;
use validation::Validation;

/// A mistake in variables or local values, with the text that it is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariableError {
    /// Which text the span lies in.
    pub source: Source,
    /// The mistake.
    pub error: EvalError,
    /// Whether it is no more than a variable without a value.
    pub unset: bool,
}

/// A text that says something about variables.
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

/// A declared variable.
struct Variable<'b, 'a> {
    /// Where it is declared.
    span: Span,
    /// The type, if it has one by declaration or by its default.
    of: Option<Type>,
    validations: Vec<Validation<'b, 'a>>,
    /// The value that counts, and where it is from.
    value: Option<(Value, Source, Span)>,
    /// Declared with a mistake: its value is not known, which is no further mistake.
    broken: bool,
}

impl Variable<'_, '_> {
    fn new(span: Span) -> Self {
        Self { span, of: None, validations: Vec::new(), value: None, broken: false }
    }
}

type Variables<'b, 'a> = BTreeMap<Arc<str>, Variable<'b, 'a>>;

/// The mistakes so far.
#[derive(Default)]
struct Errors(Vec<VariableError>);

impl Errors {
    fn job(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.add(&Source::Job, vec![EvalError::new(span, message, help)]);
    }

    fn add(&mut self, source: &Source, errors: Vec<EvalError>) {
        let each = |error| VariableError { source: source.clone(), error, unset: false };
        self.0.extend(errors.into_iter().map(each));
    }
}

/// What the expressions of a job file are evaluated with: its variables and local values are set.
///
/// Blocks of the file other than `variable`, `variables` and `locals` are not looked at. A value that is wrong or
/// missing is a mistake, and not known: using it is no further mistake.
#[must_use]
pub fn job_context<'s>(
    text: &'s str,
    body: &Body<'_>,
    inputs: &Inputs<'_>,
    files: Option<Files>,
) -> (Context<'s>, Vec<VariableError>) {
    let mut errors = Errors::default();
    let mut context = Context::job(text.as_bytes());
    if let Some(files) = files {
        context = context.files(files);
    }
    let mut variables = declare::all(body, &context, &mut errors);
    inputs::apply(inputs, &mut variables, &context, &mut errors);
    let mut values = Entries::new();
    for (name, variable) in &variables {
        let value = used(name, variable, &context, &mut errors);
        values.insert(name.clone(), value);
    }
    context.set("var", Value::object(values));
    context.set("local", Value::object(Entries::new()));
    locals::all(body, &mut context, &mut errors);
    (context, errors.0)
}

/// The value of a variable, after its validations.
fn used(
    name: &Arc<str>,
    variable: &Variable<'_, '_>,
    context: &Context<'_>,
    errors: &mut Errors,
) -> Value {
    let unknown = || Value::Unknown(variable.of.clone().unwrap_or(Type::Any));
    let Some((value, source, span)) = &variable.value else {
        if !variable.broken {
            let help = format!("give it a `default`, or a value with `-var {name}=…`");
            let error =
                EvalError::new(variable.span, format!("the variable `{name}` has no value"), help);
            errors.0.push(VariableError { source: Source::Job, error, unset: true });
        }
        return unknown();
    };
    for validation in &variable.validations {
        validation.check(name, value, (source, *span), context, errors);
    }
    value.clone()
}
