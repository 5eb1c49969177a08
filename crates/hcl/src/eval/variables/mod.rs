//! The variables and local values of a job file.

mod declare;
mod errors;
mod inputs;
mod locals;
mod references;
mod validation;
mod variable;

use std::sync::Arc;

use super::context::Context;
use super::error::EvalError;
use super::files::Files;
use super::types::Type;
use super::value::{Entries, Value};
use crate::syntax::Body;

use errors::Errors;
pub use errors::{Source, VariableError};
pub use inputs::{Inputs, VariableFile};
pub use references::references;
use variable::Variable;

/// What the expressions of a job file are evaluated with: its variables and local values are set.
///
/// Blocks of the file other than `variable`, `variables` and `locals` are not looked at. A value that is wrong or
/// missing is a mistake, and unknown: using it is not another mistake.
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
            let help = format!("set its `default`, or pass `-var {name}=…`");
            let error = EvalError::new(
                variable.span,
                format!("missing value for the variable `{name}`"),
                help,
            );
            errors.0.push(VariableError { source: Source::Job, error, unset: true });
        }
        return unknown();
    };
    for validation in &variable.validations {
        validation.check(name, value, (source, *span), context, errors);
    }
    value.clone()
}
