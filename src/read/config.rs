//! The `config` of a task whose driver is known: what the model has no room for is kept as it is.

use super::session::Session;
use super::{expression, fields, free, map, unknown, value};
use crate::jobspec::{Block, Child, Config, Kind, Schema, Type, Value};
use jobwright_hcl::syntax::{Attribute, Body, ExprKind, Item};

/// Nomad accepts any value in a task's `config` and leaves it to the driver: a value of another
/// type than the model's is kept unchanged.
pub fn attribute(
    session: &mut Session<'_>,
    from: &Attribute<'_>,
    schema: &'static Schema,
    into: &mut dyn Block,
) {
    let Some(value) = expression::typed(session, &from.value, Type::Any, true) else { return };
    if value == Value::Null && session.evaluates() {
        // Right in the configuration it is nothing; further in, a driver sees it.
        let own = |(_, driver): &(&str, &Schema)| driver.template == schema.template;
        if !Config::schemas().iter().any(own) {
            let here = session.at(from.value.span);
            into.base_mut().extra.set_at(from.name, value, here);
        }
        return;
    }
    if let (Value::Object(_), false) = (&value, free::is_wrapped(&from.value)) {
        let name = session.name(from.name);
        if schema.field(name).is_none() {
            unknown::option(session, from.name_span, name, schema);
        }
        let here = session.at(from.value.span);
        return free::set((name, here), &from.value, value, &mut into.base_mut().extra);
    }
    match (schema.field(from.name).map(|(index, field)| (index, &field.kind)), value) {
        (Some((index, Kind::Attr(kind))), value) if value::fits(&value, *kind) => {
            fields::set(into, index, value, session.at_values(&from.value));
        }
        (Some((index, Kind::Map(_))), Value::Object(entries)) => {
            if let Some(Child::Map(map)) = into.child(index) {
                *map = map::located(session, &from.value, entries);
            }
        }
        (known, value) => {
            let name = session.name(from.name);
            if known.is_none() {
                unknown::option(session, from.name_span, name, schema);
            }
            let here = session.at(from.value.span);
            free::set((name, here), &from.value, value, &mut into.base_mut().extra);
        }
    }
}

/// Whether a driver's block can be one of the model's. If not, it is kept as it is.
pub fn suits(labels: &[String], body: &Body<'_>, kind: &Kind, is_set: impl Fn() -> bool) -> bool {
    match kind {
        Kind::Blocks(inner) => labels.len() == inner.labels().count(),
        Kind::Block(inner) => labels.len() == inner.labels().count() && !is_set(),
        Kind::Map(_) => {
            let plain = |item: &Item<'_>| match item {
                Item::Attribute(attribute) => !matches!(
                    attribute.value.kind,
                    ExprKind::Object(_) | ExprKind::Parens(_) | ExprKind::Null
                ),
                Item::Block(_) => false,
            };
            labels.is_empty() && body.items.iter().all(plain) && !is_set()
        }
        _ => false,
    }
}
