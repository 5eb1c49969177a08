//! A block as the templates see it.

use std::borrow::Cow;
use std::sync::Arc;

use minijinja::value::{Object, ObjectRepr, Value as Shown};

use super::builtin::{BUILTIN_GENERIC, FREE, MAP};
use super::literal::{self, Style};
use super::lookup::{Lookup, is_own};
use crate::jobspec::{ALLOW, Block, Field, FieldItem, Free, FreeItem, Kind, Map, Value};
use crate::visible::{visible, visible_line};

/// A block with its labels, attributes and inner blocks. In a template it is `block`; its labels
/// and attributes are also available by their names.
///
/// The output of `attrs(block)` is printed when the node is made, directly from the model; so is
/// every inner block that only the built-in generic template prints, whose output is that of
/// [`Maker::print`]. A copy of a value is kept only where a project's own template can ask for it
/// by name.
#[derive(Debug)]
pub struct Node {
    /// The keyword in HCL.
    keyword: Cow<'static, str>,
    /// The template that prints it, by its name in the environment.
    pub template: &'static str,
    /// The lines to print above it.
    pub comment: String,
    labels: Vec<(&'static str, Shown)>,
    /// A line `name = value` for each attribute.
    lines: String,
    attributes: Vec<Attribute>,
    pub blocks: Vec<Inner>,
    /// Every name that a template may ask for, set or not.
    known: &'static [Field],
}

/// A block in another one.
#[derive(Debug)]
pub enum Inner {
    /// A template prints it.
    Node(Arc<Node>),
    /// It is printed already, with the comment above it.
    Printed {
        /// The keyword in HCL.
        keyword: Cow<'static, str>,
        /// What the generic template would print.
        text: String,
    },
}

impl Inner {
    /// The keyword in HCL.
    pub fn keyword(&self) -> &str {
        match self {
            Self::Node(node) => node.keyword(),
            Self::Printed { keyword, .. } => keyword,
        }
    }
}

/// The range of an attribute in the lines of its block.
#[derive(Debug)]
struct Attribute {
    start: usize,
    /// The end of its name.
    named: usize,
    end: usize,
    value: Option<Shown>,
}

/// The value of an attribute.
#[derive(Clone, Copy)]
enum Content<'a> {
    Value(&'a Value),
    Object(&'a Map),
    /// In parentheses, where Nomad leaves an object of a free-form body unchanged.
    InParentheses(&'a Map),
}

/// The contents of an inner block, by kind.
#[derive(Clone, Copy)]
enum Body<'a> {
    /// A block of the model.
    Block(&'a dyn Block),
    /// Arbitrary names, in a driver's configuration or not.
    Map(&'a Map, bool),
    /// A block that the model does not describe, with labels, in a driver's configuration or not.
    Free(&'a [String], &'a Free, bool),
}

/// A part of a body.
enum Piece<'a> {
    /// The name of a label, and the label.
    Label(&'static str, &'a str),
    Attribute(&'a str, Content<'a>, Style),
    /// The keyword of an inner block, and what is in it.
    Inner(Cow<'static, str>, Body<'a>),
}

impl<'a> Body<'a> {
    /// The name of the template that prints it.
    fn template(self) -> &'static str {
        match self {
            Self::Block(block) => block.schema().template,
            Self::Map(..) => MAP,
            Self::Free(..) => FREE,
        }
    }

    /// The lines to print above it.
    fn comment(self) -> String {
        match self {
            Self::Block(block) => comment(block),
            Self::Map(..) | Self::Free(..) => String::new(),
        }
    }

    /// Every name that a template may ask for, set or not.
    fn known(self) -> &'static [Field] {
        match self {
            Self::Block(block) => block.schema().fields,
            Self::Map(..) | Self::Free(..) => &[],
        }
    }

    /// Shows everything in it: labels, then attributes and blocks in the order of the schema, or as
    /// they were given.
    fn show(self, see: &mut dyn FnMut(Piece<'a>)) {
        match self {
            Self::Block(block) => {
                let schema = block.schema();
                let style = Style { config: schema.config, ..Style::default() };
                block.visit(&mut |index, item| {
                    let field = &schema.fields[index];
                    let inner = |body| Piece::Inner(Cow::Borrowed(field.name), body);
                    see(match item {
                        FieldItem::Label(label) => Piece::Label(field.name, label),
                        FieldItem::Attr(value) => {
                            let style = Style { verbatim: field.verbatim, heredoc: true, ..style };
                            Piece::Attribute(field.name, Content::Value(value), style)
                        }
                        FieldItem::Block(block) => inner(Body::Block(block)),
                        FieldItem::Map(map)
                            if !field.attribute_form
                                || map
                                    .iter()
                                    .all(|(key, value)| in_block(key, value, schema.config)) =>
                        {
                            inner(Body::Map(map, schema.config))
                        }
                        FieldItem::Map(map) => {
                            Piece::Attribute(field.name, Content::Object(map), style)
                        }
                        // The only free-form block that the client evaluates once more is a task's
                        // `config`.
                        FieldItem::Free(free) => {
                            inner(Body::Free(&[], free, field.kind == Kind::Config))
                        }
                    });
                });
                Body::Free(&[], &block.base().extra, schema.config).show(see);
            }
            Self::Map(map, config) => {
                let style = Style { config, heredoc: true, ..Style::default() };
                for (key, value) in map.iter() {
                    see(Piece::Attribute(key, Content::Value(value), style));
                }
            }
            Self::Free(labels, free, config) => {
                let style = Style { config, ..Style::default() };
                labels.iter().for_each(|label| see(Piece::Label("", label)));
                for item in free.iter() {
                    see(match item {
                        FreeItem::Object(name, entries) => {
                            Piece::Attribute(name, Content::InParentheses(entries), style)
                        }
                        FreeItem::Attr(name, value) => {
                            let style = Style { heredoc: true, ..style };
                            Piece::Attribute(name, Content::Value(value), style)
                        }
                        FreeItem::Block { name, labels, body } => {
                            let body = Body::Free(labels, body, config);
                            Piece::Inner(Cow::Owned(name.clone()), body)
                        }
                    });
                }
            }
        }
    }
}

/// Makes the nodes of one block and of everything in it.
#[derive(Clone, Copy)]
struct Maker<'a> {
    lookup: &'a Lookup,
    /// Whether templates can ask for values by name: the built-in ones do not.
    values: bool,
}

impl Node {
    /// A block of the model.
    pub fn new(lookup: &Lookup, block: &dyn Block) -> Self {
        let keyword = Cow::Borrowed(block.schema().name);
        Maker { lookup, values: false }.node(keyword, Body::Block(block))
    }

