//! Expressions: constants become values of the attribute's type, all else stays an expression.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::Finding;
use crate::jobspec::{Duration, Map, Text, Type, Value, expr, interpolate};
use crate::syntax::{Expr, ExprKind, Part, Template, UnaryOperator};

/// Reads the value of an attribute of a type. `config` says that it stands in a task's `config`.
pub fn typed(text: &str, from: &Expr<'_>, kind: Type, config: bool) -> Result<Value, Finding> {
    if kind == Type::Expression {
        return Ok(Value::Expr(expr(from.span.of(text))));
    }
    let value = constant(text, from, config)?;
    convert(value, kind)
        .map_err(|found| Finding::new(from.span, format!("expected a {kind}, found {found}")))
}

/// Whether a value is of a type as it stands.
pub fn fits(value: &Value, kind: Type) -> bool {
    convert(value.clone(), kind).as_ref() == Ok(value)
}

/// The constant that an expression is, or the expression.
fn constant(text: &str, from: &Expr<'_>, config: bool) -> Result<Value, Finding> {
    Ok(match &from.kind {
        ExprKind::Null => Value::Null,
        ExprKind::Bool(value) => Value::Bool(*value),
        ExprKind::Number(number) => self::number(from, number)?,
        ExprKind::String { text, .. } => Value::Text(Text::from_api(&normal(text), config)),
        ExprKind::Template(template) => self::template(text, template, config)
            .unwrap_or_else(|| Value::Expr(expr(from.span.of(text)))),
        ExprKind::Traversal(traversal) if !matches!(traversal.root, "var" | "local") => {
            Value::Text(Text::from_api(&format!("${{{}}}", from.span.of(text)), config))
        }
        ExprKind::Tuple(values) => Value::List(
            values.iter().map(|value| constant(text, value, config)).collect::<Result<_, _>>()?,
        ),
        ExprKind::Object(items) => {
            let mut map = Map::new();
            for item in items {
                let Some(key) = item.literal_key() else {
                    return Ok(Value::Expr(expr(from.span.of(text))));
                };
                map.set(
                    Text::from_api(&normal(key), config).as_str(),
                    constant(text, &item.value, config)?,
                );
            }
            Value::Object(map)
        }
        ExprKind::Unary(unary) if unary.operator == UnaryOperator::Negate => {
            match constant(text, &unary.operand, config)? {
                Value::Int(value) => {
                    value.checked_neg().map_or_else(|| Value::Float(-(value as f64)), Value::Int)
                }
                Value::Float(value) => Value::Float(-value),
                _ => Value::Expr(expr(from.span.of(text))),
            }
        }
        _ => Value::Expr(expr(from.span.of(text))),
    })
}

/// HCL composes characters in every value: of `e` and a combining accent it makes one letter.
fn normal(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc(text) {
        Cow::Borrowed(text)
    } else {
        text.nfc().collect::<String>().into()
    }
}

fn number(from: &Expr<'_>, source: &str) -> Result<Value, Finding> {
    if let Ok(whole) = source.parse::<i64>() {
        return Ok(Value::Int(whole));
    }
    let number: f64 =
        source.parse().map_err(|_| Finding::new(from.span, format!("`{source}` is no number")))?;
    let whole = number as i64;
    // Nomad keeps what is whole as a whole number, however it is spelled.
    Ok(if whole as f64 == number && number.abs() < 9e18 {
        Value::Int(whole)
    } else {
        Value::Float(number)
    })
}

