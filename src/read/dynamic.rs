//! `dynamic` blocks: one block for each element of a collection.

use std::sync::Arc;

use super::body;
use super::free;
use super::reader::Reader;
use super::{inherit, unknown};
use crate::jobspec::{Block, Free, FreeItem, Kind, Schema, Type, Value, expr};
use jobwright_hcl::eval::{self, attribute};
use jobwright_hcl::syntax::{self, Attribute, Body, Expr, ExprKind, Item};

/// What a `dynamic` block says.
struct Dynamic<'b, 'a> {
    /// The keyword of the blocks that it makes.
    kind: String,
    iterator: String,
    for_each: &'b Expr<'a>,
    labels: Option<&'b Expr<'a>>,
    content: &'b Body<'a>,
}

/// Reads a `dynamic` block into the blocks that it makes, or keeps it as it is.
pub fn block(
    reader: &mut Reader<'_>,
    from: &syntax::Block<'_>,
    schema: &'static Schema,
    into: &mut dyn Block,
) {
    if !reader.evaluates() {
        if let Some(kept) = kept(reader, from) {
            into.base_mut().extra.push(kept);
        }
        return;
    }
    let Some(dynamic) = described(reader, from) else { return };
    if !inherit::knows(schema.go, &dynamic.kind) {
        match schema.field(&dynamic.kind) {
            None => return unknown::block(reader, from, &dynamic.kind, schema),
            Some((_, field)) if matches!(field.kind, Kind::Attr(_)) => {
                return unknown::not_a_block(reader, from, &dynamic.kind);
            }
            Some(_) => {}
        }
    }
    let Some(elements) = elements(reader, dynamic.for_each) else { return };
    let outside = reader.context.clone();
    for (key, value) in elements {
        if !reader.may_repeat(from.kind_span) {
            break;
        }
        let each = [("key", key), ("value", value)].map(|(name, value)| (Arc::from(name), value));
        reader.context =
            outside.with(&dynamic.iterator, eval::Value::object(each.into_iter().collect()));
        if let Some(labels) = labels(reader, &dynamic, schema) {
            let content = (dynamic.kind.as_str(), labels.as_slice(), dynamic.content);
            body::inner(reader, from, content, schema, into);
        }
    }
    reader.context = outside;
}

/// What the block says; nothing after a mistake in it.
fn described<'b, 'a>(
    reader: &mut Reader<'_>,
    from: &'b syntax::Block<'a>,
) -> Option<Dynamic<'b, 'a>> {
    let example = "write `dynamic \"task\" { for_each = … }`, with a `content` block in it";
    let [label] = from.labels.as_slice() else {
        let message = "`dynamic` takes one label: the keyword of the blocks that it makes";
        reader.error(from.kind_span, message, example);
        return None;
    };
    let mark = reader.findings.len();
    let (mut for_each, mut iterator, mut labels, mut content) = (None, None, None, None);
    for item in &from.body.items {
        match item {
            Item::Attribute(attribute) => match attribute.name {
                "for_each" => for_each = Some(&attribute.value),
                "iterator" => iterator = iterator_name(reader, attribute),
                "labels" => labels = Some(&attribute.value),
                name => {
                    let help = "it has `for_each`, `iterator`, `labels` and a `content` block";
                    let message = format!("`dynamic` has no attribute `{name}`");
                    reader.error(attribute.name_span, message, help);
                }
            },
            Item::Block(block) if block.kind == "content" && content.is_none() => {
                content = Some(&block.body);
            }
            Item::Block(block) if block.kind == "content" => {
                let help = "put all into one `content` block";
                reader.error(block.kind_span, "a second `content` block; expected one", help);
            }
            Item::Block(block) => {
                let message = format!("`dynamic` has no block `{}`", block.kind);
                reader.error(block.kind_span, message, "put it into the `content` block");
            }
        }
    }
    match (for_each, content) {
        _ if reader.findings.len() > mark => None,
        (Some(for_each), Some(content)) => {
            let kind = label.text.clone().into_owned();
            let iterator = iterator.unwrap_or_else(|| kind.clone());
            Some(Dynamic { kind, iterator, for_each, labels, content })
        }
        (for_each, _) => {
            let missing = if for_each.is_none() { "`for_each`" } else { "a `content` block" };
            reader.error(from.kind_span, format!("`dynamic` lacks {missing}"), example);
            None
        }
    }
}

