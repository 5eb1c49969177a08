//! Maps: blocks with arbitrary names, and attributes in place of such a block.

use super::expression;
use super::session::Session;
use crate::jobspec::{Map, Type, Value};
use jobwright_hcl::syntax::{Attribute, Body, Expr, ExprKind, Item};

/// Reads a block with arbitrary names.
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
                    let help = "remove it, or set it to a value";
                    let message = format!("`{}` cannot be null", attribute.name);
                    session.error(attribute.value.span, message, help);
                }
                let here = session.at(attribute.value.span);
                into.set_at(session.name(attribute.name), value, here);
            }
            Item::Block(block) => {
                let help = format!("write `{} = …`", block.kind);
                let message = format!("expected `{} = …`, not a block", block.kind);
                session.error(block.kind_span, message, help);
            }
        }
    }
}

/// The entries of an object, each with the location of its value where that is written out.
pub fn located(session: &Session<'_>, from: &Expr<'_>, mut entries: Map) -> Map {
    entries.locate_all(session.at(from.span));
    if let ExprKind::Object(items) = &from.without_parens().kind {
        for item in items {
            if let Some(key) = item.literal_key() {
                entries.locate(session.name(key), session.at(item.value.span));
            }
        }
    }
    entries
}

/// `env = { … }`, in place of a block; `None` for null, and after an error.
pub fn attribute(session: &mut Session<'_>, from: &Attribute<'_>, of: Type) -> Option<Map> {
    let kind = if of == Type::Text { Type::Map(&Type::Text) } else { Type::Map(&Type::Any) };
    match expression::typed(session, &from.value, kind, false)? {
        Value::Object(read) => Some(located(session, &from.value, read)),
        Value::Null => None,
        _ => {
            let message = "expected a map of names and values";
            let help = "write names with values: `{ name = \"value\" }`";
            session.error(from.value.span, message, help);
            None
        }
    }
}