/// A template as a text, if all its references are left to the run time, or as texts and expressions. Directives stay
/// the expression that they are.
fn template(text: &str, template: &Template<'_>, config: bool) -> Option<Value> {
    if let Some(value) = template.wrapped().filter(|value| !is_reference(value)) {
        return Some(Value::Expr(expr(value.span.of(text))));
    }
    let mut parts: Vec<Value> = Vec::new();
    let mut api = String::new();
    for part in &template.parts {
        match part {
            Part::Literal { text, .. } => api.push_str(text),
            Part::Interpolation { value, span } => match &value.kind {
                ExprKind::String { text, .. } => api.push_str(text),
                _ if is_reference(value) => {
                    api.push_str(span.of(text));
                    api.push_str(garbled(text, span.range().end));
                }
                _ => {
                    if !api.is_empty() {
                        parts.push(Value::Text(Text::from_api(&normal(&api), config)));
                        api.clear();
                    }
                    parts.push(Value::Expr(expr(value.span.of(text))));
                }
            },
            Part::If(_) | Part::For(_) => return None,
        }
    }
    if parts.is_empty() || !api.is_empty() {
        parts.push(Value::Text(Text::from_api(&normal(&api), config)));
    }
    match <[Value; 1]>::try_from(parts) {
        Ok([text @ Value::Text(_)]) => Some(text),
        Ok(expr) => Some(interpolate(expr).into()),
        Err(parts) => Some(interpolate(parts).into()),
    }
}

/// Whether Nomad turns the expression back into text: a name that is neither a variable nor a local value.
fn is_reference(value: &Expr<'_>) -> bool {
    matches!(&value.kind, ExprKind::Traversal(traversal) if !matches!(traversal.root, "var" | "local"))
}

/// What Nomad adds after a reference that it leaves alone: closing braces that follow right away, with the spaces
/// between them, arrive twice.
fn garbled(text: &str, after: usize) -> &str {
    let rest = text.get(after..).unwrap_or_default();
    let run = rest.len() - rest.trim_start_matches([' ', '}']).len();
    let run = rest.get(..run).unwrap_or_default();
    run.trim_end_matches(' ')
}

/// Converts a value as Nomad does; what it cannot convert comes back as the name of what was found.
pub fn convert(value: Value, kind: Type) -> Result<Value, &'static str> {
    Ok(match (value, kind) {
        (value @ (Value::Expr(_) | Value::Null), _)
        | (
            value @ Value::Interpolated(_),
            Type::Text | Type::Duration | Type::Bool | Type::Int(..) | Type::Number,
        )
        | (value, Type::Any) => value,
        (value @ Value::Bool(_), Type::Bool)
        | (value @ (Value::Int(_) | Value::Float(_)), Type::Number)
        | (value @ Value::Text(_), Type::Text) => value,
        (Value::Int(whole), Type::Int(least, most)) if (least..=most).contains(&whole) => {
            Value::Int(whole)
        }
        (Value::Int(_), Type::Int(..)) => return Err("a number out of range"),
        (Value::Int(nanos), Type::Duration) => Value::Duration(Duration::from_nanos(nanos)),
        (Value::Text(text), Type::Duration) => {
            Value::Duration(text.as_str().parse().map_err(|_| "a string that is no duration")?)
        }
        (Value::Text(text), Type::Int(least, most)) => {
            let whole = text.as_str().parse().map_err(|_| "a string")?;
            return convert(Value::Int(whole), Type::Int(least, most));
        }
        (Value::Text(text), Type::Bool) => match text.as_str() {
            "true" | "1" => Value::Bool(true),
            "false" | "0" => Value::Bool(false),
            _ => return Err("a string"),
        },
        (Value::Int(whole), Type::Text) => Value::Text(whole.to_string().into()),
        (Value::Float(number), Type::Text) => Value::Text(number.to_string().into()),
        (Value::Bool(value), Type::Text) => Value::Text(value.to_string().into()),
        (Value::List(values), Type::List(of)) => Value::List(
            values.into_iter().map(|value| convert(value, *of)).collect::<Result<_, _>>()?,
        ),
        (Value::Object(map), Type::Map(of)) => {
            let mut converted = Map::new();
            for (key, value) in map.iter() {
                converted.set(key, convert(value.clone(), *of)?);
            }
            Value::Object(converted)
        }
        (value, _) => return Err(name(&value)),
    })
}

fn name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a bool",
        Value::Int(_) | Value::Float(_) => "a number",
        Value::Duration(_) => "a duration",
        Value::Text(_) => "a string",
        Value::List(_) => "a list",
        Value::Object(_) => "a map",
        Value::Expr(_) => "an expression",
        Value::Interpolated(_) => "a template",
    }
}
