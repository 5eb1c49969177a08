//! Bodies: attributes and blocks into the fields of the model.

use std::collections::HashSet;

use super::session::Session;
use super::task_defaults::{ForTasks, TaskDefaults};
use super::{
    attribute, config, dynamic, fields, free, labels, map, required, shorthand, unknown, warnings,
};
use crate::jobspec::{Block, Child, Kind, Locations, Schema, Special, Text, Type, Value};
use jobwright_hcl::syntax::{self, Body, Item};

/// Reads bodies into blocks of the model.
pub struct BodyReader<'s> {
    /// The source, and the findings in it.
    pub session: Session<'s>,
    /// What a job and its groups set for all their tasks, if that is copied into each.
    pub defaults: Option<TaskDefaults>,
}

/// The labels of blocks whose labels are keys, each with its field.
type Seen = HashSet<(usize, String)>;

/// Reads a block, labels and all.
pub fn block(reader: &mut BodyReader<'_>, from: &syntax::Block<'_>, into: &mut dyn Block) {
    let labels = labels::texts(from);
    labelled(reader, from, &labels, &from.body, into);
}

/// Reads a body with labels, which may not be those that the block is written with.
pub fn labelled(
    reader: &mut BodyReader<'_>,
    from: &syntax::Block<'_>,
    labels: &[String],
    content: &Body<'_>,
    into: &mut dyn Block,
) {
    let schema = into.schema();
    into.base_mut().location = reader.session.at(from.kind_span);
    let expected = schema.labels().count();
    if labels.len() != expected {
        let name = schema.name;
        let message = format!(
            "wrong number of labels on `{name}`: expected {}, found {}",
            labels::count(expected),
            labels.len()
        );
        let help = match expected {
            0 => format!("write `{name} {{ … }}`"),
            _ => format!("write `{name} \"…\" {{ … }}`"),
        };
        reader.session.error(from.kind_span, message, help);
    }
    for ((index, _), label) in schema.labels().zip(labels) {
        let label = Value::Text(Text::Plain(label.clone()));
        fields::set(into, index, label, Locations::default());
    }
    body(reader, content, into);
}

/// Reads the content of a block. Attributes go first: a task's driver decides what its `config` is.
pub fn body(reader: &mut BodyReader<'_>, from: &Body<'_>, into: &mut dyn Block) {
    let schema = into.schema();
    for item in &from.items {
        if let Item::Attribute(attribute) = item {
            attribute::attribute(&mut reader.session, attribute, from, schema, into);
        }
    }
    let mut after_dynamic: Vec<&str> = Vec::new();
    let mut seen = Seen::new();
    for item in &from.items {
        match item {
            Item::Block(block) if block.kind == "dynamic" && !schema.config => {
                dynamic_block(reader, block, (schema, &mut seen), into);
                after_dynamic.extend(block.labels.first().map(|label| &*label.text));
            }
            // What follows on a kept `dynamic` block of its kind follows on it in the model too.
            Item::Block(block)
                if !reader.session.evaluates() && after_dynamic.contains(&block.kind) =>
            {
                let labels = labels::texts(block);
                let kept =
                    free::block(&mut reader.session, (block.kind, &labels, &block.body), false);
                into.base_mut().extra.push_at(kept, reader.session.at(block.kind_span));
            }
            Item::Block(block) => {
                let labels = labels::texts(block);
                inner(reader, block, (block.kind, &labels, &block.body), (schema, &mut seen), into);
            }
            Item::Attribute(_) => {}
        }
    }
    shorthand::resolve(&mut reader.session, from, into);
    required::required(&mut reader.session, from, into);
    if schema.special == Some(Special::Group) {
        reader.defaults.iter_mut().for_each(TaskDefaults::end_of_group);
    }
}

