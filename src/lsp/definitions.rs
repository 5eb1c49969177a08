//! Where a name is defined, and where it is used.

use serde_json::{Value, json};

use super::diagnostics::State;
use super::documents::Document;
use super::generated;
use super::names::{self, Named};
use super::uri;
use super::workspace;
use jobwright_hcl::syntax::Outline;

/// The places that define the name at an offset; in a file that `gen` wrote, its first line leads to the definition in Rust.
pub fn definition(state: &State, document: &Document, offset: u32) -> Value {
    if let Some(path) = document.path.as_deref()
        && document.lines.line(offset as usize) == 0
        && let Some((file, line)) = generated::definition(path, &document.text)
    {
        let point = json!({"line": line, "character": 0});
        return json!([{"uri": uri::of_path(&file), "range": {"start": point, "end": point}}]);
    }
    locations(state, document, offset, |one| one.defines)
}

/// The uses of the name at an offset, and its definitions if they are requested.
pub fn references(state: &State, document: &Document, offset: u32, definitions: bool) -> Value {
    locations(state, document, offset, |one| definitions || !one.defines)
}

/// All occurrences of the name in this document, for the editor to highlight.
pub fn highlights(document: &Document, offset: u32) -> Value {
    let outline = Outline::of(&document.text);
    let all = names::all(&outline, document.is_volume());
    let Some(here) = names::at(&all, offset) else { return Value::Null };
    let same = all.iter().filter(|one| one.is(here));
    let highlight = |one: &Named| {
        let kind = if one.defines { 3 } else { 2 };
        json!({"range": document.lines.range(&document.text, one.span), "kind": kind})
    };
    same.map(highlight).collect::<Vec<_>>().into()
}

fn locations(
    state: &State,
    document: &Document,
    offset: u32,
    wanted: impl Fn(&Named) -> bool,
) -> Value {
    let outline = Outline::of(&document.text);
    let all = names::all(&outline, document.is_volume());
    let Some(here) = names::at(&all, offset) else { return Value::Null };
    let mut found: Vec<Value> = places(document, &all, here, &wanted).collect();
    if here.kind.is_shared() {
        for other in workspace::others(state, document, &here.name) {
            let outline = Outline::of(&other.text);
            let all = names::all(&outline, other.is_volume());
            found.extend(places(&other, &all, here, &wanted));
        }
    }
    found.into()
}

/// The places of a name in a document.
fn places<'p>(
    document: &'p Document,
    all: &'p [Named],
    name: &'p Named,
    wanted: &'p impl Fn(&Named) -> bool,
) -> impl Iterator<Item = Value> + 'p {
    let same = all.iter().filter(|one| one.is(name) && wanted(one));
    same.map(|one| {
        let range = document.lines.range(&document.text, one.span);
        json!({"uri": document.uri, "range": range})
    })
}
