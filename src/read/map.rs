//! Maps: blocks of free names, and attributes that stand for such a block.

use super::expression;
use super::session::Session;
use crate::jobspec::{Map, Type, Value};
use jobwright_hcl::syntax::{Attribute, Body, Item};

/// Reads a block of free names.
pub fn body(
    session: &mut Session<'_>,
    from: &Body<'_>,
    into: &mut Map,
    (of, config): (Type, bool),
) {
    for item in &from.items {
        match item {
            Item::Attribute(attribute) => {
                let Some(value) = expression::typed(session, &attribute.value, of, config) else {
                    continue;
                };
                if value == Value::Null && of == Type::Text && session.evaluates() {
                    let help = "leave it out, or give it a value";
                    let message = format!("`{}` cannot be null", attribute.name);
                    session.error(attribute.value.span, message, help);
                }
                into.set(session.name(attribute.name), value);
            }
            Item::Block(block) => {
                let help = format!("write `{} = …`", block.kind);
                let message = format!("expected `{} = …`, not a block", block.kind);
                session.error(block.kind_span, message, help);
            }
        }
    }
}

/// `env = { … }`, where a block could stand; nothing for null, and after a mistake.
pub fn attribute(session: &mut Session<'_>, from: &Attribute<'_>, of: Type) -> Option<Map> {
    let kind = if of == Type::Text { Type::Map(&Type::Text) } else { Type::Map(&Type::Any) };
    match expression::typed(session, &from.value, kind, false)? {
        Value::Object(read) => Some(read),
        Value::Null => None,
        _ => {
            let message = "expected a map, written as names with values";
            let help = "write names with values: `{ name = \"value\" }`";
            session.error(from.value.span, message, help);
            None
        }
    }
}
