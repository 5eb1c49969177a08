//! From one type to another, by the rules that Nomad has for all attributes, arguments and variables.

use std::sync::Arc;

use super::number::Number;
use super::types::{ObjectType, Type};
use super::unify::{convertible, unify};
use super::value::{Entries, Mixed, Value};

/// The reason why a value cannot be converted: the end of a sentence that begins with the value's
/// use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// The path within the value, such as `[0].name`; empty for the value itself.
    pub path: String,
    /// What was expected, and what was found.
    pub message: String,
}

impl Mismatch {
    fn new(message: impl Into<String>) -> Self {
        Self { path: String::new(), message: message.into() }
    }

    fn under(self, step: &str) -> Self {
        Self { path: format!("{step}{}", self.path), ..self }
    }
}

impl std::fmt::Display for Mismatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.path.as_str() {
            "" => f.write_str(&self.message),
            path => write!(f, "{} at `{}`", self.message, path.trim_start_matches('.')),
        }
    }
}

/// The value as one of type `want`.
///
/// # Errors
///
/// The types do not fit, or this value of that type does not.
pub fn convert(value: &Value, want: &Type) -> Result<Value, Mismatch> {
    let have = value.type_of();
    if have == want.without_optional() {
        return Ok(value.clone());
    }
    if !convertible(&have, want, true) {
        return Err(mismatch(value, want));
    }
    apply(value, want)
}

/// The reason in words that name the innermost part that does not fit.
fn mismatch(value: &Value, want: &Type) -> Mismatch {
    match (value, want) {
        (Value::Object(entries), Type::Object(object)) => {
            for (name, of) in &object.attributes {
                match entries.get(name) {
                    None if object.optional.contains(name) => {}
                    None => {
                        return Mismatch::new(format!("missing attribute `{name}`"));
                    }
                    Some(value) => {
                        if !fits(value, of) {
                            return mismatch(value, of).under(&format!(".{name}"));
                        }
                    }
                }
            }
        }
        (Value::Object(entries), Type::Map(of)) if **of != Type::Any => {
            for (name, value) in entries.iter() {
                if !fits(value, of) {
                    return mismatch(value, of).under(&format!(".{name}"));
                }
            }
        }
        (Value::Tuple(values), Type::List(of) | Type::Set(of)) if **of != Type::Any => {
            for (at, value) in values.iter().enumerate() {
                if !fits(value, of) {
                    return mismatch(value, of).under(&format!("[{at}]"));
                }
            }
        }
        (Value::Tuple(_), Type::List(_) | Type::Set(_)) | (Value::Object(_), Type::Map(_)) => {
            return Mismatch::new("expected elements of one type, found several");
        }
        (Value::Tuple(values), Type::Tuple(types)) if values.len() != types.len() => {
            let message = format!("expected {} elements, found {}", types.len(), values.len());
            return Mismatch::new(message);
        }
        _ => {}
    }
    let found = if value.is_null() { "null" } else { value.type_of().noun() };
    Mismatch::new(format!("expected {}, found {found}", want.noun()))
}

/// Whether a value is of a type, or can become so.
fn fits(value: &Value, want: &Type) -> bool {
    let have = value.type_of();
    have == want.without_optional() || convertible(&have, want, true)
}

