//! The values in a block, one by one.

use crate::jobspec::{Block, Field, Free, FreeItem, Item, Location, Map, Value};

/// A value that has no others in it, and where it stands.
pub struct Leaf<'v> {
    pub value: &'v Value,
    /// The name that it has there, or that of the list or object which it is in.
    pub name: &'v str,
    /// The field that it is in, if the model knows it.
    pub field: Option<&'static Field>,
    pub location: Location,
}

/// Shows the values of a block, without those of the blocks in it.
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
            Item::Map(map) => inner.map(map, field.name),
            Item::Free(free) => inner.free(free),
            Item::Label(_) | Item::Block(_) => {}
        }
    });
    Leaves { field: None, see }.free(&block.base().extra);
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

    fn map(&mut self, map: &'v Map, name: &'v str) {
        map.placed().for_each(|(_, value, location)| self.value(value, name, location));
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
