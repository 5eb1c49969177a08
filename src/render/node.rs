//! A block as the templates see it.

use std::borrow::Cow;
use std::sync::Arc;

use minijinja::value::{Object, ObjectRepr, Value as Shown};

use super::builtin::{FREE, MAP};
use super::literal::{self, Style};
use super::lookup::{Lookup, is_own};
use crate::jobspec::{ALLOW, Block, Field, Free, FreeItem, Item, Kind, Map, Value};

/// A block with its labels, attributes and inner blocks. In a template it is `block`; its labels and attributes are
/// also there by their names.
///
/// What `attrs(block)` prints is printed when the node is made, straight from the model. Only where a project's own
/// template can ask for a value by its name, a copy is kept.
#[derive(Debug)]
pub struct Node {
    /// The keyword in HCL.
    keyword: Cow<'static, str>,
    /// The template that prints it, as the environment calls it.
    pub template: &'static str,
    /// The lines to print above it.
    pub comment: String,
    labels: Vec<(&'static str, Shown)>,
    /// A line `name = value` for each attribute.
    lines: String,
    attributes: Vec<Attribute>,
    pub blocks: Vec<Arc<Node>>,
    /// Every name that a template may ask for, set or not.
    known: &'static [Field],
}

/// Where an attribute stands in the lines of its block.
#[derive(Debug)]
struct Attribute {
    start: usize,
    /// The end of its name.
    named: usize,
    end: usize,
    value: Option<Shown>,
}

/// What an attribute is set to.
#[derive(Clone, Copy)]
enum Content<'a> {
    Value(&'a Value),
    Object(&'a Map),
    /// In parentheses, in which Nomad keeps an object of a free-form body as it is.
    InParentheses(&'a Map),
}

/// Makes the nodes of one block and of all that is in it.
#[derive(Clone, Copy)]
struct Maker<'a> {
    lookup: &'a Lookup,
    /// Whether templates can ask for values by name: our own do not.
    values: bool,
}

impl Node {
    /// A block of the model.
    pub fn new(lookup: &Lookup, block: &dyn Block) -> Self {
        Maker { lookup, values: false }.block(Cow::Borrowed(block.schema().name), block)
    }

    /// A block of free names.
    pub fn map(lookup: &Lookup, keyword: &'static str, map: &Map) -> Self {
        Maker { lookup, values: false }.map(keyword, map, false)
    }

    /// The keyword in HCL.
    pub fn keyword(&self) -> &str {
        &self.keyword
    }

    /// What stands before the braces: the keyword and the labels.
    pub fn head(&self) -> String {
        let mut out = self.keyword.to_string();
        for (_, label) in &self.labels {
            out.push(' ');
            literal::quoted(&mut out, label.as_str().unwrap_or_default(), true);
        }
        out
    }

    /// The lines `name = value` of all attributes.
    pub fn lines(&self) -> &str {
        &self.lines
    }

    /// The lines `name = value` of the attributes that `wanted` picks.
    pub fn lines_of(&self, wanted: impl Fn(&str) -> bool) -> String {
        let wanted = self.attributes.iter().filter(|attribute| wanted(self.name(attribute)));
        wanted.filter_map(|attribute| self.lines.get(attribute.start..attribute.end)).collect()
    }

    /// Whether the model knows the name for this block, set or not.
    pub fn knows(&self, name: &str) -> bool {
        self.known.iter().any(|field| field.name == name)
            || self.attributes.iter().any(|attribute| self.name(attribute) == name)
            || self.blocks.iter().any(|block| block.keyword == name)
    }

    fn name(&self, attribute: &Attribute) -> &str {
        self.lines.get(attribute.start..attribute.named).unwrap_or_default()
    }

    /// What the templates' own words stand for.
    fn own(self: &Arc<Self>, name: &str) -> Option<Shown> {
        Some(match name {
            "block" => Shown::from_dyn_object(Arc::clone(self)),
            "keyword" => Shown::from_safe_string(self.keyword.to_string()),
            "labels" => self.labels.iter().map(|(_, label)| label.clone()).collect(),
            _ => return None,
        })
    }
}

impl Maker<'_> {
    fn node(self, keyword: Cow<'static, str>, template: &'static str) -> (Self, Node) {
        let template = self.lookup.printer(template);
        let node = Node {
            keyword,
            template,
            comment: String::new(),
            labels: Vec::new(),
            lines: String::new(),
            attributes: Vec::new(),
            blocks: Vec::new(),
            known: &[],
        };
        // A project's template sees what is in its block, too.
        (Self { values: self.values || is_own(template), ..self }, node)
    }

    /// A block under the keyword of the place in which it stands: some blocks have several.
    fn block(self, keyword: Cow<'static, str>, block: &dyn Block) -> Node {
        let schema = block.schema();
        let (maker, mut node) = self.node(keyword, schema.template);
        node.comment = comment(block);
        node.known = schema.fields;
        node.lines.reserve(256);
        block.visit(&mut |index, item| {
            let field = &schema.fields[index];
            let style = Style { config: schema.config, ..Style::default() };
            match item {
                Item::Label(label) => node.labels.push((field.name, Shown::from(label))),
                Item::Attr(value) => {
                    let style = Style { verbatim: field.verbatim, heredoc: true, ..style };
                    maker.attribute(&mut node, field.name, Content::Value(value), style);
                }
                Item::Block(block) => {
                    node.blocks.push(Arc::new(maker.block(Cow::Borrowed(field.name), block)));
                }
                Item::Map(map)
                    if !field.attribute_form
                        || map.iter().all(|(key, value)| in_block(key, value, schema.config)) =>
                {
                    node.blocks.push(Arc::new(maker.map(field.name, map, schema.config)));
                }
                Item::Map(map) => {
                    maker.attribute(&mut node, field.name, Content::Object(map), style);
                }
                // The only free-form block that the client evaluates again is a task's `config`.
                Item::Free(free) => {
                    let config = field.kind == Kind::Config;
                    let keyword = Cow::Borrowed(field.name);
                    node.blocks.push(Arc::new(maker.free(keyword, &[], free, config)));
                }
            }
        });
        maker.extend(&mut node, &block.base().extra, schema.config);
        node
    }

    fn map(self, keyword: &'static str, map: &Map, config: bool) -> Node {
        let (maker, mut node) = self.node(Cow::Borrowed(keyword), MAP);
        let style = Style { config, heredoc: true, ..Style::default() };
        for (key, value) in map.iter() {
            maker.attribute(&mut node, key, Content::Value(value), style);
        }
        node
    }

    fn free(
        self,
        keyword: Cow<'static, str>,
        labels: &[String],
        free: &Free,
        config: bool,
    ) -> Node {
        let (maker, mut node) = self.node(keyword, FREE);
        node.labels = labels.iter().map(|label| ("", Shown::from(label.as_str()))).collect();
        maker.extend(&mut node, free, config);
        node
    }

    fn extend(self, node: &mut Node, free: &Free, config: bool) {
        let style = Style { config, ..Style::default() };
        for item in free.iter() {
            match item {
                FreeItem::Object(name, entries) => {
                    self.attribute(node, name, Content::InParentheses(entries), style);
                }
                FreeItem::Attr(name, value) => {
                    let style = Style { heredoc: true, ..style };
                    self.attribute(node, name, Content::Value(value), style);
                }
                FreeItem::Block { name, labels, body } => {
                    let keyword = Cow::Owned(name.clone());
                    node.blocks.push(Arc::new(self.free(keyword, labels, body, config)));
                }
            }
        }
    }

    fn attribute(self, node: &mut Node, name: &str, content: Content<'_>, style: Style) {
        let (start, named) = (node.lines.len(), node.lines.len() + name.len());
        let out = &mut node.lines;
        out.push_str(name);
        out.push_str(" = ");
        match content {
            Content::Value(value) => literal::value(out, value, style),
            Content::Object(map) => literal::object(out, map, style),
            Content::InParentheses(map) => {
                out.push('(');
                literal::object(out, map, style);
                out.push(')');
            }
        }
        out.push('\n');
        let end = out.len();
        let value = self.values.then(|| match content {
            Content::Value(value) => shown(value, style),
            Content::Object(map) | Content::InParentheses(map) => shown_object(map, style),
        });
        node.attributes.push(Attribute { start, named, end, value });
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
            return Some(label.clone());
        }
        let mut attributes = self.attributes.iter();
        if let Some(attribute) = attributes.find(|attribute| self.name(attribute) == name) {
            return attribute.value.clone();
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

/// The comment above a block, as HCL has it.
pub fn comment(block: &dyn Block) -> String {
    let base = block.base();
    let lines = base.comment.iter().flat_map(|comment| comment.lines());
    let said = lines.map(|line| format!("# {}\n", line.trim_end()));
    // Whoever reads the job shall know what may stand in it, and why; so shall `lint`, of the file.
    let allowed = base.allowances.iter().map(|one| {
        let reason = one.reason.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("# {ALLOW} {}: {reason}\n", one.rule.replace(char::is_whitespace, ""))
    });
    said.chain(allowed).collect()
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
        Value::Object(map) => shown_object(map, style),
        Value::Expr(expr) => Shown::from_safe_string(expr.source().to_owned()),
        Value::Interpolated(_) => {
            let mut text = String::new();
            literal::value(&mut text, value, style);
            Shown::from_safe_string(text)
        }
    }
}

fn shown_object(map: &Map, style: Style) -> Shown {
    Shown::from_pairs(map.iter().map(|(key, value)| (Shown::from(key), shown(value, style))))
}