    /// A block of arbitrary names.
    pub fn map(lookup: &Lookup, keyword: &'static str, map: &Map) -> Self {
        Maker { lookup, values: false }.node(Cow::Borrowed(keyword), Body::Map(map, false))
    }

    /// The keyword in HCL.
    pub fn keyword(&self) -> &str {
        &self.keyword
    }

    /// The part before the braces: the keyword and the labels.
    pub fn head(&self) -> String {
        let mut out = self.keyword.to_string();
        let labels = self.labels.iter().filter_map(|(_, label)| label.as_str());
        labels.for_each(|label| push_label(&mut out, label));
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
            || self.blocks.iter().any(|block| block.keyword() == name)
    }

    fn name(&self, attribute: &Attribute) -> &str {
        self.lines.get(attribute.start..attribute.named).unwrap_or_default()
    }

    /// The values of the templates' own words.
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
    /// A block with the keyword that it has in its parent: some blocks have several.
    fn node(self, keyword: Cow<'static, str>, body: Body<'_>) -> Node {
        let template = self.lookup.printer(body.template());
        // A project's template can ask for what is in its block, too.
        let maker = Self { values: self.values || is_own(template), ..self };
        let mut node = Node {
            keyword,
            template,
            comment: body.comment(),
            labels: Vec::new(),
            lines: String::with_capacity(256),
            attributes: Vec::new(),
            blocks: Vec::new(),
            known: body.known(),
        };
        body.show(&mut |piece| match piece {
            Piece::Label(name, label) => node.labels.push((name, Shown::from(label))),
            Piece::Attribute(name, content, style) => {
                maker.attribute(&mut node, name, content, style);
            }
            Piece::Inner(keyword, body) => node.blocks.push(maker.inner(keyword, body)),
        });
        node
    }