/// Converts a value whose type is known to fit.
fn apply(value: &Value, want: &Type) -> Result<Value, Mismatch> {
    if *want == Type::Any {
        return Ok(value.clone());
    }
    match value {
        Value::Unknown(have) => {
            return Ok(Value::Unknown(replace_any(have, &want.without_optional())));
        }
        Value::Null(have) => return Ok(Value::Null(replace_any(have, &want.without_optional()))),
        _ => {}
    }
    match want {
        Type::Any => Ok(value.clone()),
        Type::String => text(value, want),
        Type::Number => number(value, want),
        Type::Bool => bool(value, want),
        Type::List(of) => {
            let (of, values) = elements(value, of, want)?;
            Value::list(unified(values)?, of.without_optional()).map_err(mixed)
        }
        Type::Set(of) => {
            let (of, values) = elements(value, of, want)?;
            Value::set(values, of.without_optional()).map_err(mixed)
        }
        Type::Map(of) => map(value, of, want),
        Type::Tuple(types) => {
            let values = value.elements().ok_or_else(|| mismatch(value, want))?;
            let each = |(at, (value, of)): (usize, (&Value, &Type))| {
                element(value, of).map_err(|error| error.under(&format!("[{at}]")))
            };
            let values = values.iter().zip(types.iter()).enumerate().map(each);
            Ok(Value::tuple(values.collect::<Result<_, _>>()?))
        }
        Type::Object(object) => self::object(value, object, want),
    }
}

fn mixed(_: Mixed) -> Mismatch {
    Mismatch::new("expected elements of one type, found several")
}

fn element(value: &Value, want: &Type) -> Result<Value, Mismatch> {
    if value.type_of() == *want { Ok(value.clone()) } else { apply(value, want) }
}

/// The string for a string, number or bool.
pub(super) fn text(value: &Value, want: &Type) -> Result<Value, Mismatch> {
    match value {
        Value::String(_) => Ok(value.clone()),
        Value::Bool(value) => Ok(Value::from(if *value { "true" } else { "false" })),
        Value::Number(number) => match number.decimal() {
            Some(text) => Ok(Value::from(text)),
            None => Err(Mismatch::new("the number has too many digits to be written out")),
        },
        _ => Err(mismatch(value, want)),
    }
}

fn number(value: &Value, want: &Type) -> Result<Value, Mismatch> {
    match value {
        Value::Number(_) => Ok(value.clone()),
        Value::String(text) => match Number::parse(text) {
            Some(number) => Ok(Value::Number(number)),
            None => Err(Mismatch::new(format!("expected a number, found {}", quoted(text)))),
        },
        _ => Err(mismatch(value, want)),
    }
}

fn bool(value: &Value, want: &Type) -> Result<Value, Mismatch> {
    match value {
        Value::Bool(_) => Ok(value.clone()),
        Value::String(text) => match &**text {
            "true" | "1" => Ok(Value::Bool(true)),
            "false" | "0" => Ok(Value::Bool(false)),
            text => {
                Err(Mismatch::new(format!("expected `true` or `false`, found {}", quoted(text))))
            }
        },
        _ => Err(mismatch(value, want)),
    }
}

/// A string for a message: in quotes, and not too long.
pub(super) fn quoted(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    }
}

/// The elements of a list, set or tuple, each converted, and the type that an empty collection of them has.
fn elements(value: &Value, of: &Type, want: &Type) -> Result<(Type, Vec<Value>), Mismatch> {
    let values = value.elements().ok_or_else(|| mismatch(value, want))?;
    let of = match (of, value) {
        (Type::Any, Value::List(of, _) | Value::Set(of, _)) => of.clone(),
        (Type::Any, _) => common(values.iter()).unwrap_or(Type::Any),
        (of, _) => of.clone(),
    };
    let each = |(at, value): (usize, &Value)| {
        element(value, &of).map_err(|error| error.under(&format!("[{at}]")))
    };
    let values = values.iter().enumerate().map(each).collect::<Result<_, _>>()?;
    Ok((of, values))
}

fn common<'v>(values: impl Iterator<Item = &'v Value>) -> Option<Type> {
    let types: Vec<Type> = values.map(Value::type_of).collect();
    unify(&types, true)
}

/// The values brought to one type, where conversion has left several: `list(any)` in a list does.
fn unified(values: Vec<Value>) -> Result<Vec<Value>, Mismatch> {
    let Some(first) = values.first().map(Value::type_of) else { return Ok(values) };
    if first.is_primitive() || values.iter().all(|value| value.type_of() == first) {
        return Ok(values);
    }
    let of = common(values.iter()).ok_or_else(|| mixed(Mixed))?;
    values.iter().map(|value| element(value, &of)).collect()
}

