//! Spellings that Nomad's own decoders know beside the attributes of a block: they come back as those attributes.
//!
//! They were read as attributes that the model does not know. What Nomad itself ignores stays there, or goes with a
//! warning where only Nomad's reading counts.

use super::session::Session;
use super::{expression, fields};
use crate::jobspec::{
    Block, FieldItem, FreeItem, Kind, Location, Schema, Special, Text, Type, Value,
};
use jobwright_hcl::eval;
use jobwright_hcl::syntax::{self, Body, Expr};

/// Operators that can be attributes of a constraint; of several, Nomad uses the last one in this
/// order.
const CONSTRAINT: [&str; 4] = ["version", "semver", "regexp", "set_contains"];

/// The same in an affinity.
const AFFINITY: [&str; 6] =
    ["version", "semver", "regexp", "set_contains_any", "set_contains_all", "set_contains"];

/// Attributes that Nomad accepts in a constraint and ignores.
const IGNORED: [&str; 4] = ["set_contains_all", "set_contains_any", "is_set", "is_not_set"];

/// The type of an attribute that only Nomad's own decoder of the block knows.
pub fn kind(schema: &Schema, name: &str) -> Option<Type> {
    match schema.special {
        Some(Special::Job) if name == "id" => Some(Type::Text),
        Some(Special::Affinity) if AFFINITY.contains(&name) => Some(Type::Text),
        Some(Special::Constraint) if name == "distinct_hosts" => Some(Type::Bool),
        Some(Special::Constraint)
            if name == "distinct_property"
                || CONSTRAINT.contains(&name)
                || IGNORED.contains(&name) =>
        {
            Some(Type::Text)
        }
        _ => None,
    }
}

/// The attributes that only Nomad's own decoder of the block knows, and for which Nomad does something.
pub fn names(schema: &Schema) -> impl Iterator<Item = &'static str> {
    const JOB: [&str; 1] = ["id"];
    const FLAGS: [&str; 2] = ["distinct_hosts", "distinct_property"];
    let (own, more): (&[&str], &[&str]) = match schema.special {
        Some(Special::Job) => (&JOB, &[]),
        Some(Special::Affinity) => (&AFFINITY, &[]),
        Some(Special::Constraint) => (&CONSTRAINT, &FLAGS),
        _ => (&[], &[]),
    };
    own.iter().chain(more).copied()
}

/// Whether an attribute of the block may be null although its type has no null.
pub fn takes_null(schema: &Schema) -> bool {
    matches!(schema.special, Some(Special::Affinity | Special::Constraint))
}

/// Brings a block that was read into the model's own spelling.
pub fn resolve(session: &mut Session<'_>, from: &Body<'_>, block: &mut dyn Block) {
    let schema = block.schema();
    if block.base().extra.is_empty() {
        return;
    }
    match schema.special {
        Some(Special::Job) => id(block),
        Some(Special::Affinity) => AFFINITY.iter().for_each(|name| operator(block, name)),
        Some(Special::Constraint) => {
            CONSTRAINT.iter().for_each(|name| operator(block, name));
            operator(block, "distinct_hosts");
            if let Some((attribute, here)) = taken(block, "distinct_property") {
                set(block, "operator", Value::from("distinct_property"), here);
                set(block, "attribute", attribute, here);
            }
        }
        _ => return,
    }
    if session.evaluates() {
        drop_ignored(session, from, block);
    }
}

/// Removes the attributes that Nomad accepts and ignores, with a warning.
fn drop_ignored(session: &mut Session<'_>, from: &Body<'_>, block: &mut dyn Block) {
    for item in &from.items {
        let syntax::Item::Attribute(attribute) = item else { continue };
        let name = attribute.name;
        let extra = block.base().extra.attributes();
        let Some(value) = extra.get(name).filter(|_| kind(block.schema(), name).is_some()) else {
            continue;
        };
        if *value != Value::Null && IGNORED.contains(&name) {
            let message = format!("Nomad ignores `{name}` here and compares with `=`");
            let help = format!("write `operator = \"{name}\"`, and set `value` to its operand");
            session.warn(attribute.name_span, message, help);
        }
        block.base_mut().extra.remove(name);
    }
}

/// `regexp = "^a"` is `operator = "regexp"` and `value = "^a"`.
fn operator(block: &mut dyn Block, name: &str) {
    if let Some((value, here)) = taken(block, name) {
        set(block, "operator", Value::from(name), here);
        set(block, "value", value, here);
    }
}

/// `job "a" { id = "b" }` has the ID `b`, and the label is only its name.
fn id(block: &mut dyn Block) {
    // A label cannot be an expression.
    if matches!(
        block.base().extra.attributes().get("id"),
        Some(Value::Expr(_) | Value::Interpolated(_))
    ) {
        return;
    }
    let Some((id, here)) = taken(block, "id") else { return };
    let (mut label, mut named) = (None, false);
    let schema = block.schema();
    block.visit(&mut |index, item| match item {
        FieldItem::Label(text) => label = Some((index, text.to_owned())),
        _ => named |= schema.fields[index].name == "name",
    });
    let Some((index, old)) = label else { return };
    fields::set(block, index, id, here.into());
    if !named {
        let label = block.base().location;
        set(block, "name", Value::from(old), label);
    }
}

/// An attribute that the model does not know, as a string, with its location. Nomad treats an empty
/// one as missing.
fn taken(block: &mut dyn Block, name: &str) -> Option<(Value, Location)> {
    let known = block.base().extra.placed().find_map(|(item, location)| match item {
        FreeItem::Attr(key, value) if key == name => Some((value, location)),
        _ => None,
    });
    let (value, location) = known?;
    let value = match value {
        Value::Bool(value) => Value::from(value.to_string()),
        Value::Null => return None,
        Value::Text(Text::Plain(text)) if text.is_empty() && name != "id" => return None,
        value => value.clone(),
    };
    block.base_mut().extra.remove(name);
    Some((value, location))
}

fn set(block: &mut dyn Block, name: &str, value: Value, here: Location) {
    if let Some((index, field)) = block.schema().field(name)
        && matches!(field.kind, Kind::Attr(_))
    {
        fields::set(block, index, value, here.into());
    }
}

/// The weight of an affinity: Nomad drops the fraction, and what does not fit 8 bits wraps around.
pub fn weight(session: &mut Session<'_>, from: &Expr<'_>) -> Option<Value> {
    let found = expression::evaluate(session, from)?;
    if session.incomplete && !found.is_known() {
        return None;
    }
    match eval::attribute::typed(&found, &eval::Type::Number) {
        Ok(Some(eval::Value::Number(number))) => {
            let given = number.to_f64();
            let cut = given as i64;
            let weight = i64::from(cut as i8);
            if weight as f64 != given {
                let message = format!("Nomad reads this weight as {weight}");
                session.warn(from.span, message, "write an integer from -100 to 100");
            }
            Some(Value::Int(weight))
        }
        Ok(_) => None,
        Err(mismatch) => {
            session.error(from.span, mismatch.to_string(), "write an integer from -100 to 100");
            None
        }
    }
}