    /// An inner block, already printed if no template of the project can affect it.
    fn inner(self, keyword: Cow<'static, str>, body: Body<'_>) -> Inner {
        let mut text = String::with_capacity(256);
        match !self.values && self.print(&mut text, &keyword, body) {
            true => Inner::Printed { keyword, text },
            false => Inner::Node(Arc::new(self.node(keyword, body))),
        }
    }

    /// Appends a block as the generic template prints it; appends nothing and returns `false` if
    /// another template prints it or a block in it.
    fn print(self, out: &mut String, keyword: &str, body: Body<'_>) -> bool {
        if self.lookup.printer(body.template()) != BUILTIN_GENERIC {
            return false;
        }
        let start = out.len();
        out.push_str(&body.comment());
        out.push_str(keyword);
        let mut head = out.len();
        out.push_str(HEAD_END);
        // Blocks come after the attributes, wherever they are in the schema.
        let (mut blocks, mut is_native) = (String::new(), true);
        body.show(&mut |piece| match piece {
            Piece::Label(_, label) => {
                let mut text = String::new();
                push_label(&mut text, label);
                out.insert_str(head, &text);
                head += text.len();
            }
            Piece::Attribute(name, content, style) => {
                push_attribute(out, name, content, style);
            }
            Piece::Inner(keyword, body) => {
                is_native = is_native && self.print(&mut blocks, &keyword, body);
            }
        });
        match is_native {
            true => {
                out.push_str(&blocks);
                out.push_str("}\n");
            }
            false => out.truncate(start),
        }
        is_native
    }

    fn attribute(self, node: &mut Node, name: &str, content: Content<'_>, style: Style) {
        let (start, named) = (node.lines.len(), node.lines.len() + name.len());
        push_attribute(&mut node.lines, name, content, style);
        let end = node.lines.len();
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
        // Where names are arbitrary, one of them may be a word of the templates.
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
            .filter(|block| block.keyword() == name)
            .filter_map(|block| match block {
                Inner::Node(node) => Some(Shown::from_dyn_object(Arc::clone(node))),
                // It is printed only where no template can ask for it.
                Inner::Printed { .. } => None,
            })
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

/// What is printed between the head of a block and its attributes.
const HEAD_END: &str = " {\n";

fn push_label(out: &mut String, label: &str) {
    out.push(' ');
    literal::quoted(out, label, true);
}

/// Appends a line `name = value`.
fn push_attribute(out: &mut String, name: &str, content: Content<'_>, style: Style) {
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
}

/// The comment above a block, as HCL has it.
pub fn comment(block: &dyn Block) -> String {
    let base = block.base();
    if base.comment.is_none() && base.allowances.is_empty() {
        return String::new();
    }
    let lines = base.comment.iter().flat_map(|comment| comment.lines());
    // A comment has no escapes: invisible characters are made visible.
    let said = lines.map(|line| format!("# {}\n", visible(line.trim_end())));
    // Readers of the job should see what is allowed in it, and why; so should `lint`, when it reads
    // the file.
    let allowed = base.allowances.iter().map(|one| {
        let reason = one.reason.split_whitespace().collect::<Vec<_>>().join(" ");
        let reason = visible_line(&reason);
        format!("# {ALLOW} {}: {reason}\n", one.rule.replace(char::is_whitespace, ""))
    });
    said.chain(allowed).collect()
}

/// Whether a map's entry can be written in a block. In a driver's, an object would be put into a
/// list, and a null lost.
fn in_block(key: &str, value: &Value, config: bool) -> bool {
    literal::is_identifier(key) && !(config && matches!(value, Value::Object(_) | Value::Null))
}

/// A value as a template sees it: comparable where that makes sense, and printed as HCL by the
/// formatter.
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
