//! Values as expressions have them, as the model holds them.

use crate::jobspec::{Duration, Map, Text, Type, Value};
use jobwright_hcl::eval::{self, Mismatch, attribute};
use jobwright_hcl::syntax::{Expr, ExprKind};

/// A value as one of the type; null is null.
///
/// # Errors
///
/// It does not fit.
pub fn typed(found: &eval::Value, kind: Type, config: bool) -> Result<Value, Mismatch> {
    let text = |text: String| Value::Text(Text::from_api(&text, config));
    Ok(match kind {
        Type::Bool => attribute::bool(found)?.map_or(Value::Null, Value::Bool),
        Type::Int(least, most) => {
            attribute::whole(found, least, most)?.map_or(Value::Null, Value::Int)
        }
        Type::Text => attribute::text(found)?.map_or(Value::Null, text),
        Type::Duration => Value::Duration(Duration::from_nanos(attribute::nanoseconds(found)?)),
        Type::Number => match attribute::typed(found, &eval::Type::Number)? {
            Some(number) => any(&number, config)?,
            None => Value::Null,
        },
        Type::List(of) => match attribute::typed(found, &eval::Type::list(plain(*of)))? {
            Some(values) => {
                let elements = values.elements().map(|all| all.as_slice()).unwrap_or_default();
                let each = |(at, value): (usize, &eval::Value)| {
                    element(value, *of, config).map_err(|error| under(error, &format!("[{at}]")))
                };
                Value::List(elements.iter().enumerate().map(each).collect::<Result<_, _>>()?)
            }
            None => Value::Null,
        },
        Type::Map(of) => match attribute::typed(found, &eval::Type::map(plain(*of)))? {
            Some(values) => {
                let mut map = Map::new();
                for (key, value) in values.entries().into_iter().flat_map(|all| all.iter()) {
                    let value = element(value, *of, config)
                        .map_err(|error| under(error, &format!(".{key}")))?;
                    map.set(Text::from_api(key, config).as_str(), value);
                }
                Value::Object(map)
            }
            None => Value::Null,
        },
        Type::Any | Type::Expression => any(found, config)?,
    })
}

/// An element of a list or map, which is never null.
fn element(found: &eval::Value, kind: Type, config: bool) -> Result<Value, Mismatch> {
    match typed(found, kind, config)? {
        Value::Null if kind != Type::Any => {
            let message = format!("expected {}, found null", kind.with_article());
            Err(Mismatch { path: String::new(), message })
        }
        value => Ok(value),
    }
}

fn under(error: Mismatch, step: &str) -> Mismatch {
    Mismatch { path: format!("{step}{}", error.path), ..error }
}

/// The type that values are converted to first.
fn plain(kind: Type) -> eval::Type {
    match kind {
        Type::Bool => eval::Type::Bool,
        Type::Int(..) | Type::Number => eval::Type::Number,
        Type::Text => eval::Type::String,
        Type::List(of) => eval::Type::list(plain(*of)),
        Type::Map(of) => eval::Type::map(plain(*of)),
        Type::Duration | Type::Any | Type::Expression => eval::Type::Any,
    }
}

/// A value as it is.
fn any(found: &eval::Value, config: bool) -> Result<Value, Mismatch> {
    Ok(match found {
        eval::Value::Null(_) => Value::Null,
        eval::Value::Bool(value) => Value::Bool(*value),
        eval::Value::String(text) => Value::Text(Text::from_api(text, config)),
        eval::Value::Number(number) => match (number.to_i64(), number.to_f64()) {
            (Some(whole), _) => Value::Int(whole),
            (None, float) if float.is_finite() => Value::Float(float),
            (None, _) => {
                let message = "the number does not fit in 64 bits".to_owned();
                return Err(Mismatch { path: String::new(), message });
            }
        },
        other => match (other.elements(), other.entries()) {
            (Some(elements), _) => Value::List(
                elements.iter().map(|element| any(element, config)).collect::<Result<_, _>>()?,
            ),
            (None, Some(entries)) => {
                let mut map = Map::new();
                for (key, value) in entries.iter() {
                    map.set(Text::from_api(key, config).as_str(), any(value, config)?);
                }
                Value::Object(map)
            }
            (None, None) => {
                let message = "the value is unknown".to_owned();
                return Err(Mismatch { path: String::new(), message });
            }
        },
    })
}

