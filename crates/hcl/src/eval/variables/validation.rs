//! `validation` blocks of variables.

use super::errors::{Errors, Source, constant};
use super::references::references;
use crate::eval::context::Context;
use crate::eval::convert::convert;
use crate::eval::error::EvalError;
use crate::eval::types::Type;
use crate::eval::value::{Entries, Value};
use crate::syntax::{Block, Expr, Item, Key, Span};

/// The condition that the value of a variable must meet.
pub(super) struct Validation<'b, 'a> {
    condition: &'b Expr<'a>,
    message: String,
}

impl<'b, 'a> Validation<'b, 'a> {
    pub(super) fn read(
        name: &str,
        block: &'b Block<'a>,
        context: &Context<'_>,
        errors: &mut Errors,
    ) -> Option<Self> {
        let (mut condition, mut message) = (None, None);
        for item in &block.body.items {
            match item {
                Item::Attribute(attribute) => match attribute.name {
                    "condition" => condition = Some(&attribute.value),
                    "error_message" => message = Some(&attribute.value),
                    other => {
                        let help = "use `condition` and `error_message`";
                        let what = format!("unknown attribute `{other}` in a validation");
                        errors.job(attribute.name_span, what, help);
                    }
                },
                Item::Block(inner) => {
                    errors.job(
                        inner.kind_span,
                        "expected no blocks in a validation",
                        "set `condition` and `error_message`",
                    );
                }
            }
        }
        for (found, name) in [(condition, "condition"), (message, "error_message")] {
            if found.is_none() {
                let help = format!("add `{name} = …`");
                errors.job(
                    block.kind_span,
                    format!("missing attribute `{name}` in the validation"),
                    help,
                );
            }
        }
        if let Some(condition) = condition {
            check_references(name, condition, errors);
        }
        let message = message.and_then(|message| sentence(message, context, errors));
        Some(Self { condition: condition?, message: message? })
    }

    /// Checks a value; a mistake is reported where the value is from.
    pub(super) fn check(
        &self,
        name: &std::sync::Arc<str>,
        value: &Value,
        (source, span): (&Source, Span),
        context: &Context<'_>,
        errors: &mut Errors,
    ) {
        let only = Entries::from([(name.clone(), value.clone())]);
        let scope = context.condition().with("var", Value::object(only));
        let (result, found) = scope.try_evaluate(self.condition);
        let failed = !found.is_empty();
        errors.add(&Source::Job, found);
        match convert(&result, &Type::Bool) {
            _ if failed => {}
            Ok(Value::Bool(true) | Value::Unknown(_)) => {}
            Ok(Value::Bool(false)) => {
                errors.add(
                    source,
                    vec![EvalError::new(
                        span,
                        self.message.clone(),
                        "set the variable to another value, or change its `validation`",
                    )],
                );
            }
            Ok(_) => errors.job(
                self.condition.span,
                "the condition cannot be null",
                "write a condition that is `true` or `false`",
            ),
            Err(mismatch) => {
                let message = format!("invalid condition: {mismatch}");
                errors.job(
                    self.condition.span,
                    message,
                    "write a condition that is `true` or \
                    `false`",
                );
            }
        }
    }
}

/// The condition refers to its variable, and to nothing else.
fn check_references(name: &str, condition: &Expr<'_>, errors: &mut Errors) {
    let mut good = 0;
    for (reference, span) in references(condition) {
        let this = reference.root == "var"
            && matches!(reference.steps.first(), Some(step) if step.key == Key::Attribute(name));
        if this {
            good += 1;
            continue;
        }
        let help = format!("use only `var.{name}` in the condition");
        errors.job(span, "the condition refers to something other than its variable", help);
    }
    if good == 0 {
        let help = format!("use `var.{name}` in the condition");
        errors.job(condition.span, "the condition does not refer to its variable", help);
    }
}

/// An error message, which Nomad requires to be a sentence.
fn sentence(expr: &Expr<'_>, context: &Context<'_>, errors: &mut Errors) -> Option<String> {
    let value = constant(expr, context, errors)?;
    let Ok(Value::String(text)) = convert(&value, &Type::String) else {
        errors.job(
            expr.span,
            "expected a string as the error message",
            "write a sentence in quotes",
        );
        return None;
    };
    let small =
        text.chars().next().is_none_or(|first| first.is_alphabetic() && !first.is_uppercase());
    if small || !text.ends_with(['.', '?', '!']) {
        let help = "begin it with a capital letter and end it with `.`, `?` or `!`";
        errors.job(expr.span, "expected a full sentence as the error message", help);
        return None;
    }
    Some(text.to_string())
}
