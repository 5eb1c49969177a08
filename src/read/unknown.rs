//! What does not belong where it stands, and what is missing: the mistakes, with what was probably meant.

use super::finding::Finding;
use super::session::Session;
use crate::jobspec::{Block, Config, Field, Item, Kind, Schema, Special, all_schemas};
use jobwright_hcl::nearest::nearest;
use jobwright_hcl::syntax::{self, Body, Span};

/// An attribute that the block does not have.
pub fn attribute(session: &mut Session<'_>, from: &syntax::Attribute<'_>, schema: &Schema) {
    let name = from.name;
    let message = format!("`{}` has no attribute `{name}`", schema.name);
    session.push(unknown_name(from.name_span, message, schema, (name, false)));
}

/// A block that the block does not have.
pub fn block(session: &mut Session<'_>, from: &syntax::Block<'_>, kind: &str, schema: &Schema) {
    let message = format!("`{}` has no block `{kind}`", schema.name);
    // The keyword of a block that is made stands where its `dynamic` block says so.
    let finding = unknown_name(from.kind_span, message, schema, (kind, true));
    session.push(if from.kind == kind { finding } else { finding.instead(None) });
}

/// An attribute in place of a block.
pub fn not_an_attribute(session: &mut Session<'_>, from: &syntax::Attribute<'_>) {
    let name = from.name;
    let message = format!("`{name}` is a block, not an attribute");
    session.error(from.name_span, message, format!("write `{name} {{ … }}`, without `=`"));
}

/// A block in place of an attribute.
pub fn not_a_block(session: &mut Session<'_>, from: &syntax::Block<'_>, kind: &str) {
    let message = format!("`{kind}` is an attribute, not a block");
    session.error(from.kind_span, message, format!("write `{kind} = …`"));
}

/// A name that the block does not have, for an attribute or a block.
fn unknown_name(
    span: Span,
    message: String,
    schema: &Schema,
    (name, block): (&str, bool),
) -> Finding {
    let (help, near) = meant(schema, name, block);
    Finding::new(span, message).help(help).rule("unknown-name").instead(near)
}

/// What was probably meant by a name, and the name to write in its stead, if there is one.
fn meant(schema: &Schema, name: &str, block: bool) -> (String, Option<&'static str>) {
    let is_block = |kind: &Kind| !matches!(kind, Kind::Attr(_) | Kind::Label);
    let has = |other: &&Schema| {
        other.field(name).is_some_and(|(_, field)| is_block(&field.kind) == block)
    };
    let places = names(all_schemas().into_iter().filter(|other| !other.config).filter(has));
    let fields = schema.fields.iter().filter(|field| field.kind != Kind::Label);
    let help = match places.as_slice() {
        [] if Config::schemas().iter().any(|(_, config)| has(config)) => {
            format!("`{name}` belongs in the `config` block of a task")
        }
        [] => match nearest(name, fields.map(|field| field.name)) {
            Some(near) => return (format!("did you mean `{near}`?"), Some(near)),
            None => format!("take it out, or see what a `{}` block takes", schema.name),
        },
        [place] => {
            let holds = |other: &&Schema| {
                !other.config && other.field(place).is_some_and(|(_, field)| is_block(&field.kind))
            };
            let owners = names(all_schemas().into_iter().filter(holds));
            // Of several, a group's is what is meant: a network in a task is an old form.
            let group = owners.iter().find(|owner| owners.len() == 1 || **owner == "group");
            match group.filter(|owner| **owner != schema.name) {
                Some(owner) => format!("`{name}` belongs in the `{place}` block of a `{owner}`"),
                None => format!("`{name}` belongs in a `{place}` block"),
            }
        }
        places => {
            let shown: Vec<String> =
                places.iter().take(4).map(|place| format!("`{place}`")).collect();
            format!("`{name}` belongs in one of the blocks {}", shown.join(", "))
        }
    };
    (help, None)
}