/// The entries of an object in the order in which the file has them: evaluation sorts them.
pub fn in_order(from: &Expr<'_>, value: Value, config: bool) -> Value {
    match (&from.kind, value) {
        (ExprKind::Parens(inner), value) => in_order(inner, value, config),
        (ExprKind::Tuple(items), Value::List(values)) if items.len() == values.len() => {
            let each = |(item, value): (&Expr<'_>, Value)| in_order(item, value, config);
            Value::List(items.iter().zip(values).map(each).collect())
        }
        (ExprKind::Object(items), Value::Object(entries)) => {
            let mut ordered = Map::new();
            for item in items {
                let Some(key) = item.literal_key() else { return Value::Object(entries) };
                let key = Text::from_api(key, config);
                if let Some(value) = entries.get(key.as_str()) {
                    ordered.set(key.as_str(), in_order(&item.value, value.clone(), config));
                }
            }
            // Keys that are the same once they are composed.
            if ordered.len() == entries.len() {
                Value::Object(ordered)
            } else {
                Value::Object(entries)
            }
        }
        (_, value) => value,
    }
}

/// The help for a type, if it can be told from the value.
pub fn help(kind: Type, found: &eval::Value) -> String {
    let as_list = found.is_known() && found.elements().is_none() && !found.is_null();
    let text = match kind {
        Type::Bool => "write `true` or `false`",
        Type::Int(..) | Type::Number if found.as_str().is_some_and(|text| text.contains("${")) => {
            "write a number: it is read with the file, before run-time references are resolved"
        }
        Type::Duration if found.as_str().is_some_and(|text| text.contains("${")) => {
            "write a duration: it is read with the file, before run-time references are resolved"
        }
        Type::Duration => "write a number with a unit, such as `30s`, `5m` or `1h30m`",
        Type::List(_) if as_list => "put it in brackets: `[…]`",
        Type::Map(_) => "write names with values: `{ name = \"value\" }`",
        Type::Text if found.elements().is_some() => "write one string, without brackets",
        Type::Int(..) | Type::Number => match found.as_str().and_then(without_unit) {
            Some(number) => return format!("write the number alone: `{number}`"),
            None if matches!(found, eval::Value::Number(_)) => "write an integer in this range",
            None => "write a number",
        },
        Type::Text => "write one string in quotes",
        Type::List(_) => "use this type for each element",
        Type::Any | Type::Expression => "write a value that can be written out",
    };
    text.to_owned()
}

/// The number in a string such as `256MB`.
fn without_unit(text: &str) -> Option<&str> {
    let end = text.find(|letter: char| !letter.is_ascii_digit())?;
    let (number, unit) = text.split_at_checked(end)?;
    (!number.is_empty() && unit.trim().chars().all(char::is_alphabetic)).then_some(number)
}

/// The part of an expression at a path, such as `[1].name`, or the nearest one around it that is
/// written out.
pub fn at_path<'e, 'a>(from: &'e Expr<'a>, path: &str) -> &'e Expr<'a> {
    let (mut at, mut rest) = (from, path);
    loop {
        let step = rest.trim_start_matches(['.', '[']);
        let end = step.find(['.', '[', ']']).unwrap_or(step.len());
        let (name, after) = step.split_at_checked(end).unwrap_or((step, ""));
        at = at.without_parens();
        let inner = match &at.kind {
            ExprKind::Tuple(items) => name.parse().ok().and_then(|index: usize| items.get(index)),
            ExprKind::Object(items) => items
                .iter()
                .find(|item| item.literal_key().is_some_and(|key| key == name))
                .map(|item| &item.value),
            _ => None,
        };
        let Some(inner) = inner.filter(|_| !name.is_empty()) else { return at };
        (at, rest) = (inner, after.trim_start_matches(']'));
    }
}

/// Whether a value is of a type without a conversion.
pub fn fits(value: &Value, kind: Type) -> bool {
    match (value, kind) {
        (Value::Expr(_) | Value::Null, _)
        | (_, Type::Any)
        | (
            Value::Interpolated(_),
            Type::Text | Type::Duration | Type::Bool | Type::Int(..) | Type::Number,
        )
        | (Value::Bool(_), Type::Bool)
        | (Value::Int(_) | Value::Float(_), Type::Number)
        | (Value::Text(_), Type::Text) => true,
        (Value::Int(whole), Type::Int(least, most)) => (least..=most).contains(whole),
        (Value::List(values), Type::List(of)) => values.iter().all(|value| fits(value, *of)),
        (Value::Object(map), Type::Map(of)) => map.iter().all(|(_, value)| fits(value, *of)),
        _ => false,
    }
}
