//! The values in a block, one by one, and how they are told of.

use crate::jobspec::{Block, Field, Free, FreeItem, Item, Job, Location, Value};

/// A value that has no others in it, and where it stands.
pub struct Leaf<'v> {
    pub value: &'v Value,
    /// The name that it has there, or that of the list or object which it is in.
    pub name: &'v str,
    /// The field that it is in, if the model knows it.
    pub field: Option<&'static Field>,
    pub location: Location,
}

/// Shows the values of a block, without those of the blocks in it; of a job, its local values too.
pub fn leaves<'v>(block: &'v dyn Block, see: &mut dyn FnMut(Leaf<'v>)) {
    let schema = block.schema();
    block.visit(&mut |index, item| {
        let field = &schema.fields[index];
        let mut inner = Leaves { field: Some(field), see };
        match item {
            Item::Attr(value) => {
                let location =
                    |at| block.locations(index).map(|all| all.of_value(at)).unwrap_or_default();
                match value {
                    Value::List(values) => values.iter().enumerate().for_each(|(at, value)| {
                        inner.value(value, field.name, location(at));
                    }),
                    value => inner.value(value, field.name, location(0)),
                }
            }
            Item::Map(map) => map
                .placed()
                .for_each(|(_, value, location)| inner.value(value, field.name, location)),
            Item::Free(free) => inner.free(free),
            Item::Label(_) | Item::Block(_) => {}
        }
    });
    let mut others = Leaves { field: None, see };
    others.free(&block.base().extra);
    if let Some(job) = block.as_any().downcast_ref::<Job>() {
        job.locals.placed().for_each(|(name, value, location)| others.value(value, name, location));
    }
}

/// Shows the texts in a value.
pub fn texts(value: &Value, see: &mut dyn FnMut(&str)) {
    let mut text = |leaf: Leaf<'_>| {
        if let Value::Text(text) = leaf.value {
            see(text.as_str());
        }
    };
    Leaves { field: None, see: &mut text }.value(value, "", Location::Unknown);
}

struct Leaves<'s, 'v> {
    field: Option<&'static Field>,
    see: &'s mut dyn FnMut(Leaf<'v>),
}

impl<'v> Leaves<'_, 'v> {
    fn value(&mut self, value: &'v Value, name: &'v str, location: Location) {
        match value {
            Value::List(values) => {
                values.iter().for_each(|value| self.value(value, name, location));
            }
            Value::Object(map) => {
                for (_, value, own) in map.placed() {
                    self.value(value, name, own.or(location));
                }
            }
            Value::Interpolated(text) => {
                text.parts().iter().for_each(|part| self.value(part, name, location));
            }
            value => (self.see)(Leaf { value, name, field: self.field, location }),
        }
    }

    fn free(&mut self, free: &'v Free) {
        for (item, location) in free.placed() {
            match item {
                FreeItem::Attr(name, value) => self.value(value, name, location),
                FreeItem::Object(name, entries) => {
                    for (_, value, own) in entries.placed() {
                        self.value(value, name, own.or(location));
                    }
                }
                FreeItem::Block { body, .. } => self.free(body),
            }
        }
    }
}

/// The length of the name in braces that `text` starts with, if it could be one of an environment variable: Nomad
/// replaces those that it knows, the node's own among them.
pub fn variable(text: &str) -> Option<usize> {
    let (name, _) = text.strip_prefix("${")?.split_once('}')?;
    let word = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    let first = name.bytes().next()?;
    (name.bytes().all(word) && !first.is_ascii_digit()).then_some(name.len() + 3)
}

/// A text in a message: escaped, and not the whole of it.
pub fn shown(text: &str) -> String {
    let short: String = text.chars().take(40).collect();
    let more = if short.len() < text.len() { "…" } else { "" };
    format!("\"{}{more}\"", short.escape_default())
}
