//! Sets: their elements in order, each once.

use std::cmp::Ordering;
use std::fmt::Write;
use std::sync::Arc;

use super::number::Style;
use super::types::Type;
use super::value::{Mixed, Value, common_type};

impl Value {
    /// A set, whose elements must agree in type; `empty` is the type when there are none.
    pub(super) fn set(values: Vec<Self>, empty: Type) -> Result<Self, Mixed> {
        if values.is_empty() {
            return Ok(Self::Set(empty, Arc::default()));
        }
        let of = common_type(values.iter())?;
        let mut values: Vec<Self> = values.into_iter().map(|value| value.typed(&of)).collect();
        sort(&mut values);
        values.dedup_by(|one, two| one.equals(two));
        Ok(Self::Set(of, Arc::new(values)))
    }
}

/// Sorts elements that have the same type.
fn sort(values: &mut [Value]) {
    let simple = values.iter().all(|value| value.entries().is_none() && value.elements().is_none());
    if simple {
        values.sort_by(compare);
    } else {
        values.sort_by_cached_key(|value| (value.is_unknown(), value.is_null(), key(value)));
    }
}

/// Null comes after all other values; strings are ordered by their bytes, numbers by size, `false`
/// before `true`.
fn compare(one: &Value, two: &Value) -> Ordering {
    match (one, two) {
        (Value::String(one), Value::String(two)) => one.cmp(two),
        (Value::Number(one), Value::Number(two)) => one.cmp(two),
        (Value::Bool(one), Value::Bool(two)) => one.cmp(two),
        _ => {
            let rank = |value: &Value| (value.is_null(), value.is_unknown());
            rank(one).cmp(&rank(two))
        }
    }
}

/// A sort key for each value; lists and objects are in the order of their keys.
fn key(value: &Value) -> String {
    let mut text = String::new();
    write_key(value, &mut text);
    text
}

fn write_key(value: &Value, out: &mut String) {
    match value {
        Value::Unknown(_) => out.push('?'),
        Value::Null(_) => out.push('~'),
        Value::Bool(value) => out.push(if *value { 'T' } else { 'F' }),
        Value::Number(number) => {
            out.push_str(&number.text(Style::General, Some(10)).unwrap_or_default());
        }
        Value::String(text) => write_quoted(text, out),
        Value::Map(_, entries) => {
            out.push('{');
            for (name, value) in entries.iter() {
                write_quoted(name, out);
                out.push(':');
                write_key(value, out);
                out.push(';');
            }
            out.push('}');
        }
        Value::List(_, values) | Value::Set(_, values) => {
            write_items('[', values.iter(), ']', out);
        }
        Value::Tuple(values) => write_items('<', values.iter(), '>', out),
        Value::Object(entries) => write_items('<', entries.values(), '>', out),
    }
}

fn write_items<'v>(
    open: char,
    items: impl Iterator<Item = &'v Value>,
    close: char,
    out: &mut String,
) {
    out.push(open);
    for item in items {
        write_key(item, out);
        out.push(';');
    }
    out.push(close);
}

/// Writes a string in quotes, as Go's `%q` does.
fn write_quoted(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        // Writing to a string does not fail.
        let _ = match character {
            '"' | '\\' => write!(out, "\\{character}"),
            '\u{7}' => write!(out, "\\a"),
            '\u{8}' => write!(out, "\\b"),
            '\u{c}' => write!(out, "\\f"),
            '\n' => write!(out, "\\n"),
            '\r' => write!(out, "\\r"),
            '\t' => write!(out, "\\t"),
            '\u{b}' => write!(out, "\\v"),
            c if c.is_control() && c.is_ascii() => write!(out, "\\x{:02x}", u32::from(c)),
            c if c.is_control() => write!(out, "\\u{:04x}", u32::from(c)),
            c => write!(out, "{c}"),
        };
    }
    out.push('"');
}
