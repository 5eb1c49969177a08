//! A block as the templates see it.

use std::sync::Arc;

use minijinja::value::{Object, ObjectRepr, Value as Shown};

use super::literal::{self, Style};
use crate::jobspec::{Block, Free, FreeItem, Item, Map, Value};

/// A block with its labels, attributes and inner blocks. In a template it is `block`; its labels and attributes are
/// also there by their names.
#[derive(Debug)]
pub struct Node {
    /// The keyword in HCL.
    keyword: String,
    /// The template that prints it.
    pub template: &'static str,
    /// Lines to print above it.
    pub comment: Option<String>,
    labels: Vec<(&'static str, String)>,
    attributes: Vec<Attribute>,
    pub blocks: Vec<Arc<Node>>,
    /// Every name that a template may ask for, set or not.
    known: &'static [crate::jobspec::Field],
}

#[derive(Debug)]
struct Attribute {
    name: String,
    value: Value,
    style: Style,
}

impl Node {
    /// A block of the model.
    pub fn new(block: &dyn Block) -> Self {
        Self::of_keyword(block.schema().name, block)
    }

    /// The same under the keyword of the place in which it stands: some blocks have several.
    fn of_keyword(keyword: &str, block: &dyn Block) -> Self {
        let schema = block.schema();
        let base = block.base();
        let mut node = Self {
            keyword: keyword.to_owned(),
            template: schema.template,
            comment: base.comment.clone(),
            labels: Vec::new(),
            attributes: Vec::new(),
            blocks: Vec::new(),
            known: schema.fields,
        };
        block.visit(&mut |index, item| {
            let field = &schema.fields[index];
            match item {
                Item::Label(label) => node.labels.push((field.name, label.to_owned())),
                Item::Attr(value) => {
                    let (config, verbatim) = (schema.config, field.verbatim);
                    let style = Style { config, verbatim, heredoc: true, parens: false };
                    node.attributes.push(Attribute {
                        name: field.name.to_owned(),
                        value: value.clone(),
                        style,
                    });
                }
                Item::Block(block) => {
                    node.blocks.push(Arc::new(Self::of_keyword(field.name, block)));
                }
                Item::Map(map)
                    if !field.attribute_form
                        || map.iter().all(|(key, value)| in_block(key, value, schema.config)) =>
                {
                    node.blocks.push(Arc::new(Self::map(field.name, map, schema.config)));
                }
                Item::Map(map) => {
                    let style = Style { config: schema.config, ..Style::default() };
                    let value = Value::Object(map.clone());
                    node.attributes.push(Attribute { name: field.name.to_owned(), value, style });
                }
                // The only free-form block that the client evaluates again is a task's `config`.
                Item::Free(free) => {
                    let config = field.kind == crate::jobspec::Kind::Config;
                    node.blocks.push(Arc::new(Self::free(field.name, &[], free, config)));
                }
            }
        });
        node.extend(&base.extra, schema.config);
        node
    }

    fn bare(keyword: &str, template: &'static str) -> Self {
        Self {
            keyword: keyword.to_owned(),
            template,
            comment: None,
            labels: Vec::new(),
            attributes: Vec::new(),
            blocks: Vec::new(),
            known: &[],
        }
    }

    pub fn map(keyword: &str, map: &Map, config: bool) -> Self {
        let mut node = Self::bare(keyword, "map.hcl.j2");
        let style = Style { config, heredoc: true, ..Style::default() };
        for (key, value) in map.iter() {
            node.attributes.push(Attribute { name: key.to_owned(), value: value.clone(), style });
        }
        node
    }

    fn free(keyword: &str, labels: &[String], free: &Free, config: bool) -> Self {
        let mut node = Self::bare(keyword, "free.hcl.j2");
        node.labels = labels.iter().map(|label| ("", label.clone())).collect();
        node.extend(free, config);
        node
    }

