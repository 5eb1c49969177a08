//! Spellings that Nomad's own decoders know beside the attributes of a block: they come back as those attributes.
//!
//! They were read as attributes that the model does not know. What Nomad itself ignores stays there.

use super::value;
use crate::jobspec::{Block, Item, Kind, Text, Type, Value};

/// Operators that stand for themselves in a constraint; of several, Nomad takes the last of this order.
const CONSTRAINT: [&str; 4] = ["version", "semver", "regexp", "set_contains"];

/// The same in an affinity.
const AFFINITY: [&str; 6] =
    ["version", "semver", "regexp", "set_contains_any", "set_contains_all", "set_contains"];

/// Brings a block that was read into the model's own spelling.
pub fn resolve(block: &mut dyn Block) {
    if block.base().extra.is_empty() {
        return;
    }
    match block.schema().go {
        "Job" => id(block),
        "Affinity" => AFFINITY.iter().for_each(|name| operator(block, name)),
        "Constraint" => {
            CONSTRAINT.iter().for_each(|name| operator(block, name));
            operator(block, "distinct_hosts");
            if let Some(attribute) = taken(block, "distinct_property") {
                set(block, "operator", Value::from("distinct_property"));
                set(block, "attribute", attribute);
            }
        }
        _ => {}
    }
}

/// `regexp = "^a"` is `operator = "regexp"` and `value = "^a"`.
fn operator(block: &mut dyn Block, name: &str) {
    if let Some(value) = taken(block, name) {
        set(block, "operator", Value::from(name));
        set(block, "value", value);
    }
}

/// `job "a" { id = "b" }` has the ID `b`, and the label is only its name.
fn id(block: &mut dyn Block) {
    // A label cannot be an expression.
    if matches!(block.base().extra.attributes().get("id"), Some(Value::Expr(_))) {
        return;
    }
    let Some(id) = taken(block, "id") else { return };
    let (mut label, mut named) = (None, false);
    let schema = block.schema();
    block.visit(&mut |index, item| match item {
        Item::Label(text) => label = Some((index, text.to_owned())),
        _ => named |= schema.fields[index].name == "name",
    });
    let Some((index, old)) = label else { return };
    block.set(index, id);
    if !named {
        set(block, "name", Value::from(old));
    }
}

/// An attribute that the model does not know, as a text. Nomad takes an empty one for none.
fn taken(block: &mut dyn Block, name: &str) -> Option<Value> {
    let known = block.base().extra.attributes();
    let value = value::convert(known.get(name)?.clone(), Type::Text).ok()?;
    match &value {
        Value::Null => return None,
        Value::Text(Text::Plain(text)) if text.is_empty() => return None,
        _ => {}
    }
    block.base_mut().extra.remove(name);
    Some(value)
}

fn set(block: &mut dyn Block, name: &str, value: Value) {
    if let Some((index, field)) = block.schema().field(name)
        && matches!(field.kind, Kind::Attr(_))
    {
        block.set(index, value);
    }
}
