//! Decoder specifications (`X.hcldec`), as far as HCL's suite uses them: a body of blocks and attributes to one value.

use jobwright::eval::{Context, Entries, Type, Value, convert, type_constraint};
use jobwright::syntax::{Attribute, Block, Body, Item, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a body is decoded by.
pub enum Spec {
    Literal(Value),
    Attribute { name: String, of: Type },
    Object(BTreeMap<String, Spec>),
    Block { kind: String, inner: Box<Spec> },
    BlockList { kind: String, inner: Box<Spec> },
    BlockMap { kind: String, inner: Box<Spec> },
}

/// The specification, and the variables that it gives the decoded file.
pub fn read(body: &Body<'_>) -> (Spec, Vec<(String, Value)>) {
    let mut variables = Vec::new();
    let mut specs = Vec::new();
    for block in blocks(body) {
        match block.kind {
            "variables" => {
                let each = |at: &Attribute<'_>| (at.name.to_owned(), constant(at));
                variables.extend(attributes(&block.body).map(each));
            }
            _ => specs.push(spec(block)),
        }
    }
    assert_eq!(specs.len(), 1, "one specification");
    (specs.remove(0), variables)
}

fn spec(block: &Block<'_>) -> Spec {
    let label = block.labels.first().map(|label| label.text.to_string());
    let word = |name: &str| {
        let value = attribute(&block.body, name).map(constant);
        value.and_then(|value| value.as_str().map(str::to_owned))
    };
    let kind = || word("block_type").or(label.clone()).expect("a block type");
    let inner = || {
        let mut inner = blocks(&block.body);
        Box::new(spec(inner.next().expect("a specification of the block's body")))
    };
    match block.kind {
        "literal" => {
            Spec::Literal(attribute(&block.body, "value").map(constant).expect("a literal's value"))
        }
        "attr" => {
            let of = attribute(&block.body, "type").expect("an attribute's type");
            let of = type_constraint(&of.value).expect("a type");
            Spec::Attribute { name: word("name").or(label).expect("an attribute's name"), of }
        }
        "object" => {
            let key = |block: &Block<'_>| block.labels.first().expect("a key").text.to_string();
            Spec::Object(blocks(&block.body).map(|block| (key(block), spec(block))).collect())
        }
        "block" => Spec::Block { kind: kind(), inner: inner() },
        "block_list" => Spec::BlockList { kind: kind(), inner: inner() },
        "block_map" => Spec::BlockMap { kind: kind(), inner: inner() },
        other => panic!("the specification has a `{other}`, which this test does not know yet"),
    }
}

/// Decodes a body; what the specification does not expect is noted with its place.
pub fn decode(
    spec: &Spec,
    body: &Body<'_>,
    context: &Context<'_>,
    found: &mut Vec<(Span, String)>,
) -> Value {
    unexpected(spec, body, found);
    value(spec, body, context, found)
}

fn value(
    spec: &Spec,
    body: &Body<'_>,
    context: &Context<'_>,
    found: &mut Vec<(Span, String)>,
) -> Value {
    match spec {
        Spec::Literal(value) => value.clone(),
        Spec::Attribute { name, of } => {
            let Some(attribute) = attribute(body, name) else { return Value::Null(of.clone()) };
            let value = match context.evaluate(&attribute.value) {
                Ok(value) => value,
                Err(errors) => {
                    found.extend(errors.into_iter().map(|error| (error.span, error.message)));
                    return Value::UNKNOWN;
                }
            };
            convert(&value, of).unwrap_or_else(|mismatch| {
                found.push((attribute.value.span, mismatch.to_string()));
                Value::UNKNOWN
            })
        }
        Spec::Object(specs) => {
            let each = |(key, spec): (&String, &Spec)| {
                (Arc::from(key.as_str()), value(spec, body, context, found))
            };
            Value::object(specs.iter().map(each).collect())
        }
        Spec::Block { kind, inner } => match of_kind(body, kind).next() {
            Some(block) => decode(inner, &block.body, context, found),
            None => Value::NULL,
        },
        Spec::BlockList { kind, inner } => {
            let each = |block: &Block<'_>| decode(inner, &block.body, context, found);
            let values: Vec<Value> = of_kind(body, kind).map(each).collect();
            let of = values.first().map_or(Type::Any, Value::type_of);
            Value::List(of, Arc::new(values))
        }
        Spec::BlockMap { kind, inner } => {
            let mut entries = Entries::new();
            for block in of_kind(body, kind) {
                let key = block.labels.first().expect("a label").text.as_ref();
                entries.insert(Arc::from(key), decode(inner, &block.body, context, found));
            }
            let of = entries.values().next().map_or(Type::Any, Value::type_of);
            Value::Map(of, Arc::new(entries))
        }
    }
}

/// Notes the attributes and blocks of a body that its specification does not name.
fn unexpected(spec: &Spec, body: &Body<'_>, found: &mut Vec<(Span, String)>) {
    for item in &body.items {
        match item {
            Item::Attribute(attribute) if !names_attribute(spec, attribute.name) => {
                let message = format!("an attribute `{}` is not expected", attribute.name);
                found.push((attribute.name_span, message));
            }
            Item::Block(block) if !names_block(spec, block.kind) => {
                found.push((block.kind_span, format!("a block `{}` is not expected", block.kind)));
            }
            _ => {}
        }
    }
}

fn names_attribute(spec: &Spec, wanted: &str) -> bool {
    match spec {
        Spec::Attribute { name, .. } => name == wanted,
        Spec::Object(specs) => specs.values().any(|spec| names_attribute(spec, wanted)),
        _ => false,
    }
}

fn names_block(spec: &Spec, wanted: &str) -> bool {
    match spec {
        Spec::Block { kind, .. } | Spec::BlockList { kind, .. } | Spec::BlockMap { kind, .. } => {
            kind == wanted
        }
        Spec::Object(specs) => specs.values().any(|spec| names_block(spec, wanted)),
        Spec::Literal(_) | Spec::Attribute { .. } => false,
    }
}

fn constant(attribute: &Attribute<'_>) -> Value {
    Context::constant().evaluate(&attribute.value).expect("a constant")
}

pub fn attributes<'b, 'a>(body: &'b Body<'a>) -> impl Iterator<Item = &'b Attribute<'a>> {
    body.items.iter().filter_map(|item| match item {
        Item::Attribute(attribute) => Some(attribute),
        Item::Block(_) => None,
    })
}

pub fn attribute<'b, 'a>(body: &'b Body<'a>, name: &str) -> Option<&'b Attribute<'a>> {
    attributes(body).find(|attribute| attribute.name == name)
}

pub fn blocks<'b, 'a>(body: &'b Body<'a>) -> impl Iterator<Item = &'b Block<'a>> {
    body.items.iter().filter_map(|item| match item {
        Item::Block(block) => Some(block),
        Item::Attribute(_) => None,
    })
}

fn of_kind<'b, 'a>(body: &'b Body<'a>, kind: &str) -> impl Iterator<Item = &'b Block<'a>> {
    blocks(body).filter(move |block| block.kind == kind)
}
