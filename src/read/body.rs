//! Bodies: attributes and blocks into the fields of the model.

use super::quantity::Counted;
use super::reader::Reader;
use super::{dynamic, free, inherit, shorthand, surprise, unknown, value};
use crate::jobspec::{Block, Child, Config, Field, Kind, Map, Schema, Text, Type, Value};
use jobwright_hcl::syntax::{self, Body, Expr, ExprKind, Item};

/// Reads a block, labels and all.
pub fn block(reader: &mut Reader<'_>, from: &syntax::Block<'_>, into: &mut dyn Block) {
    let labels = labels(from);
    labelled(reader, from, &labels, &from.body, into);
}

/// The texts of a block's labels.
pub fn labels(from: &syntax::Block<'_>) -> Vec<String> {
    from.labels.iter().map(|label| label.text.clone().into_owned()).collect()
}

/// Reads a body with labels, which may not be those that the block is written with.
pub fn labelled(
    reader: &mut Reader<'_>,
    from: &syntax::Block<'_>,
    labels: &[String],
    content: &Body<'_>,
    into: &mut dyn Block,
) {
    let schema = into.schema();
    let expected = schema.labels().count();
    if labels.len() != expected {
        let name = schema.name;
        let message = format!("`{name}` takes {} but has {}", count(expected), labels.len());
        let help = match expected {
            0 => format!("write `{name} {{ … }}`"),
            _ => format!("write `{name} \"…\" {{ … }}`"),
        };
        reader.error(from.kind_span, message, help);
    }
    for ((index, _), label) in schema.labels().zip(labels) {
        into.set(index, Value::Text(Text::Plain(label.clone())));
    }
    body(reader, content, into);
}

/// So many labels, in words.
pub fn count(labels: usize) -> String {
    match labels {
        0 => "no label".to_owned(),
        1 => "one label".to_owned(),
        more => format!("{more} labels"),
    }
}

/// Reads what stands between a block's braces. Attributes go first: a task's driver decides what its `config` is.
pub fn body(reader: &mut Reader<'_>, from: &Body<'_>, into: &mut dyn Block) {
    let schema = into.schema();
    for item in &from.items {
        if let Item::Attribute(attribute) = item {
            self::attribute(reader, attribute, from, schema, into);
        }
    }
    let mut after_dynamic: Vec<&str> = Vec::new();
    for item in &from.items {
        match item {
            Item::Block(block) if block.kind == "dynamic" && !schema.config => {
                dynamic::block(reader, block, schema, into);
                after_dynamic.extend(block.labels.first().map(|label| &*label.text));
            }
            // What follows on a kept `dynamic` block of its kind follows on it in the model too.
            Item::Block(block) if !reader.evaluates() && after_dynamic.contains(&block.kind) => {
                let labels = labels(block);
                let kept = free::block(reader, (block.kind, &labels, &block.body), false);
                into.base_mut().extra.push(kept);
            }
            Item::Block(block) => {
                let labels = labels(block);
                inner(reader, block, (block.kind, &labels, &block.body), schema, into);
            }
            Item::Attribute(_) => {}
        }
    }
    shorthand::resolve(reader, from, into);
    unknown::required(reader, from, into);
    if schema.go == "TaskGroup" {
        inherit::end_of_group(reader);
    }
}

fn attribute(
    reader: &mut Reader<'_>,
    from: &syntax::Attribute<'_>,
    body: &Body<'_>,
    schema: &'static Schema,
    into: &mut dyn Block,
) {
    if schema.config {
        if !overridden(reader, from, body) {
            config_attribute(reader, from, schema, into);
        }
        return;
    }
    match schema.field(from.name) {
        Some((index, field)) => match &field.kind {
            Kind::Attr(kind) => {
                if let Some(value) = scalar(reader, &from.value, field, *kind, schema) {
                    into.set(index, value);
                }
            }
            Kind::Map(of) if field.attribute_form => {
                if let Some(read) = attribute_form(reader, from, *of)
                    && let Some(Child::Map(map)) = into.child(index)
                {
                    *map = read;
                }
            }
            _ => unknown::not_an_attribute(reader, from),
        },
        None => match shorthand::kind(schema, from.name) {
            Some(kind) => {
                if let Some(value) = reader.typed(&from.value, kind, false) {
                    into.base_mut().extra.set(from.name, value);
                }
            }
            None if reader.evaluates() => unknown::attribute(reader, from, schema),
            None => free::attribute(reader, from, &mut into.base_mut().extra, schema.config),
        },
    }
}

