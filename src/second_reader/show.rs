//! What was asked for, in the words of a message.

use crate::jobspec::{Map, Value};

/// A map, as a message shows it.
pub fn show_map(asked: &Map) -> String {
    show(&Value::Object(asked.clone()))
}

/// A value, as a message shows it.
pub fn show(asked: &Value) -> String {
    cut(match asked {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Float(value) => value.to_string(),
        Value::Duration(value) => format!("\"{value}\""),
        Value::Text(text) => format!("{:?}", text.as_str()),
        Value::List(values) => {
            format!("[{}]", values.iter().map(show).collect::<Vec<_>>().join(", "))
        }
        Value::Object(map) => {
            let entry = |(key, value): (&str, &Value)| format!("{key} = {}", show(value));
            format!("{{{}}}", map.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        Value::Expr(expr) => expr.source().to_owned(),
        Value::Interpolated(text) => {
            let part = |part: &Value| match part {
                Value::Expr(expr) => format!("${{{}}}", expr.source()),
                other => other.as_str().unwrap_or_default().escape_debug().to_string(),
            };
            format!("\"{}\"", text.parts().iter().map(part).collect::<String>())
        }
    })
}

/// The beginning of a string.
pub fn cut(text: String) -> String {
    match text.char_indices().nth(120) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}