    fn extend(&mut self, free: &Free, config: bool) {
        for item in free.iter() {
            match item {
                FreeItem::Object(name, entries) => {
                    let style = Style { config, parens: true, ..Style::default() };
                    let value = Value::Object(entries.clone());
                    self.attributes.push(Attribute { name: name.clone(), value, style });
                }
                FreeItem::Attr(name, value) => {
                    let style = Style { config, heredoc: true, ..Style::default() };
                    self.attributes.push(Attribute {
                        name: name.clone(),
                        value: value.clone(),
                        style,
                    });
                }
                FreeItem::Block { name, labels, body } => {
                    self.blocks.push(Arc::new(Self::free(name, labels, body, config)));
                }
            }
        }
    }

    /// The keyword in HCL.
    pub fn keyword(&self) -> &str {
        &self.keyword
    }

    /// The lines `name = value` of the attributes that `wanted` picks.
    pub fn attributes(&self, wanted: impl Fn(&str) -> bool) -> String {
        let mut out = String::with_capacity(256);
        for attribute in self.attributes.iter().filter(|attribute| wanted(&attribute.name)) {
            literal::named(&mut out, &attribute.name, &attribute.value, attribute.style);
        }
        out
    }

    /// What the templates' own words stand for.
    fn own(self: &Arc<Self>, name: &str) -> Option<Shown> {
        Some(match name {
            "block" => Shown::from_dyn_object(Arc::clone(self)),
            "keyword" => Shown::from_safe_string(self.keyword.clone()),
            "labels" => self.labels.iter().map(|(_, label)| label.as_str()).collect(),
            _ => return None,
        })
    }

    /// Whether the model knows the name for this block, set or not.
    pub fn knows(&self, name: &str) -> bool {
        self.known.iter().any(|field| field.name == name)
            || self.attributes.iter().any(|attribute| attribute.name == name)
            || self.blocks.iter().any(|block| block.keyword == name)
    }
}

impl Object for Node {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Map
    }

    fn get_value(self: &Arc<Self>, key: &Shown) -> Option<Shown> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, name: &str) -> Option<Shown> {
        // Where names are free, one of them may be a word of the templates.
        if let (true, Some(own)) = (self.known.is_empty(), self.own(name)) {
            return Some(own);
        }
        if let Some((_, label)) = self.labels.iter().find(|(known, _)| *known == name) {
            return Some(Shown::from(label.as_str()));
        }
        if let Some(attribute) = self.attributes.iter().find(|attribute| attribute.name == name) {
            return Some(shown(&attribute.value, attribute.style));
        }
        if let Some(own) = self.own(name) {
            return Some(own);
        }
        let blocks: Vec<Shown> = self
            .blocks
            .iter()
            .filter(|block| block.keyword == name)
            .map(|block| Shown::from_dyn_object(Arc::clone(block)))
            .collect();
        if !blocks.is_empty() {
            return Some(Shown::from(blocks));
        }
        self.knows(name).then(|| Shown::from(()))
    }

    fn render(self: &Arc<Self>, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<block {}>", self.keyword)
    }
}

/// Whether a map's entry can stand in a block. In one of a driver's, an object would be put into a list, and a null lost.
fn in_block(key: &str, value: &Value, config: bool) -> bool {
    literal::is_identifier(key) && !(config && matches!(value, Value::Object(_) | Value::Null))
}

/// A value as a template sees it: comparable where that makes sense, and printed as HCL by the formatter.
fn shown(value: &Value, style: Style) -> Shown {
    match value {
        Value::Null => Shown::from(()),
        Value::Bool(value) => Shown::from(*value),
        Value::Int(value) => Shown::from(*value),
        Value::Float(value) => Shown::from(*value),
        Value::Duration(value) => Shown::from(value.to_string()),
        Value::Text(text) => Shown::from(text.api(style.config).into_owned()),
        Value::List(values) => {
            let inner = Style { heredoc: false, ..style };
            values.iter().map(|value| shown(value, inner)).collect()
        }
        Value::Object(map) => Shown::from_pairs(
            map.iter().map(|(key, value)| (Shown::from(key), shown(value, style))),
        ),
        Value::Expr(expr) => Shown::from_safe_string(expr.source().to_owned()),
        Value::Interpolated(_) => {
            let mut text = String::new();
            literal::value(&mut text, value, style);
            Shown::from_safe_string(text)
        }
    }
}