/// `env = { … }`, where a block could stand; nothing for null, and after a mistake.
fn attribute_form(reader: &mut Reader<'_>, from: &syntax::Attribute<'_>, of: Type) -> Option<Map> {
    let kind = if of == Type::Text { Type::Map(&Type::Text) } else { Type::Map(&Type::Any) };
    match reader.typed(&from.value, kind, false)? {
        Value::Object(read) => Some(read),
        Value::Null => None,
        _ => {
            let message = "expected a map, written as names with values";
            let help = "write names with values: `{ name = \"value\" }`";
            reader.error(from.value.span, message, help);
            None
        }
    }
}

/// The value of an attribute that is not null.
fn scalar(
    reader: &mut Reader<'_>,
    from: &Expr<'_>,
    field: &Field,
    kind: Type,
    schema: &Schema,
) -> Option<Value> {
    if (schema.go, field.name) == ("Affinity", "weight") && reader.evaluates() {
        return shorthand::weight(reader, from);
    }
    if (schema.go, field.name) == ("Template", "data") {
        surprise::template_data(reader, from);
    }
    let before = reader.findings.len();
    let Some(value) = reader.typed(from, kind, schema.config) else {
        if let Some(counted) = Counted::of(field)
            && let Some(finding) = reader.findings.get_mut(before)
            && finding.span == from.span
        {
            finding.help = counted.help(field.name, from.as_str());
        }
        return None;
    };
    if value != Value::Null || !reader.evaluates() {
        return Some(value);
    }
    let scalar = matches!(kind, Type::Bool | Type::Int(..) | Type::Number | Type::Text);
    if scalar && field.zero && !shorthand::takes_null(schema) {
        let help = format!("leave `{}` out, or give it a value", field.name);
        reader.error(from.span, format!("`{}` cannot be null", field.name), help);
    }
    None
}

/// Whether a block of the same name takes an attribute's place, as it does in free-form bodies.
pub fn overridden(reader: &mut Reader<'_>, from: &syntax::Attribute<'_>, body: &Body<'_>) -> bool {
    let same = |item: &Item<'_>| matches!(item, Item::Block(block) if block.kind == from.name);
    let block = reader.evaluates() && body.items.iter().any(same);
    if block {
        let message =
            format!("Nomad ignores the attribute `{0}`, for there is a block `{0}`", from.name);
        reader.warn(from.name_span, message, "keep one of the two");
    }
    block
}

/// Nomad takes any value in a task's `config` and leaves it to the driver: what has another type than the model's is
/// kept as it is.
fn config_attribute(
    reader: &mut Reader<'_>,
    from: &syntax::Attribute<'_>,
    schema: &'static Schema,
    into: &mut dyn Block,
) {
    let Some(value) = reader.typed(&from.value, Type::Any, true) else { return };
    if value == Value::Null && reader.evaluates() {
        // Right in the configuration it is nothing; further in, a driver sees it.
        let own = |(_, driver): &(&str, &Schema)| driver.template == schema.template;
        if !Config::schemas().iter().any(own) {
            into.base_mut().extra.set(from.name, value);
        }
        return;
    }
    if let (Value::Object(_), false) = (&value, free::is_wrapped(&from.value)) {
        let name = reader.name(from.name);
        if schema.field(name).is_none() {
            unknown::option(reader, from.name_span, name, schema);
        }
        return free::set(name, &from.value, value, &mut into.base_mut().extra);
    }
    match (schema.field(from.name).map(|(index, field)| (index, &field.kind)), value) {
        (Some((index, Kind::Attr(kind))), value) if value::fits(&value, *kind) => {
            into.set(index, value);
        }
        (Some((index, Kind::Map(_))), Value::Object(entries)) => {
            if let Some(Child::Map(map)) = into.child(index) {
                *map = entries;
            }
        }
        (known, value) => {
            let name = reader.name(from.name);
            if known.is_none() {
                unknown::option(reader, from.name_span, name, schema);
            }
            free::set(name, &from.value, value, &mut into.base_mut().extra);
        }
    }
}

/// Whether a driver's block can be one of the model's. If not, it is kept as it is.
fn suits(labels: &[String], body: &Body<'_>, kind: &Kind, is_set: bool) -> bool {
    match kind {
        Kind::Blocks(inner) => labels.len() == inner.labels().count(),
        Kind::Block(inner) => !is_set && labels.len() == inner.labels().count(),
        Kind::Map(_) => {
            let plain = |item: &Item<'_>| match item {
                Item::Attribute(attribute) => !matches!(
                    attribute.value.kind,
                    ExprKind::Object(_) | ExprKind::Parens(_) | ExprKind::Null
                ),
                Item::Block(_) => false,
            };
            !is_set && labels.is_empty() && body.items.iter().all(plain)
        }
        _ => false,
    }
}

