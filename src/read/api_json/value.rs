//! Values of attributes: Nomad converts nothing here, unlike in HCL.

use super::reader::ApiReader;
use crate::jobspec::{Duration, Map, Type, Value};
use crate::read::Finding;
use jobwright_hcl::json::{Json, Node};

impl ApiReader {
    /// A value of a type, or a finding.
    pub fn typed(&mut self, node: &Node<'_>, kind: Type) -> Option<Value> {
        match (&node.kind, kind) {
            (_, Type::Any | Type::Expression) => Some(self.any(node, false)),
            (Json::Bool(value), Type::Bool) => Some(Value::Bool(*value)),
            (Json::Text(text), Type::Text) => Some(Value::from(text.as_str())),
            (Json::Number(number), Type::Number) => number.parse::<f64>().ok().map(Value::from),
            (Json::Number(number), Type::Int(..) | Type::Duration) => {
                let whole = whole(number, kind);
                if whole.is_none() {
                    let message =
                        format!("expected {}{}, found `{number}`", range(kind), self.place());
                    let help = "write an integer in this range";
                    self.findings.push(Finding::new(node.span, message).help(help));
                }
                whole
            }
            (Json::List(values), Type::List(of)) => Some(Value::List(
                values.iter().filter_map(|value| self.typed(value, *of)).collect(),
            )),
            (Json::Object(members), Type::Map(of)) => {
                let mut map = Map::new();
                for member in members {
                    if let Some(value) = self.typed(&member.value, *of) {
                        map.set(&*member.key, value);
                    }
                }
                Some(Value::Object(map))
            }
            (_, kind) => {
                let message =
                    format!("expected {}{}, found {}", range(kind), self.place(), node.name());
                self.findings.push(Finding::new(node.span, message).help(instead(node, kind)));
                None
            }
        }
    }
}

/// What to write for a value of another type.
fn instead(node: &Node<'_>, kind: Type) -> String {
    let text = match &node.kind {
        Json::Text(text) => text.trim(),
        _ => "",
    };
    let plain = match kind {
        Type::Int(..) => text.parse::<i64>().ok(),
        Type::Duration => jobwright_hcl::duration::parse(text).or_else(|| text.parse().ok()),
        _ => None,
    };
    match (kind, plain) {
        (_, Some(number)) => format!("write `{number}`, without quotes"),
        (Type::Bool, None) => "write `true` or `false`, without quotes".to_owned(),
        (Type::Int(..) | Type::Number, None) => "write a number, without quotes".to_owned(),
        (Type::Duration, None) => "write nanoseconds: `1000000000` is one second".to_owned(),
        (Type::Text, None) => "write a string in double quotes".to_owned(),
        (Type::List(_), None) => "put it in brackets: `[…]`".to_owned(),
        (_, None) => "write an object: `{\"name\": value}`".to_owned(),
    }
}

fn whole(number: &str, kind: Type) -> Option<Value> {
    let whole: i64 = number.parse().ok()?;
    match kind {
        Type::Int(least, most) => (least..=most).contains(&whole).then_some(Value::Int(whole)),
        _ => Some(Value::Duration(Duration::from_nanos(whole))),
    }
}

fn range(kind: Type) -> String {
    match kind {
        Type::Duration => "an integer number of nanoseconds".to_owned(),
        Type::Int(i64::MIN, i64::MAX) => "an integer".to_owned(),
        Type::Int(least, most) => format!("an integer from {least} to {most}"),
        kind => kind.with_article(),
    }
}
