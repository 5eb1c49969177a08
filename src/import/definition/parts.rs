//! A block that is being printed, and what its type and its setters are called in Rust.

use heck::ToUpperCamelCase;

use super::code::{Code, Link};
use super::constructors::Known;
use crate::jobspec::{Block, FieldItem, Schema};

/// A block that is being printed.
pub struct Parts<'a> {
    /// Its Rust type.
    pub of: String,
    pub schema: &'static Schema,
    pub items: Vec<(usize, FieldItem<'a>)>,
    /// The fields that the constructor has set.
    pub done: Vec<usize>,
    /// Fields that only a struct expression can set.
    pub fields: Vec<(String, Code)>,
    /// The calls that follow.
    pub links: Vec<Link>,
}

impl<'a> Parts<'a> {
    pub fn of(block: &'a dyn Block) -> Self {
        let schema = block.schema();
        let mut items = Vec::new();
        block.visit(&mut |index, item| items.push((index, item)));
        let (done, fields, links) = (Vec::new(), Vec::new(), Vec::new());
        Self { of: type_name(schema), schema, items, done, fields, links }
    }

    pub fn find(&self, name: &str) -> Option<(usize, FieldItem<'a>)> {
        let mut items = self.items.iter();
        items.find(|(index, _)| self.schema.fields[*index].name == name).copied()
    }

    pub fn known(&self, name: &str) -> Option<Known<'a>> {
        let (_, item) = self.find(name)?;
        match item {
            FieldItem::Attr(value) => Some(Known::Value(value)),
            FieldItem::Label(label) => Some(Known::Label(label)),
            FieldItem::Block(block) => Some(Known::Block { empty: is_empty(block) }),
            FieldItem::Map(_) | FieldItem::Free(_) => None,
        }
    }

    /// Marks a field as set.
    pub fn take(&mut self, name: &str) {
        if let Some((index, _)) = self.find(name) {
            self.done.push(index);
        }
    }
}

fn is_empty(block: &dyn Block) -> bool {
    let mut empty = block.base().extra.is_empty() && block.base().comment.is_none();
    block.visit(&mut |_, _| empty = false);
    empty
}

/// The Rust type of a block: its template is named after it.
pub fn type_name(schema: &Schema) -> String {
    let stem = schema.template.split('.').next().unwrap_or_default();
    stem.to_upper_camel_case()
}

/// The name of a field's setter, and of the field where it is not a list.
pub fn method_name(name: &str) -> String {
    match name {
        "type" | "static" => format!("{name}_"),
        name => name.to_owned(),
    }
}
