//! Bodies whose content Nomad does not describe.

use super::session::Session;
use super::{dynamic, expression, labels};
use crate::jobspec::{Free, FreeItem, Location, Type, Value, expr};
use jobwright_hcl::syntax::{self, Body, Expr, ExprKind, Item};

/// Reads such a body. `config` means that it is in a task's `config`.
pub fn body(session: &mut Session<'_>, from: &Body<'_>, into: &mut Free, config: bool) {
    for item in &from.items {
        match item {
            Item::Attribute(attribute) => {
                if !overridden(session, attribute, from) {
                    self::attribute(session, attribute, into, config);
                }
            }
            // In the content of a `dynamic` block, one more is no data.
            Item::Block(block) if block.kind == "dynamic" && !session.bound.is_empty() => {
                if let Some(kept) = dynamic_block(session, block) {
                    into.push_at(kept, session.at(block.kind_span));
                }
            }
            Item::Block(block) => {
                if block.kind == "dynamic" {
                    let message = "Nomad does not expand `dynamic` here, but passes it on as data";
                    let help = "put the `dynamic` block around the outer block";
                    session.warn(block.kind_span, message, help);
                }
                let labels = labels::texts(block);
                let read = self::block(session, (block.kind, &labels, &block.body), config);
                into.push_at(read, session.at(block.kind_span));
            }
        }
    }
}

/// Reads one attribute of it.
pub fn attribute(
    session: &mut Session<'_>,
    from: &syntax::Attribute<'_>,
    into: &mut Free,
    config: bool,
) {
    let Some(value) = expression::typed(session, &from.value, Type::Any, config) else { return };
    let here = session.at(from.value.span);
    set((session.name(from.name), here), &from.value, value, into);
}

/// Reads one block of it.
pub fn block(
    session: &mut Session<'_>,
    (kind, labels, content): (&str, &[String], &Body<'_>),
    config: bool,
) -> FreeItem {
    let mut body = Free::new();
    self::body(session, content, &mut body, config);
    FreeItem::Block { name: kind.to_owned(), labels: labels.to_vec(), body }
}

/// A `dynamic` block, unchanged; `None` after an error in it.
pub fn dynamic_block(session: &mut Session<'_>, from: &syntax::Block<'_>) -> Option<FreeItem> {
    let made = dynamic::described(session, from)?;
    let mut body = Free::new();
    if let Some(for_each) = expression::typed(session, made.for_each, Type::Any, false) {
        body.set_at("for_each", for_each, session.at(made.for_each.span));
    }
    if made.iterator != made.kind {
        let iterator = Value::Expr(expr(made.iterator.as_str()));
        body.set_at("iterator", iterator, session.at(from.kind_span));
    }
    // In the content, the iterator is a name.
    session.bound.push(made.iterator.clone());
    let labels = made.labels.and_then(|from| expression::typed(session, from, Type::Any, false));
    if let Some(labels) = labels {
        body.set_at("labels", labels, session.at(from.kind_span));
    }
    let content = block(session, ("content", &[], made.content), false);
    body.push_at(content, session.at(from.kind_span));
    session.bound.pop();
    Some(FreeItem::Block { name: "dynamic".to_owned(), labels: vec![made.kind], body })
}

/// Whether Nomad puts the object into a list: it does so with one that is written right there.
pub fn is_wrapped(from: &Expr<'_>) -> bool {
    matches!(from.kind, ExprKind::Object(_))
}

/// Sets an attribute: an object that Nomad does not put into a list stays one.
pub fn set((name, here): (&str, Location), from: &Expr<'_>, value: Value, into: &mut Free) {
    match value {
        Value::Object(entries) if !is_wrapped(from) => into.set_object_at(name, entries, here),
        value => into.set_at(name, value, here),
    }
}

/// Whether a block of the same name takes an attribute's place, as it does in free-form bodies.
pub fn overridden(
    session: &mut Session<'_>,
    from: &syntax::Attribute<'_>,
    body: &Body<'_>,
) -> bool {
    let same = |item: &Item<'_>| matches!(item, Item::Block(block) if block.kind == from.name);
    let block = session.evaluates() && body.items.iter().any(same);
    if block {
        let message = format!(
            "Nomad ignores the attribute `{0}`, because there is also a block `{0}`",
            from.name
        );
        session.warn(from.name_span, message, "remove one of the two");
    }
    block
}
