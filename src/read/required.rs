//! The blocks that Nomad's parser refuses, whatever they are for: what is missing in them, and what
//! is invalid.

use super::finding::Finding;
use super::session::Session;
use crate::jobspec::{Block, FieldItem, Location, Path, Special, Trail};
use jobwright_hcl::syntax::{self, Body, Span};

/// A reason for Nomad's parser to refuse a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lack {
    /// The problem with the block.
    pub message: String,
    /// How to fix it, in HCL.
    pub help: String,
    /// The attribute that is missing.
    pub attribute: Option<&'static str>,
    /// The location of the block.
    pub location: Location,
}

impl Lack {
    fn new(block: &dyn Block, message: impl Into<String>, help: impl Into<String>) -> Self {
        let location = block.base().location;
        Self { message: message.into(), help: help.into(), attribute: None, location }
    }

    fn of(block: &dyn Block, attribute: &'static str, help: impl Into<String>) -> Self {
        let message = format!("missing attribute `{attribute}` in `{}`", block.schema().name);
        Self { attribute: Some(attribute), ..Self::new(block, message, help) }
    }
}

/// What Nomad's parser requires in a block and does not find. An attribute with an expression
/// counts as set.
pub fn lacks(block: &dyn Block) -> Vec<Lack> {
    let schema = block.schema();
    let mut lacks = Vec::new();
    for field in schema.fields.iter().filter(|field| field.parser_required) {
        if !has(block, field.name) {
            lacks.push(Lack::of(block, field.name, format!("write `{} = \"…\"`", field.name)));
        }
    }
    match schema.special {
        Some(Special::Scaling) => scaling(block, &mut lacks),
        Some(Special::Task) => twice(block, &mut lacks),
        _ => {}
    }
    lacks
}

/// The same of a block and all blocks in it, each with its path.
pub fn lacks_inside(block: &dyn Block) -> Vec<(Path, Lack)> {
    fn collect(trail: &Trail<'_>, block: &dyn Block, found: &mut Vec<(Path, Lack)>) {
        found.extend(lacks(block).into_iter().map(|lack| (trail.path(), lack)));
        block.visit(&mut |index, item| {
            if let FieldItem::Block(inner) = item {
                let keyword = block.schema().fields[index].name;
                collect(&trail.block(keyword, inner), inner, found);
            }
        });
    }
    let mut found = Vec::new();
    collect(&Trail::root(block), block, &mut found);
    found
}

/// Reports what Nomad's parser requires in a block that was read and does not find. Where
/// expressions are kept, that is not an error in the source, and is returned separately.
pub fn required(session: &mut Session<'_>, from: &Body<'_>, block: &dyn Block) {
    if block.schema().fields.iter().all(|field| !field.parser_required)
        && !matches!(block.schema().special, Some(Special::Scaling | Special::Task))
    {
        return;
    }
    // To the parser, an attribute that is null is there; and a mistake in its value has been told.
    let written = |name: &str| {
        from.items.iter().any(
            |item| matches!(item, syntax::Item::Attribute(attribute) if attribute.name == name),
        )
    };
    let start = Span::new(from.span.start, from.span.start);
    let span = |location| match location {
        Location::Text(_, span) => Some(span),
        _ => None,
    };
    let here = span(block.base().location);
    for lack in lacks(block) {
        // A block inside that is one too many has its own place.
        let place = span(lack.location).filter(|place| Some(*place) != here).unwrap_or(start);
        if !lack.attribute.is_some_and(written) {
            session.lack(Finding::new(place, lack.message).help(lack.help));
        }
    }
}

fn has(block: &dyn Block, name: &str) -> bool {
    let schema = block.schema();
    let mut found = false;
    block.visit(&mut |index, item| {
        found |= schema.fields[index].name == name && !matches!(item, FieldItem::Label(_));
    });
    found
}

/// A task scales each thing once, however it is written.
fn twice(block: &dyn Block, lacks: &mut Vec<Lack>) {
    let mut seen = Vec::new();
    block.visit(&mut |_, item| {
        let FieldItem::Block(inner) = item else { return };
        let Some(label) = scaled(inner).filter(|label| !label.is_empty()) else { return };
        if seen.contains(&label) {
            let message = format!("duplicate block `scaling \"{label}\"`");
            lacks.push(Lack::new(inner, message, "merge the two"));
        }
        seen.push(label);
    });
}

/// What a task's scaling policy is for; nothing for other blocks.
fn scaled(block: &dyn Block) -> Option<String> {
    let mut label = None;
    if block.schema().special == Some(Special::Scaling) {
        block.visit(&mut |_, item| {
            if let FieldItem::Label(text) = item {
                label = Some(text.to_ascii_lowercase());
            }
        });
    }
    label
}

/// Checks that the kind of a scaling policy is valid for the block around it.
fn scaling(block: &dyn Block, lacks: &mut Vec<Lack>) {
    let schema = block.schema();
    let is_task = schema.labels().next().is_some();
    let label = scaled(block).unwrap_or_default();
    let wanted = match label.as_str() {
        _ if !is_task => "horizontal",
        "cpu" => "vertical_cpu",
        "mem" => "vertical_mem",
        _ => {
            let help = "write `scaling \"cpu\" { … }` or `scaling \"mem\" { … }`";
            return lacks.push(Lack::new(
                block,
                "invalid scaling target: expected `cpu` or `mem` in \
                a task",
                help,
            ));
        }
    };
    if !is_task && !has(block, "max") {
        lacks.push(Lack::of(block, "max", "set the number of instances"));
    }
    let mut kind = None;
    block.visit(&mut |index, item| match item {
        FieldItem::Attr(value) if schema.fields[index].name == "type" => {
            kind = value.as_str().map(str::to_owned);
        }
        _ => {}
    });
    if let Some(kind) = kind.filter(|kind| !kind.is_empty() && kind != wanted) {
        let message = format!("invalid `type` here: expected `{wanted}`, found `{kind}`");
        lacks.push(Lack::new(block, message, "remove `type`"));
    }
}
