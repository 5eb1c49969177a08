//! `variable` and `variables` blocks.

use std::collections::btree_map::Entry;
use std::sync::Arc;

use super::errors::{Errors, Source, constant};
use super::validation::Validation;
use super::variable::{Variable, Variables};
use crate::eval::context::Context;
use crate::eval::convert::convert;
use crate::eval::type_expr;
use crate::eval::types::Type;
use crate::eval::value::Value;
use crate::syntax::{Attribute, Block, Body, Expr, Item, Span, is_identifier};

pub(super) fn all<'b, 'a>(
    body: &'b Body<'a>,
    context: &Context<'_>,
    errors: &mut Errors,
) -> Variables<'b, 'a> {
    let mut variables = Variables::new();
    for item in &body.items {
        match item {
            Item::Block(block) if block.kind == "variable" => {
                variable(block, context, &mut variables, errors);
            }
            Item::Block(block) if block.kind == "variables" => {
                for attribute in attributes(block, errors) {
                    short(attribute, context, &mut variables, errors);
                }
            }
            _ => {}
        }
    }
    variables
}

/// The attributes of a block that has nothing else.
pub(super) fn attributes<'b, 'a>(
    block: &'b Block<'a>,
    errors: &mut Errors,
) -> Vec<&'b Attribute<'a>> {
    if let Some(label) = block.labels.first() {
        let help = format!("write `{} {{ … }}`", block.kind);
        errors.job(label.span, format!("expected no label for `{}`", block.kind), help);
    }
    let mut attributes = Vec::new();
    for item in &block.body.items {
        match item {
            Item::Attribute(attribute) => attributes.push(attribute),
            Item::Block(inner) => {
                let message = format!("expected `{} = …`, not a block", inner.kind);
                errors.job(inner.kind_span, message, format!("write `{} = {{ … }}`", inner.kind));
            }
        }
    }
    attributes
}

/// `name = value` in a `variables` block: the type is that of the value.
fn short<'b, 'a>(
    attribute: &'b Attribute<'a>,
    context: &Context<'_>,
    variables: &mut Variables<'b, 'a>,
    errors: &mut Errors,
) {
    let value = constant(&attribute.value, context, errors);
    let variable = Variable {
        span: attribute.name_span,
        of: value.as_ref().map(Value::type_of),
        validations: Vec::new(),
        broken: value.is_none(),
        value: value.map(|value| (value, Source::Job, attribute.value.span)),
    };
    add(attribute.name, variable, variables, errors);
}

fn add<'b, 'a>(
    name: &str,
    variable: Variable<'b, 'a>,
    variables: &mut Variables<'b, 'a>,
    errors: &mut Errors,
) {
    match variables.entry(Arc::from(name)) {
        Entry::Vacant(free) => {
            free.insert(variable);
        }
        Entry::Occupied(_) => {
            errors.job(variable.span, format!("duplicate variable `{name}`"), "remove one of them");
        }
    }
}

fn variable<'b, 'a>(
    block: &'b Block<'a>,
    context: &Context<'_>,
    variables: &mut Variables<'b, 'a>,
    errors: &mut Errors,
) {
    let [label] = block.labels.as_slice() else {
        let help = "write `variable \"name\" { … }`";
        errors.job(block.kind_span, "expected one label for a variable: its name", help);
        return;
    };
    let name = &*label.text;
    let mark = errors.0.len();
    check_name(name, label.span, errors);
    let mut read = Variable::new(label.span);
    let mut default = None;
    for item in &block.body.items {
        match item {
            Item::Attribute(attribute) => match attribute.name {
                "description" => description(&attribute.value, context, errors),
                "default" => default = Some(&attribute.value),
                "type" => match type_expr::exact(&attribute.value) {
                    Ok(of) => read.of = Some(of),
                    Err(error) => errors.add(&Source::Job, vec![error]),
                },
                other => {
                    let help = "use `type`, `default`, `description` and `validation`";
                    errors.job(
                        attribute.name_span,
                        format!(
                            "unknown attribute `{other}` in a \
                        variable"
                        ),
                        help,
                    );
                }
            },
            Item::Block(inner) if inner.kind == "validation" && inner.labels.is_empty() => {
                read.validations.extend(Validation::read(name, inner, context, errors));
            }
            Item::Block(inner) => {
                errors.job(
                    inner.kind_span,
                    format!("unknown block `{}` in a variable", inner.kind),
                    "",
                );
            }
        }
    }
    if let Some(default) = default {
        self::default(default, &mut read, context, errors);
    }
    read.broken = errors.0.len() > mark;
    add(name, read, variables, errors);
}

fn check_name(name: &str, span: Span, errors: &mut Errors) {
    if !is_identifier(name) {
        let help = "begin a name with a letter or `_`, followed by letters, digits, `_` and `-`";
        errors.job(span, format!("invalid variable name `{name}`"), help);
    }
}

fn description(expr: &Expr<'_>, context: &Context<'_>, errors: &mut Errors) {
    let Some(value) = constant(expr, context, errors) else { return };
    if !matches!(convert(&value, &Type::String), Ok(Value::String(_))) {
        errors.job(expr.span, "expected a string as the description", "write it in quotes");
    }
}

fn default(
    expr: &Expr<'_>,
    variable: &mut Variable<'_, '_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    let Some(value) = constant(expr, context, errors) else { return };
    let value = match &variable.of {
        None => value,
        Some(of) => match convert(&value, of) {
            Ok(value) => value,
            Err(mismatch) => {
                let help = format!("the variable's type is {of}");
                errors.job(expr.span, format!("invalid default: {mismatch}"), help);
                return;
            }
        },
    };
    variable.of.get_or_insert_with(|| value.type_of());
    variable.value = Some((value, Source::Job, expr.span));
}
