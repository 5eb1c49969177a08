//! Attributes and blocks that are unknown where they are: errors, with what was probably meant.

use super::finding::Finding;
use super::session::Session;
use crate::jobspec::{Config, Kind, Schema, all_schemas};
use jobwright_hcl::nearest::nearest;
use jobwright_hcl::syntax::{self, Span};

/// An attribute that the block does not have.
pub fn attribute(session: &mut Session<'_>, from: &syntax::Attribute<'_>, schema: &Schema) {
    let name = from.name;
    let message = format!("unknown attribute `{name}` in `{}`", schema.name);
    session.push(unknown_name(from.name_span, message, schema, (name, false)));
}

/// A block that the block does not have.
pub fn block(session: &mut Session<'_>, from: &syntax::Block<'_>, kind: &str, schema: &Schema) {
    let message = format!("unknown block `{kind}` in `{}`", schema.name);
    // The keyword of a generated block is the label of its `dynamic` block.
    let finding = unknown_name(from.kind_span, message, schema, (kind, true));
    session.push(if from.kind == kind { finding } else { finding.instead(None) });
}

/// An attribute in place of a block.
pub fn not_an_attribute(session: &mut Session<'_>, from: &syntax::Attribute<'_>) {
    let name = from.name;
    let message = format!("expected a block, found an attribute: `{name}`");
    session.error(from.name_span, message, format!("write `{name} {{ … }}`, without `=`"));
}

/// A block in place of an attribute.
pub fn not_a_block(session: &mut Session<'_>, from: &syntax::Block<'_>, kind: &str) {
    let message = format!("expected an attribute, found a block: `{kind}`");
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
            format!("move `{name}` into the `config` block of a task")
        }
        [] => match nearest(name, fields.map(|field| field.name)) {
            Some(near) => return (format!("did you mean `{near}`?"), Some(near)),
            None => format!("remove it, or look up the attributes of a `{}` block", schema.name),
        },
        [place] => {
            let holds = |other: &&Schema| {
                !other.config && other.field(place).is_some_and(|(_, field)| is_block(&field.kind))
            };
            let owners = names(all_schemas().into_iter().filter(holds));
            // Of several, a group's is what is meant: a network in a task is an old form.
            let group = owners.iter().find(|owner| owners.len() == 1 || **owner == "group");
            match group.filter(|owner| **owner != schema.name) {
                Some(owner) => format!("move `{name}` into the `{place}` block of a `{owner}`"),
                None => format!("move `{name}` into a `{place}` block"),
            }
        }
        places => {
            let shown: Vec<String> =
                places.iter().take(4).map(|place| format!("`{place}`")).collect();
            format!("move `{name}` into one of the blocks {}", shown.join(", "))
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
        Some((driver, _)) => format!(
            "unknown attribute `{name}` in the `config` of the driver \
            `{driver}`"
        ),
        None => format!("unknown attribute `{name}` in `{}`", schema.name),
    };
    let fields = schema.fields.iter().filter(|field| field.kind != Kind::Label);
    let near = nearest(name, fields.map(|field| field.name));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "remove it, unless your version of the driver supports it".to_owned(),
    };
    let finding = Finding::new(span, message).help(help).rule("unknown-name");
    session.surprise(finding.instead(near));
}