/// The keywords of blocks, each once.
fn names<'s>(schemas: impl Iterator<Item = &'s Schema>) -> Vec<&'s str> {
    let mut names: Vec<&str> = schemas.map(|schema| schema.name).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Warns of an option that a driver whose options are known does not have. Nomad leaves it to the driver, which refuses
/// the task.
pub fn option(session: &mut Session<'_>, span: Span, name: &str, schema: &Schema) {
    let driver = Config::schemas().iter().find(|(_, config)| config.template == schema.template);
    let message = match driver {
        Some((driver, _)) => format!("the driver `{driver}` has no option `{name}`"),
        None => format!("`{}` has no option `{name}`", schema.name),
    };
    let fields = schema.fields.iter().filter(|field| field.kind != Kind::Label);
    let near = nearest(name, fields.map(|field| field.name));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "take it out, unless your version of the driver knows it".to_owned(),
    };
    let finding = Finding::new(span, message).help(help).rule("unknown-name");
    session.surprise(finding.instead(near));
}

/// Reports what Nomad's reader wants in the block and does not find.
pub fn required(session: &mut Session<'_>, from: &Body<'_>, block: &dyn Block) {
    if !session.evaluates() {
        return;
    }
    let schema = block.schema();
    let has = |name: &str| {
        let mut found = false;
        block.visit(&mut |index, item| {
            found |= schema.fields[index].name == name && !matches!(item, Item::Label(_));
        });
        found
    };
    // A mistake in the value has been told.
    let written = |name: &str| {
        from.items.iter().any(
            |item| matches!(item, syntax::Item::Attribute(attribute) if attribute.name == name),
        )
    };
    let end = start(from.span);
    for Field { name, .. } in schema.fields.iter().filter(|field| field.parser_required) {
        if !has(name) && !written(name) {
            let message = format!("`{}` lacks `{name}`", schema.name);
            session.error(end, message, format!("write `{name} = \"…\"`"));
        }
    }
    match schema.special {
        Some(Special::Scaling) => scaling(session, from, block, written("max")),
        Some(Special::Task) => twice(session, from),
        _ => {}
    }
}

/// A task scales each thing once, however it is written.
fn twice(session: &mut Session<'_>, from: &Body<'_>) {
    let mut seen = Vec::new();
    for item in &from.items {
        let syntax::Item::Block(block) = item else { continue };
        let Some(label) = block.labels.first().filter(|_| block.kind == "scaling") else {
            continue;
        };
        let label = label.text.to_ascii_lowercase();
        if seen.contains(&label) {
            let message = format!("a second `scaling \"{label}\"`; expected one");
            session.error(block.kind_span, message, "put both into one");
        }
        seen.push(label);
    }
}

/// The kind of a scaling policy agrees with where it stands.
fn scaling(session: &mut Session<'_>, from: &Body<'_>, block: &dyn Block, max: bool) {
    let schema = block.schema();
    let (mut label, mut kind) = (None, None);
    block.visit(&mut |index, item| match item {
        Item::Label(text) => label = Some(text.to_ascii_lowercase()),
        Item::Attr(value) if schema.fields[index].name == "type" => {
            kind = value.as_str().map(str::to_owned);
        }
        _ => {}
    });
    let place = start(from.span);
    let wanted = match label.as_deref() {
        None => "horizontal",
        Some("cpu") => "vertical_cpu",
        Some("mem") => "vertical_mem",
        Some(_) => {
            let help = "write `scaling \"cpu\" { … }` or `scaling \"mem\" { … }`";
            return session.error(place, "a task scales `cpu` or `mem`", help);
        }
    };
    if label.is_none() && !max {
        session.error(place, "`scaling` lacks `max`", "write how many instances there may be");
    }
    if let Some(kind) = kind.filter(|kind| !kind.is_empty() && kind != wanted) {
        let message = format!("the type is `{kind}`, but it must be `{wanted}` here");
        session.error(place, message, "leave `type` out");
    }
}

/// A place of no length at the start of another.
fn start(span: Span) -> Span {
    Span::new(span.start, span.start)
}