/// Reads a block inside another: its keyword, its labels and its content, which `dynamic` blocks give apart.
pub fn inner(
    reader: &mut Reader<'_>,
    from: &syntax::Block<'_>,
    (kind, labels, content): (&str, &[String], &Body<'_>),
    schema: &'static Schema,
    into: &mut dyn Block,
) {
    let driver = driver(into);
    let known = schema.field(kind).filter(|(index, field)| {
        !schema.config || suits(labels, content, &field.kind, is_set(into, *index))
    });
    let Some((index, field)) = known else {
        return other(reader, from, (kind, labels, content), schema, into);
    };
    let single = matches!(field.kind, Kind::Block(_) | Kind::Map(_) | Kind::Free | Kind::Config);
    if single && is_set(into, index) {
        let help = format!("put both into one: `{kind} {{ … }}`");
        return reader.error(
            from.kind_span,
            format!("a second `{kind}` block; expected one"),
            help,
        );
    }
    if matches!(field.kind, Kind::Map(_) | Kind::Free | Kind::Config)
        && let Some(label) = from.labels.first().filter(|_| !labels.is_empty())
    {
        let help = format!("write `{kind} {{ … }}`");
        reader.error(label.span, format!("`{kind}` takes no label"), help);
    }
    match into.child(index) {
        Some(Child::Block(child)) => {
            labelled(reader, from, labels, content, child);
            surprise::repeated_key(reader, from, field, index, into);
        }
        Some(Child::Map(map)) => {
            let of = match field.kind {
                Kind::Map(of) if !schema.config => of,
                _ => Type::Any,
            };
            read_map(reader, content, map, (of, schema.config));
        }
        Some(Child::Free(free)) => free::body(reader, content, free, false),
        Some(Child::Config(config)) => {
            match config.insert(Config::of_driver(driver.as_deref())).block_mut() {
                Ok(child) => body(reader, content, child),
                Err(free) => free::body(reader, content, free, true),
            }
        }
        None => unknown::not_a_block(reader, from, kind),
    }
}

/// A block that the model does not have.
fn other(
    reader: &mut Reader<'_>,
    from: &syntax::Block<'_>,
    (kind, labels, content): (&str, &[String], &Body<'_>),
    schema: &'static Schema,
    into: &mut dyn Block,
) {
    if reader.inherits && inherit::block(reader, from, (kind, labels, content), schema.go) {
        return;
    }
    if schema.config && schema.field(kind).is_none() {
        unknown::option(reader, from.kind_span, kind, schema);
    }
    if schema.config || !reader.evaluates() {
        let block = free::block(reader, (kind, labels, content), schema.config);
        into.base_mut().extra.push(block);
    } else {
        unknown::block(reader, from, kind, schema);
    }
}

/// The task's driver, if this is a task that names one.
pub fn driver(block: &dyn Block) -> Option<String> {
    let schema = block.schema();
    let (wanted, _) = schema.field("driver")?;
    let mut driver = None;
    block.visit(&mut |index, item| {
        if let (true, crate::jobspec::Item::Attr(value)) = (index == wanted, item) {
            driver = value.as_str().map(str::to_owned);
        }
    });
    driver
}

fn is_set(block: &dyn Block, field: usize) -> bool {
    let mut set = false;
    block.visit(&mut |index, _| set |= index == field);
    set
}

/// Reads a block of free names.
pub fn read_map(
    reader: &mut Reader<'_>,
    from: &Body<'_>,
    into: &mut Map,
    (of, config): (Type, bool),
) {
    for item in &from.items {
        match item {
            Item::Attribute(attribute) => {
                let Some(value) = reader.typed(&attribute.value, of, config) else { continue };
                if value == Value::Null && of == Type::Text && reader.evaluates() {
                    let help = "leave it out, or give it a value";
                    let message = format!("`{}` cannot be null", attribute.name);
                    reader.error(attribute.value.span, message, help);
                }
                into.set(reader.name(attribute.name), value);
            }
            Item::Block(block) => {
                let help = format!("write `{} = …`", block.kind);
                let message = format!("expected `{} = …`, not a block", block.kind);
                reader.error(block.kind_span, message, help);
            }
        }
    }
}
