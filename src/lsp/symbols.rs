//! The blocks of a document, as an editor lists them.

use serde_json::{Value, json};

use super::documents::Document;
use jobwright_hcl::syntax::{EntryKind, Outline};

/// Blocks that are nested deeper are not listed.
const DEEPEST: usize = 24;

/// The blocks with labels, and those that hold what a job has; of `locals` and `variables`, the values.
pub fn symbols(document: &Document) -> Value {
    let outline = Outline::of(&document.text);
    // What is in each block, by the block around it: children come after their parents.
    let mut inside: Vec<Vec<Value>> = vec![Vec::new(); outline.entries.len()];
    let mut top = Vec::new();
    for (at, entry) in outline.entries.iter().enumerate().rev() {
        let mut children = inside.get_mut(at).map(std::mem::take).unwrap_or_default();
        children.reverse();
        let depth = outline.around(at).take(DEEPEST).count();
        let Some(symbol) = symbol(&outline, document, at, children).filter(|_| depth < DEEPEST)
        else {
            continue;
        };
        match entry.parent.and_then(|parent| inside.get_mut(parent)) {
            Some(parent) => parent.push(symbol),
            None => top.push(symbol),
        }
    }
    top.reverse();
    top.into()
}

fn symbol(
    outline: &Outline<'_>,
    document: &Document,
    at: usize,
    children: Vec<Value>,
) -> Option<Value> {
    let entry = outline.entries.get(at)?;
    let keyword = outline.text_of(entry.name);
    let parent = entry.parent.and_then(|parent| outline.entries.get(parent));
    let around = parent.map_or("", |parent| outline.text_of(parent.name));
    let is_value =
        matches!(around, "locals" | "variables") && parent.is_some_and(|one| one.parent.is_none());
    if !matches!(entry.kind, EntryKind::Block { .. }) && !is_value {
        return None;
    }
    let labels: Vec<&str> =
        (0..entry.labels.len()).filter_map(|index| outline.label(entry, index)).collect();
    let own = outline.attribute(Some(at), "name").and_then(|own| outline.string(own.value()?));
    let name = labels.first().copied().or(own.filter(|name| !name.is_empty()));
    let (name, detail) = match name.filter(|name| !name.is_empty()) {
        Some(name) => (name, keyword),
        None => (keyword, ""),
    };
    let range = |span| document.lines.range(&document.text, span);
    let selection = outline.label_span(entry, 0).filter(|span| span.start < span.end);
    let mut symbol = json!({
        "name": name,
        "detail": detail,
        "kind": kind(keyword, is_value),
        "range": range(entry.span),
        "selectionRange": range(selection.unwrap_or(entry.name)),
    });
    symbol["children"] = children.into();
    Some(symbol)
}

/// The protocol's symbol kind, which an editor shows as an icon: it has none for jobs.
fn kind(keyword: &str, is_value: bool) -> u8 {
    match keyword {
        _ if is_value => 13,
        "job" => 2,
        "group" => 3,
        "task" => 12,
        "service" => 11,
        "variable" => 13,
        "port" => 14,
        _ => 19,
    }
}
