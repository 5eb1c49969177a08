//! YAML whose strings are those of JSON, which are valid in YAML.

use serde_json::Value;

use crate::visible::visible_json;

/// A YAML document. Its keys are constants of this program, which need no quotes.
pub fn document(value: &Value) -> String {
    let mut text = String::from("---\n");
    block(value, 0, &mut text);
    text
}

fn block(value: &Value, depth: usize, text: &mut String) {
    let Value::Object(members) = value else { return };
    let indent = "  ".repeat(depth);
    for (key, value) in members {
        text.push_str(&format!("{indent}{key}:"));
        match value {
            Value::Object(_) => {
                text.push('\n');
                block(value, depth + 1, text);
            }
            Value::Array(values) => {
                text.push('\n');
                values.iter().for_each(|value| item(value, depth + 1, text));
            }
            value => text.push_str(&format!(" {}\n", scalar(value))),
        }
    }
}

fn item(value: &Value, depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(_) => {
            let mut inner = String::new();
            block(value, depth + 1, &mut inner);
            text.push_str(&format!("{indent}- {}", inner.trim_start()));
        }
        value => text.push_str(&format!("{indent}- {}\n", scalar(value))),
    }
}

/// A string with an escape for each character that YAML does not print, or that shows what follows in another order.
fn scalar(value: &Value) -> String {
    let text = value.to_string();
    visible_json(&text).replace('\u{fffe}', "\\ufffe").replace('\u{ffff}', "\\uffff")
}
