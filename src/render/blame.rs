//! Which template printed what cannot be read.

use super::builtin::{FREE, MAP};
use super::printer::Printer;
use crate::jobspec::{Block, FieldItem, Job, Kind, Path, Schema, Step};
use crate::read::Finding;
use jobwright_hcl::syntax::{self, Body};

/// The template, and the path to the block that it printed: `template `task.hcl.j2`, job "web" > group "web"`.
pub fn blame(printer: &Printer, job: &Job, text: &str, findings: &[Finding]) -> Option<String> {
    match syntax::parse(text) {
        // HCL, but not a job: the location of the finding is in some block.
        Ok(body) => {
            let at = findings.first()?.span.start;
            let mut path = Path::new();
            let template = by_place(&body, at, None, &mut path)?;
            Some(format!("template `{}`, {path}", printer.file(template)))
        }
        // Not HCL: the innermost block whose own source is not HCL either.
        Err(_) => {
            let mut path = Path::new();
            let template = by_printing(printer, job, &mut path)?;
            Some(format!("template `{}`, {path}", printer.file(template)))
        }
    }
}

fn by_place(
    body: &Body<'_>,
    at: u32,
    schema: Option<&'static Schema>,
    path: &mut Path,
) -> Option<&'static str> {
    let blocks = body.items.iter().filter_map(|item| match item {
        syntax::Item::Block(block) => Some(block),
        syntax::Item::Attribute(_) => None,
    });
    let inner = blocks.into_iter().find(|block| (block.span.start..=block.span.end).contains(&at));
    let Some(inner) = inner else { return schema.map(|schema| schema.template) };
    let found = match schema {
        None => (inner.kind == "job").then_some(&Kind::Block(&Job::SCHEMA)),
        Some(schema) => schema.field(inner.kind).map(|(_, field)| &field.kind),
    };
    match found {
        // If the block itself is one too many, the template of its parent is to blame.
        Some(Kind::Block(_) | Kind::Blocks(_))
            if inner.kind_span.start == at && schema.is_some() =>
        {
            schema.map(|schema| schema.template)
        }
        Some(Kind::Block(schema) | Kind::Blocks(schema)) => {
            let labels = inner.labels.iter().map(|label| label.text.as_ref());
            path.push(Step::block(inner.kind, labels));
            by_place(&inner.body, at, Some(schema), path)
        }
        Some(Kind::Map(_)) => Some(MAP),
        Some(Kind::Free | Kind::Config) => Some(FREE),
        _ => schema.map(|schema| schema.template),
    }
}

fn by_printing(printer: &Printer, block: &dyn Block, path: &mut Path) -> Option<&'static str> {
    let text = printer.block(block).ok()?;
    if syntax::parse(&text).is_ok() {
        return None;
    }
    path.push(block.into());
    let mut deepest = None;
    block.visit(&mut |_, item| {
        if let (FieldItem::Block(inner), None) = (item, deepest) {
            deepest = by_printing(printer, inner, path);
        }
    });
    Some(deepest.unwrap_or(block.schema().template))
}