fn map(value: &Value, of: &Type, want: &Type) -> Result<Value, Mismatch> {
    let entries = value.entries().ok_or_else(|| mismatch(value, want))?;
    let of = match (of, value) {
        (Type::Any, Value::Map(of, _)) => of.clone(),
        (Type::Any, _) => common(entries.values()).unwrap_or(Type::Any),
        (of, _) => of.clone(),
    };
    let mut names = Vec::with_capacity(entries.len());
    let mut values = Vec::with_capacity(entries.len());
    for (name, value) in entries.iter() {
        names.push(name.clone());
        values.push(element(value, &of).map_err(|error| error.under(&format!(".{name}")))?);
    }
    if matches!(of, Type::List(_) | Type::Set(_) | Type::Map(_) | Type::Object(_)) {
        values = unified(values)?;
    }
    let entries = names.into_iter().zip(values).collect();
    Value::map(entries, of.without_optional()).map_err(mixed)
}

fn object(value: &Value, object: &ObjectType, want: &Type) -> Result<Value, Mismatch> {
    let have = value.entries().ok_or_else(|| mismatch(value, want))?;
    let mut entries = Entries::new();
    for (name, of) in &object.attributes {
        let converted = match have.get(name) {
            Some(value) if value.type_of() == *of => Ok(value.clone()),
            Some(value) if convertible(&value.type_of(), of, true) => apply(value, of),
            Some(value) => Err(mismatch(value, of)),
            None if object.optional.contains(name) => Ok(Value::Null(of.without_optional())),
            None => {
                return Err(Mismatch::new(format!("missing attribute `{name}`")));
            }
        };
        let converted = converted.map_err(|error| error.under(&format!(".{name}")))?;
        let converted = match converted {
            Value::Null(of) => Value::Null(of.without_optional()),
            other => other,
        };
        entries.insert(Arc::clone(name), converted);
    }
    Ok(Value::object(entries))
}

/// The type `want`, with what it leaves open taken from `have`.
fn replace_any(have: &Type, want: &Type) -> Type {
    match (have, want) {
        (Type::Any, _) => want.clone(),
        (_, Type::Any) => have.clone(),
        (Type::Map(have), Type::Map(want)) => Type::map(replace_any(have, want)),
        (Type::Object(have), Type::Map(want)) => {
            Type::map(replace_common(have.attributes.values(), want))
        }
        (Type::Set(have) | Type::List(have), Type::Set(want)) => Type::set(replace_any(have, want)),
        (Type::Set(have) | Type::List(have), Type::List(want)) => {
            Type::list(replace_any(have, want))
        }
        (Type::Tuple(have), Type::Set(want)) => Type::set(replace_common(have.iter(), want)),
        (Type::Tuple(have), Type::List(want)) => Type::list(replace_common(have.iter(), want)),
        (Type::Tuple(have), Type::Tuple(want)) => {
            let each = |(have, want): (&Type, &Type)| replace_any(have, want);
            Type::Tuple(have.iter().zip(want.iter()).map(each).collect())
        }
        (have, Type::Object(want)) => {
            let each = |(name, want): (&Arc<str>, &Type)| {
                let replaced = match have {
                    Type::Map(of) => replace_any(of, want),
                    Type::Object(object) => {
                        object.attributes.get(name).map_or(want.clone(), |of| replace_any(of, want))
                    }
                    _ => want.clone(),
                };
                (Arc::clone(name), replaced)
            };
            Type::object(want.attributes.iter().map(each).collect())
        }
        (_, want) => want.clone(),
    }
}

fn replace_common<'t>(have: impl Iterator<Item = &'t Type>, want: &Type) -> Type {
    let types: Vec<Type> = have.cloned().collect();
    unify(&types, true).map_or(want.clone(), |have| replace_any(&have, want))
}
