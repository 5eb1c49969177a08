//! Values as the attributes of a job accept them.

use super::convert::{Mismatch, convert};
use super::types::Type;
use super::value::Value;
use crate::duration;

fn mismatch(message: impl Into<String>) -> Mismatch {
    Mismatch { path: String::new(), message: message.into() }
}

/// The value converted for an attribute of a type; `None` for null, which some attributes refuse.
///
/// # Errors
///
/// The value does not fit, or is unknown: a comparison of values without a type is, for instance.
pub fn typed(value: &Value, want: &Type) -> Result<Option<Value>, Mismatch> {
    let converted = convert(value, want)?;
    match converted {
        Value::Null(_) => Ok(None),
        converted if !converted.is_known() => Err(mismatch("the value is unknown")),
        converted => Ok(Some(converted)),
    }
}

/// The string for an attribute that is a string.
///
/// # Errors
///
/// The value is not a string, number or bool.
pub fn text(value: &Value) -> Result<Option<String>, Mismatch> {
    let converted = typed(value, &Type::String)?;
    Ok(converted.as_ref().and_then(Value::as_str).map(str::to_owned))
}

/// The integer for an attribute that accepts numbers from `least` to `most`.
///
/// # Errors
///
/// The value is not such a number.
pub fn whole(value: &Value, least: i64, most: i64) -> Result<Option<i64>, Mismatch> {
    let Some(Value::Number(number)) = typed(value, &Type::Number)? else { return Ok(None) };
    match number.to_i64() {
        Some(whole) if (least..=most).contains(&whole) => Ok(Some(whole)),
        _ => {
            let shown = number.decimal().unwrap_or_default();
            let found = super::convert::quoted(&shown);
            let found = found.trim_matches('"');
            let wanted = match (least, most) {
                (i64::MIN, i64::MAX) => "an integer".to_owned(),
                _ => format!("an integer from {least} to {most}"),
            };
            Err(mismatch(format!("expected {wanted}, found {found}")))
        }
    }
}

/// The bool for an attribute that is a bool.
///
/// # Errors
///
/// The value is neither `true` nor `false`.
pub fn bool(value: &Value) -> Result<Option<bool>, Mismatch> {
    match typed(value, &Type::Bool)? {
        Some(Value::Bool(value)) => Ok(Some(value)),
        _ => Ok(None),
    }
}

/// The nanoseconds for an attribute that is a duration: a string such as `1h30m`, or an integer of
/// nanoseconds. Null is refused, and so is a value that would have to be converted.
///
/// # Errors
///
/// The value is not a duration.
pub fn nanoseconds(value: &Value) -> Result<i64, Mismatch> {
    let example = "expected a duration such as `10s` or `1h30m`";
    match value {
        Value::String(text) => duration::parse(text)
            .ok_or_else(|| mismatch(format!("{example}, found {}", super::convert::quoted(text)))),
        Value::Number(number) => number.to_i64().ok_or_else(|| {
            mismatch("expected an integer number of nanoseconds that fits in 64 bits")
        }),
        Value::Null(_) => Err(mismatch(format!("{example}, found null"))),
        other => Err(mismatch(format!("{example}, found {}", other.type_of().noun()))),
    }
}
