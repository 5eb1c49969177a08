//! Files that Nomad renders for tasks.

pub mod blocks;
pub mod herd;
pub mod vault;

use crate::jobspec::{Attr, Template};
use crate::lint::template_calls::calls;

/// The delimiters around a template's actions.
fn delimiters(template: &Template) -> (&str, &str) {
    let left =
        template.left_delimiter.as_ref().and_then(Attr::as_str).filter(|own| !own.is_empty());
    let right =
        template.right_delimiter.as_ref().and_then(Attr::as_str).filter(|own| !own.is_empty());
    (left.unwrap_or("{{"), right.unwrap_or("}}"))
}

/// What gives another answer while the task runs.
const LIVE: [&str; 22] = [
    "caLeaf",
    "caRoots",
    "connect",
    "datacenters",
    "key",
    "keyExists",
    "keyOrDefault",
    "ls",
    "node",
    "nodes",
    "nomadService",
    "nomadServices",
    "nomadVar",
    "nomadVarExists",
    "nomadVarList",
    "nomadVarListSafe",
    "safeLs",
    "safeTree",
    "secret",
    "service",
    "services",
    "tree",
];

/// Whether the content of a template can change while the task runs, as far as its source is known.
fn changes(template: &Template) -> bool {
    let Some(text) = template.data.as_ref().and_then(Attr::as_str) else { return false };
    let (left, right) = delimiters(template);
    calls(text, left, right).iter().any(|call| LIVE.contains(&call.function))
}
