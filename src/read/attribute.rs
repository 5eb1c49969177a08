//! The attributes of a block, which go first: a task's driver decides what its `config` is.

use super::quantity::Counted;
use super::session::Session;
use super::{config, expression, fields, free, map, shorthand, unknown, warnings};
use crate::jobspec::{Block, Child, Field, Kind, Schema, Special, Type, Value};
use jobwright_hcl::syntax::{Attribute, Body, Expr};

/// Reads an attribute of a block.
pub fn attribute(
    session: &mut Session<'_>,
    from: &Attribute<'_>,
    body: &Body<'_>,
    schema: &'static Schema,
    into: &mut dyn Block,
) {
    if schema.config {
        if !free::overridden(session, from, body) {
            config::attribute(session, from, schema, into);
        }
        return;
    }
    match schema.field(from.name) {
        Some((index, field)) => match &field.kind {
            Kind::Attr(kind) => {
                if let Some(value) = value(session, &from.value, field, *kind, schema) {
                    fields::set(into, index, value, session.at_values(&from.value));
                }
            }
            Kind::Map(of) if field.attribute_form => {
                if let Some(read) = map::attribute(session, from, *of)
                    && let Some(Child::Map(map)) = into.child(index)
                {
                    *map = read;
                }
            }
            _ => unknown::not_an_attribute(session, from),
        },
        None => match shorthand::kind(schema, from.name) {
            Some(kind) => {
                if let Some(value) = expression::typed(session, &from.value, kind, false) {
                    let here = session.at(from.value.span);
                    into.base_mut().extra.set_at(from.name, value, here);
                }
            }
            None if session.evaluates() => unknown::attribute(session, from, schema),
            None => free::attribute(session, from, &mut into.base_mut().extra, schema.config),
        },
    }
}

/// The value of an attribute that is not null.
fn value(
    session: &mut Session<'_>,
    from: &Expr<'_>,
    field: &Field,
    kind: Type,
    schema: &Schema,
) -> Option<Value> {
    if (schema.special, field.name) == (Some(Special::Affinity), "weight") && session.evaluates() {
        return shorthand::weight(session, from);
    }
    if (schema.special, field.name) == (Some(Special::Template), "data") {
        warnings::template_data(session, from);
    }
    let before = session.findings.len();
    let Some(value) = expression::typed(session, from, kind, schema.config) else {
        if let Some(counted) = Counted::of(field)
            && let Some(finding) = session.findings.get_mut(before)
            && finding.span == from.span
        {
            finding.help = counted.help(field.name, from.as_str());
        }
        return None;
    };
    if value != Value::Null || !session.evaluates() {
        return Some(value);
    }
    let scalar = matches!(kind, Type::Bool | Type::Int(..) | Type::Number | Type::Text);
    if scalar && field.zero && !shorthand::takes_null(schema) {
        let help = format!("remove `{}`, or set it to a value", field.name);
        session.error(from.span, format!("`{}` cannot be null", field.name), help);
    }
    None
}
