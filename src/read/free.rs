//! Bodies whose content Nomad does not describe.

use super::body::{labels, overridden};
use super::dynamic;
use super::reader::Reader;
use crate::jobspec::{Free, FreeItem, Type, Value};
use jobwright_hcl::syntax::{self, Body, Expr, ExprKind, Item};

/// Reads such a body. `config` says that it stands in a task's `config`.
pub fn body(reader: &mut Reader<'_>, from: &Body<'_>, into: &mut Free, config: bool) {
    for item in &from.items {
        match item {
            Item::Attribute(attribute) => {
                if !overridden(reader, attribute, from) {
                    self::attribute(reader, attribute, into, config);
                }
            }
            // In the content of a `dynamic` block, one more is no data.
            Item::Block(block) if block.kind == "dynamic" && !reader.bound.is_empty() => {
                if let Some(kept) = dynamic::kept(reader, block) {
                    into.push(kept);
                }
            }
            Item::Block(block) => {
                if block.kind == "dynamic" {
                    let message = "Nomad does not expand `dynamic` here: it becomes data";
                    let help = "put the `dynamic` block around the whole block";
                    reader.warn(block.kind_span, message, help);
                }
                let labels = labels(block);
                into.push(self::block(reader, (block.kind, &labels, &block.body), config));
            }
        }
    }
}

/// Reads one attribute of it.
pub fn attribute(
    reader: &mut Reader<'_>,
    from: &syntax::Attribute<'_>,
    into: &mut Free,
    config: bool,
) {
    let Some(value) = reader.typed(&from.value, Type::Any, config) else { return };
    set(reader.name(from.name), &from.value, value, into);
}

/// Reads one block of it.
pub fn block(
    reader: &mut Reader<'_>,
    (kind, labels, content): (&str, &[String], &Body<'_>),
    config: bool,
) -> FreeItem {
    let mut body = Free::new();
    self::body(reader, content, &mut body, config);
    FreeItem::Block { name: kind.to_owned(), labels: labels.to_vec(), body }
}

/// Whether Nomad puts the object into a list: it does so with one that is written right there.
pub fn is_wrapped(from: &Expr<'_>) -> bool {
    matches!(from.kind, ExprKind::Object(_))
}

/// Sets an attribute: an object that Nomad does not put into a list stays one.
pub fn set(name: &str, from: &Expr<'_>, value: Value, into: &mut Free) {
    match value {
        Value::Object(entries) if !is_wrapped(from) => into.set_object(name, entries),
        value => into.set(name, value),
    }
}