/// The name under which the content knows its element.
fn iterator_name(reader: &mut Reader<'_>, from: &Attribute<'_>) -> Option<String> {
    let name = from.value.as_keyword();
    if name.is_none() {
        let help = "write a bare name: `iterator = each`";
        reader.error(from.value.span, "the iterator is no name", help);
    }
    name.map(str::to_owned)
}

/// What the block walks over.
fn elements(reader: &mut Reader<'_>, from: &Expr<'_>) -> Option<Vec<(eval::Value, eval::Value)>> {
    let value = reader.evaluate(from)?;
    if value.is_unknown() && (reader.incomplete || !value.type_of().is_primitive()) {
        return None;
    }
    let pairs = value.pairs();
    if pairs.is_none() {
        let found = if value.is_null() { "null" } else { value.type_of().noun() };
        let help = match value.as_str() {
            Some(text) if text.starts_with("${") => {
                "Nomad knows `var.…`, `local.…` and the iterators around; any other name is text"
            }
            _ => "expected a list, a set, a map or an object",
        };
        reader.error(from.span, format!("{found} cannot be walked over"), help);
    }
    pairs
}

/// The labels of the block for the current element; nothing after a mistake.
fn labels(
    reader: &mut Reader<'_>,
    dynamic: &Dynamic<'_, '_>,
    schema: &Schema,
) -> Option<Vec<String>> {
    let Some(labels) = dynamic.labels else { return Some(Vec::new()) };
    let takes = match schema.field(&dynamic.kind).map(|(_, field)| &field.kind) {
        Some(Kind::Block(inner) | Kind::Blocks(inner)) => inner.labels().count(),
        Some(_) => 0,
        // What stands for all tasks is checked where it is read.
        None => usize::MAX,
    };
    let ExprKind::Tuple(items) = &labels.kind else {
        reader.error(labels.span, "the labels are no list", "write `labels = […]`");
        return None;
    };
    if takes != usize::MAX && items.len() != takes {
        let count = body::count(takes);
        let message = format!("`{}` takes {count} but has {}", dynamic.kind, items.len());
        reader.error(labels.span, message, "give one text for each label of the block");
        return None;
    }
    let mut texts = Vec::new();
    for item in items {
        let value = reader.evaluate(item)?;
        if reader.incomplete && !value.is_known() {
            return None;
        }
        match attribute::text(&value) {
            Ok(Some(text)) => texts.push(text),
            Ok(None) => {
                reader.error(item.span, "a label cannot be null", "give it a text");
                return None;
            }
            Err(mismatch) => {
                reader.error(item.span, format!("a label: {mismatch}"), "give it a text");
                return None;
            }
        }
    }
    Some(texts)
}

/// A `dynamic` block as it is; nothing after a mistake in it.
pub fn kept(reader: &mut Reader<'_>, from: &syntax::Block<'_>) -> Option<FreeItem> {
    let dynamic = described(reader, from)?;
    let mut body = Free::new();
    if let Some(for_each) = reader.typed(dynamic.for_each, Type::Any, false) {
        body.set("for_each", for_each);
    }
    if dynamic.iterator != dynamic.kind {
        body.set("iterator", Value::Expr(expr(dynamic.iterator.as_str())));
    }
    // In the content, the iterator is a name.
    reader.bound.push(dynamic.iterator.clone());
    if let Some(labels) = dynamic.labels.and_then(|from| reader.typed(from, Type::Any, false)) {
        body.set("labels", labels);
    }
    body.push(free::block(reader, ("content", &[], dynamic.content), false));
    reader.bound.pop();
    Some(FreeItem::Block { name: "dynamic".to_owned(), labels: vec![dynamic.kind], body })
}
