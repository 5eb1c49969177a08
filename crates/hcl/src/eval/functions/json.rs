//! JSON, to and from.

use super::function::{Fault, Outcome, argument, text};
use crate::eval::context::Context;
use crate::eval::number::Number;
use crate::eval::value::{Entries, Value, composed};
use crate::json::{self, Json, Node};
use crate::syntax::{Position, SyntaxError};

pub(super) fn encode_call(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    Ok(encode(argument(arguments, 0))?.into())
}

/// The value as JSON without white space; numbers in full, names in order.
pub(super) fn encode(value: &Value) -> Result<String, Fault> {
    let mut out = String::new();
    write(value, &mut out)?;
    Ok(out)
}

fn write(value: &Value, out: &mut String) -> Result<(), Fault> {
    match value {
        Value::Null(_) => out.push_str("null"),
        Value::Unknown(_) => return Err(Fault::from("a value is unknown")),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Number(number) if number.is_infinite() => {
            return Err(Fault::from("JSON cannot hold infinity"));
        }
        Value::Number(number) => match number.decimal() {
            Some(digits) => out.push_str(&digits),
            None => return Err(Fault::from("a number has too many digits")),
        },
        Value::String(text) => write_quoted(text, out),
        Value::List(_, values) | Value::Set(_, values) | Value::Tuple(values) => {
            out.push('[');
            for (at, value) in values.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write(value, out)?;
            }
            out.push(']');
        }
        Value::Map(_, entries) | Value::Object(entries) => {
            out.push('{');
            for (at, (name, value)) in entries.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write_quoted(name, out);
                out.push(':');
                write(value, out)?;
            }
            out.push('}');
        }
    }
    Ok(())
}

/// The string in quotes, with everything that has a meaning in HTML escaped.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    write_quoted(text, &mut out);
    out
}

fn write_quoted(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\0'..='\u{1f}' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(character)));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

pub(super) fn decode_call(context: &Context<'_>, arguments: &[Value]) -> Outcome {
    let text = text(arguments, 0);
    if !context.budget.take(text.len() as u64 / 4) {
        return Err(Fault::from("too many steps"));
    }
    let (node, rest) = json::parse_first(text).map_err(|error| no_json(text, &error))?;
    // Nomad accepts closing brackets after the value.
    if !rest.is_empty() && !rest.starts_with([']', '}']) {
        return Err(behind(text, rest));
    }
    value(node)
}

/// The value of a JSON document, with nothing after it.
pub(in crate::eval) fn decode(text: &str) -> Result<Value, String> {
    let read = || match json::parse_first(text).map_err(|error| no_json(text, &error))? {
        (node, "") => value(node),
        (_, rest) => Err(behind(text, rest)),
    };
    read().map_err(|fault: Fault| fault.message)
}

fn no_json(text: &str, error: &SyntaxError) -> Fault {
    Fault::at(0, format!("{error} at {}", place(text, error.span.start)))
}

/// Line and column.
fn place(text: &str, offset: u32) -> String {
    let Position { line, column } = Position::of(text, offset);
    format!("{line}:{column}")
}

fn behind(text: &str, rest: &str) -> Fault {
    let at = place(text, u32::try_from(text.len() - rest.len()).unwrap_or(u32::MAX));
    Fault::at(0, format!("invalid JSON: expected nothing after the value, found more at {at}"))
}

/// The value of a JSON tree. Of a duplicate name, the last value counts, if it is of the same
/// type.
fn value(node: Node<'_>) -> Outcome {
    Ok(match node.kind {
        Json::Null => Value::NULL,
        Json::Bool(value) => value.into(),
        Json::Number(number) => match Number::parse(&number) {
            Some(number) => Value::Number(number),
            None => return Err(Fault::at(0, format!("the number `{number}` is out of range"))),
        },
        Json::Text(text) => Value::String(composed(&text)),
        Json::List(nodes) => Value::tuple(nodes.into_iter().map(value).collect::<Result<_, _>>()?),
        Json::Object(members) => {
            let mut entries = Entries::new();
            for member in members {
                let (name, value) = (composed(&member.key), value(member.value)?);
                let of = value.type_of();
                if let Some(before) = entries.insert(name.clone(), value)
                    && before.type_of() != of
                {
                    return Err(Fault::at(0, format!("the name `{name}` has values of two types")));
                }
            }
            Value::object(entries)
        }
    })
}