/// Reads a block inside another: its keyword, its labels and its content, which `dynamic` blocks give apart.
fn inner(
    reader: &mut BodyReader<'_>,
    from: &syntax::Block<'_>,
    (kind, labels, content): (&str, &[String], &Body<'_>),
    (schema, seen): (&'static Schema, &mut Seen),
    into: &mut dyn Block,
) {
    let known = schema.field(kind).filter(|(index, field)| {
        !schema.config
            || config::suits(labels, content, &field.kind, || fields::is_set(into, *index))
    });
    let Some((index, field)) = known else {
        return other(reader, from, (kind, labels, content), schema, into);
    };
    let single = matches!(field.kind, Kind::Block(_) | Kind::Map(_) | Kind::Free | Kind::Config);
    if single && fields::is_set(into, index) {
        let help = format!("merge the two: `{kind} {{ … }}`");
        return reader.session.error(from.kind_span, format!("duplicate `{kind}` block"), help);
    }
    if matches!(field.kind, Kind::Map(_) | Kind::Free | Kind::Config)
        && let Some(label) = from.labels.first().filter(|_| !labels.is_empty())
    {
        let help = format!("write `{kind} {{ … }}`");
        reader.session.error(label.span, format!("expected no label on `{kind}`"), help);
    }
    let driver = if matches!(field.kind, Kind::Config) { fields::driver(into) } else { None };
    match into.child(index) {
        Some(Child::Block(child)) => {
            labelled(reader, from, labels, content, child);
            warnings::repeated_key(&mut reader.session, from, (index, field), labels, seen);
        }
        Some(Child::Map(map)) => {
            let of = match field.kind {
                Kind::Map(of) if !schema.config => of,
                _ => Type::Any,
            };
            map::body(&mut reader.session, content, map, (of, schema.config));
        }
        Some(Child::Free(free)) => free::body(&mut reader.session, content, free, false),
        Some(Child::Config(config)) => match config.start(driver.as_deref()) {
            Ok(child) => {
                child.base_mut().location = reader.session.at(from.kind_span);
                body(reader, content, child);
            }
            Err(free) => free::body(&mut reader.session, content, free, true),
        },
        None => unknown::not_a_block(&mut reader.session, from, kind),
    }
}

/// A block that the model does not have.
fn other(
    reader: &mut BodyReader<'_>,
    from: &syntax::Block<'_>,
    (kind, labels, content): (&str, &[String], &Body<'_>),
    schema: &'static Schema,
    into: &mut dyn Block,
) {
    if reader.defaults.is_some()
        && let Some(said) = ForTasks::blank(schema.special, kind)
    {
        return for_tasks(reader, from, (labels, content), said, schema);
    }
    if schema.config && schema.field(kind).is_none() {
        unknown::option(&mut reader.session, from.kind_span, kind, schema);
    }
    if schema.config || !reader.session.evaluates() {
        let block = free::block(&mut reader.session, (kind, labels, content), schema.config);
        into.base_mut().extra.push_at(block, reader.session.at(from.kind_span));
    } else {
        unknown::block(&mut reader.session, from, kind, schema);
    }
}

/// Reads a block that applies to all tasks of the job or the group that it is in.
fn for_tasks(
    reader: &mut BodyReader<'_>,
    from: &syntax::Block<'_>,
    (labels, content): (&[String], &Body<'_>),
    mut said: ForTasks,
    owner: &Schema,
) {
    let into = said.block_mut();
    let in_group = owner.special == Some(Special::Group);
    if in_group && labels.len() != into.schema().labels().count() {
        // A mistake in the labels is looked at everywhere.
        return labelled(reader, from, labels, &Body::default(), into);
    }
    let before = reader.session.findings.len();
    labelled(reader, from, labels, content, into);
    let BodyReader { session, defaults: Some(defaults) } = reader else { return };
    if in_group {
        defaults.of_group(session, said, (from.kind_span, before));
    } else {
        defaults.of_job(session, said, from.kind_span);
    }
}

/// Reads a `dynamic` block into the blocks that it makes, or keeps it as it is.
fn dynamic_block(
    reader: &mut BodyReader<'_>,
    from: &syntax::Block<'_>,
    (schema, seen): (&'static Schema, &mut Seen),
    into: &mut dyn Block,
) {
    let session = &mut reader.session;
    if !session.evaluates() {
        if let Some(kept) = free::dynamic_block(session, from) {
            into.base_mut().extra.push_at(kept, session.at(from.kind_span));
        }
        return;
    }
    let Some(described) = dynamic::described(session, from) else { return };
    if ForTasks::blank(schema.special, &described.kind).is_none() {
        match schema.field(&described.kind) {
            None => return unknown::block(session, from, &described.kind, schema),
            Some((_, field)) if matches!(field.kind, Kind::Attr(_)) => {
                return unknown::not_a_block(session, from, &described.kind);
            }
            Some(_) => {}
        }
    }
    let Some(mut made) = dynamic::expand(session, described, from.kind_span, schema) else {
        return;
    };
    while let Some(labels) = made.next(&mut reader.session) {
        let block = (made.dynamic.kind.as_str(), labels.as_slice(), made.dynamic.content);
        inner(reader, from, block, (schema, seen), into);
    }
}
