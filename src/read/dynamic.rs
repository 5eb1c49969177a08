//! `dynamic` blocks: one block for each element of a collection.

use std::sync::Arc;
use std::vec;

use super::session::Session;
use super::{expression, labels};
use crate::jobspec::{Kind, Schema};
use jobwright_hcl::eval::{self, Context, attribute};
use jobwright_hcl::syntax::{Attribute, Block, Body, Expr, ExprKind, Item, Span};

/// The parts of a `dynamic` block.
pub struct Dynamic<'b, 'a> {
    /// The type of the blocks that it generates.
    pub kind: String,
    /// The name of the iterator in the content.
    pub iterator: String,
    /// The collection that it iterates over.
    pub for_each: &'b Expr<'a>,
    /// The labels of each block.
    pub labels: Option<&'b Expr<'a>>,
    /// The content of each block.
    pub content: &'b Body<'a>,
}

/// The blocks that a `dynamic` block generates, one after the other.
pub struct Expansion<'b, 'a, 's> {
    /// The `dynamic` block.
    pub dynamic: Dynamic<'b, 'a>,
    /// The schema of the block around them.
    schema: &'static Schema,
    /// The location of the `dynamic` block.
    span: Span,
    /// Keys and values that are left.
    elements: vec::IntoIter<(eval::Value, eval::Value)>,
    /// The names that expressions around it may use.
    outside: Context<'s>,
}

impl<'s> Expansion<'_, '_, 's> {
    /// The labels of the next block, for whose content the session knows the element from here on. After the last one it
    /// knows what it knew before.
    pub fn next(&mut self, session: &mut Session<'s>) -> Option<Vec<String>> {
        for (key, value) in self.elements.by_ref() {
            if !session.may_repeat(self.span) {
                break;
            }
            let each = [("key", key), ("value", value)];
            let each = each.map(|(name, value)| (Arc::from(name), value)).into_iter().collect();
            session.context = self.outside.with(&self.dynamic.iterator, eval::Value::object(each));
            let made = labels(session, &self.dynamic, self.schema);
            if made.is_some() {
                return made;
            }
        }
        session.context = self.outside.clone();
        None
    }
}

/// The blocks that a `dynamic` block generates in one with this schema; `None` after an error.
pub fn expand<'b, 'a, 's>(
    session: &mut Session<'s>,
    dynamic: Dynamic<'b, 'a>,
    span: Span,
    schema: &'static Schema,
) -> Option<Expansion<'b, 'a, 's>> {
    let elements = elements(session, dynamic.for_each)?.into_iter();
    Some(Expansion { dynamic, schema, span, elements, outside: session.context.clone() })
}

/// The parts of the block; `None` after an error in it.
pub fn described<'b, 'a>(
    session: &mut Session<'_>,
    from: &'b Block<'a>,
) -> Option<Dynamic<'b, 'a>> {
    let example = "write `dynamic \"task\" { for_each = … }`, with a `content` block in it";
    let [label] = from.labels.as_slice() else {
        let message = "expected one label on `dynamic`: the type of the blocks that it generates";
        session.error(from.kind_span, message, example);
        return None;
    };
    let mark = session.findings.len();
    let (mut for_each, mut iterator, mut labels, mut content) = (None, None, None, None);
    for item in &from.body.items {
        match item {
            Item::Attribute(attribute) => match attribute.name {
                "for_each" => for_each = Some(&attribute.value),
                "iterator" => iterator = iterator_name(session, attribute),
                "labels" => labels = Some(&attribute.value),
                name => {
                    let help = "use `for_each`, `iterator`, `labels` and a `content` block";
                    let message = format!("unknown attribute `{name}` in a `dynamic` block");
                    session.error(attribute.name_span, message, help);
                }
            },
            Item::Block(block) if block.kind == "content" && content.is_none() => {
                content = Some(&block.body);
            }
            Item::Block(block) if block.kind == "content" => {
                let help = "merge them into one `content` block";
                session.error(block.kind_span, "duplicate `content` block", help);
            }
            Item::Block(block) => {
                let message = format!("unknown block `{}` in a `dynamic` block", block.kind);
                session.error(block.kind_span, message, "move it into the `content` block");
            }
        }
    }
    match (for_each, content) {
        _ if session.findings.len() > mark => None,
        (Some(for_each), Some(content)) => {
            let kind = label.text.clone().into_owned();
            let iterator = iterator.unwrap_or_else(|| kind.clone());
            Some(Dynamic { kind, iterator, for_each, labels, content })
        }
        (for_each, _) => {
            let missing = if for_each.is_none() { "`for_each`" } else { "`content` block" };
            session.error(
                from.kind_span,
                format!("missing {missing} in a `dynamic` block"),
                example,
            );
            None
        }
    }
}

/// The name of the iterator in the content.
fn iterator_name(session: &mut Session<'_>, from: &Attribute<'_>) -> Option<String> {
    let name = from.value.as_keyword();
    if name.is_none() {
        let help = "write an identifier: `iterator = each`";
        session.error(from.value.span, "expected an identifier as the iterator", help);
    }
    name.map(str::to_owned)
}

/// The collection that the block iterates over.
fn elements(session: &mut Session<'_>, from: &Expr<'_>) -> Option<Vec<(eval::Value, eval::Value)>> {
    let value = expression::evaluate(session, from)?;
    if value.is_unknown() && (session.incomplete || !value.type_of().is_primitive()) {
        return None;
    }
    let pairs = value.pairs();
    if pairs.is_none() {
        let found = if value.is_null() { "null" } else { value.type_of().noun() };
        let help = match value.as_str() {
            Some(text) if text.starts_with("${") => {
                "use `var.…`, `local.…` or an iterator in scope; Nomad reads any other name as a \
                 plain string"
            }
            _ => "expected a list, a set, a map or an object",
        };
        session.error(from.span, format!("cannot iterate over {found}"), help);
    }
    pairs
}

/// The labels of the block for the current element; `None` after an error.
fn labels(
    session: &mut Session<'_>,
    dynamic: &Dynamic<'_, '_>,
    schema: &Schema,
) -> Option<Vec<String>> {
    let Some(labels) = dynamic.labels else { return Some(Vec::new()) };
    let takes = match schema.field(&dynamic.kind).map(|(_, field)| &field.kind) {
        Some(Kind::Block(inner) | Kind::Blocks(inner)) => inner.labels().count(),
        Some(_) => 0,
        // A block that applies to all tasks is checked where it is read.
        None => usize::MAX,
    };
    let ExprKind::Tuple(items) = &labels.kind else {
        session.error(labels.span, "expected a list as the labels", "write `labels = […]`");
        return None;
    };
    if takes != usize::MAX && items.len() != takes {
        let count = labels::count(takes);
        let message = format!(
            "wrong number of labels on `{}`: expected {count}, found {}",
            dynamic.kind,
            items.len()
        );
        session.error(labels.span, message, "write one string for each label of the block");
        return None;
    }
    let mut texts = Vec::new();
    for item in items {
        let value = expression::evaluate(session, item)?;
        if session.incomplete && !value.is_known() {
            return None;
        }
        match attribute::text(&value) {
            Ok(Some(text)) => texts.push(text),
            Ok(None) => {
                session.error(item.span, "a label cannot be null", "set it to a string");
                return None;
            }
            Err(mismatch) => {
                session.error(
                    item.span,
                    format!("invalid label: {mismatch}"),
                    "set it to a string",
                );
                return None;
            }
        }
    }
    Some(texts)
}
