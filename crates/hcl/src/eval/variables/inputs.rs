//! Values for variables from outside the job file.

use super::errors::{Errors, Source};
use super::variable::{Variable, Variables};
use crate::eval::context::Context;
use crate::eval::convert::convert;
use crate::eval::error::EvalError;
use crate::eval::functions;
use crate::eval::types::Type;
use crate::eval::value::{Value, composed};
use crate::syntax::{self, Attribute, Body, Item, Span};

/// The values that a job's variables are given, in increasing precedence: the environment over
/// defaults, files over that, the command line over all.
#[derive(Clone, Debug, Default)]
pub struct Inputs<'i> {
    /// From the environment: names without `NOMAD_VAR_`, with their values as strings. Names that
    /// the job does not declare are ignored.
    pub environment: Vec<(String, String)>,
    /// From files; a later file has precedence.
    pub files: Vec<VariableFile<'i>>,
    /// From the command line: names with their values as strings.
    pub arguments: Vec<(String, String)>,
    /// Whether values for variables that the job does not declare are accepted.
    pub lenient: bool,
}

/// The content of a variable file.
#[derive(Clone, Debug)]
pub struct VariableFile<'f>(Content<'f>);

#[derive(Clone, Debug)]
enum Content<'f> {
    Native(Body<'f>),
    Json(Value),
}

impl<'f> VariableFile<'f> {
    /// Reads a variable file; one that begins with `{` is JSON.
    ///
    /// # Errors
    ///
    /// The mistakes that keep it from being one.
    pub fn read(text: &'f str) -> Result<Self, Vec<EvalError>> {
        if !syntax::is_json(text) {
            let native =
                |error: syntax::SyntaxError| EvalError::new(error.span, error.message, error.help);
            let body = syntax::parse(text);
            let body = body.map_err(|errors| errors.into_iter().map(native).collect::<Vec<_>>())?;
            return Ok(Self(Content::Native(body)));
        }
        let whole = Span::new(0, u32::try_from(text.len()).unwrap_or(u32::MAX));
        match functions::json_decode(text) {
            Ok(value) => Ok(Self(Content::Json(value))),
            Err(message) => Err(vec![EvalError::new(
                whole,
                message,
                "write the values as HCL, `name = value`, or as one JSON object",
            )]),
        }
    }
}

/// Gives the variables their values.
pub(super) fn apply(
    inputs: &Inputs<'_>,
    variables: &mut Variables<'_, '_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    for (name, text) in &inputs.environment {
        if let Some(variable) = variables.get_mut(name.as_str()) {
            let source = Source::Environment(name.clone());
            from_text(text, &source, variable, context, errors);
        }
    }
    for (at, file) in inputs.files.iter().enumerate() {
        let source = Source::File(at);
        match &file.0 {
            Content::Native(body) => {
                native(body, &source, inputs.lenient, variables, context, errors);
            }
            Content::Json(value) => {
                let span = Span::new(0, 1);
                for (name, value) in value.entries().into_iter().flat_map(|all| all.iter()) {
                    match declared(name, span, &source, inputs.lenient, variables, errors) {
                        Some(variable) => set(value.clone(), &source, span, variable, errors),
                        None => continue,
                    }
                }
            }
        }
    }
    for (name, text) in &inputs.arguments {
        let source = Source::Argument(name.clone());
        let span = Span::new(0, 0);
        if let Some(variable) = declared(name, span, &source, inputs.lenient, variables, errors) {
            from_text(text, &source, variable, context, errors);
        }
    }
}

/// The variable with this name; an undeclared one is an error unless `lenient`.
fn declared<'v, 'b, 'a>(
    name: &str,
    span: Span,
    source: &Source,
    lenient: bool,
    variables: &'v mut Variables<'b, 'a>,
    errors: &mut Errors,
) -> Option<&'v mut Variable<'b, 'a>> {
    let known = variables.get_mut(name);
    if known.is_none() && !lenient {
        let help = format!("declare it in the job file: `variable \"{name}\" {{}}`");
        let message = format!("undeclared variable `{name}`");
        errors.add(source, vec![EvalError::new(span, message, help)]);
    }
    known
}

fn native(
    body: &Body<'_>,
    source: &Source,
    lenient: bool,
    variables: &mut Variables<'_, '_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    for item in &body.items {
        match item {
            Item::Attribute(attribute) => {
                let Attribute { name, name_span, .. } = *attribute;
                let Some(variable) = declared(name, name_span, source, lenient, variables, errors)
                else {
                    continue;
                };
                match context.constant_within().evaluate(&attribute.value) {
                    Ok(value) => set(value, source, attribute.value.span, variable, errors),
                    Err(found) => {
                        variable.broken = true;
                        errors.add(source, found);
                    }
                }
            }
            Item::Block(block) => {
                let help = "write values as `name = value`; declare variables in the job file";
                let message = format!("unknown block `{}` in a variable file", block.kind);
                errors.add(source, vec![EvalError::new(block.kind_span, message, help)]);
            }
        }
    }
}

/// Sets a variable to a string verbatim, unless the variable's type needs an expression.
fn from_text(
    text: &str,
    source: &Source,
    variable: &mut Variable<'_, '_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    let span = Span::new(0, u32::try_from(text.len()).unwrap_or(u32::MAX));
    if matches!(variable.of, None | Some(Type::String | Type::Number)) {
        return set(Value::String(composed(text)), source, span, variable, errors);
    }
    let parsed = match syntax::parse_expression(text) {
        Ok(parsed) => parsed,
        Err(found) => {
            let each =
                |error: syntax::SyntaxError| EvalError::new(error.span, error.message, error.help);
            variable.broken = true;
            return errors.add(source, found.into_iter().map(each).collect());
        }
    };
    match context.constant_within().evaluate(&parsed) {
        Ok(value) => set(value, source, span, variable, errors),
        Err(found) => {
            variable.broken = true;
            errors.add(source, found);
        }
    }
}

fn set(
    value: Value,
    source: &Source,
    span: Span,
    variable: &mut Variable<'_, '_>,
    errors: &mut Errors,
) {
    let want = variable.of.clone().unwrap_or(Type::Any);
    match convert(&value, &want) {
        Ok(value) => variable.value = Some((value, source.clone(), span)),
        Err(mismatch) => {
            let help = format!("the variable's type is {want}");
            let message = format!("invalid value: {mismatch}");
            errors.add(source, vec![EvalError::new(span, message, help)]);
            variable.broken = true;
            variable.value = None;
        }
    }
}

impl Inputs<'_> {
    /// Adds the environment's variables that begin with `NOMAD_VAR_`.
    #[must_use]
    pub fn environment<N: AsRef<str>, T: Into<String>>(
        mut self,
        all: impl IntoIterator<Item = (N, T)>,
    ) -> Self {
        for (name, text) in all {
            if let Some(name) = name.as_ref().strip_prefix("NOMAD_VAR_") {
                self.environment.push((name.to_owned(), text.into()));
            }
        }
        self
    }

    /// Adds a value as it is written on the command line: `name=value`.
    #[must_use]
    pub fn argument(mut self, assignment: &str) -> Self {
        if let Some((name, text)) = assignment.split_once('=') {
            self.arguments.push((name.to_owned(), text.to_owned()));
        }
        self
    }
}
