//! Files that Nomad renders for tasks.

pub mod blocks;
pub mod functions;
pub mod herd;
pub mod syntax;
pub mod vault;

use crate::diagnostic::Diagnostic;
use crate::go_template::{Mistake, delimiters};
use crate::jobspec::{Attr, Template};
use crate::lint::Scope;
use crate::lint::template::calls;
use jobwright_hcl::syntax::Span;

/// A finding with the part of a template that it is about.
fn showing(finding: Diagnostic, text: &str, start: usize, end: usize) -> Diagnostic {
    match u32::try_from(start).ok().zip(u32::try_from(end).ok()) {
        Some((start, end)) => finding.showing(text, Span::new(start, end)),
        None => finding,
    }
}

/// So many findings of one rule in one template are shown.
const MOST: usize = 10;

/// Reports what is wrong in a template, and whether there is more. Nothing beyond that is asked of the iterator.
fn report(
    data: &Attr<String>,
    text: &str,
    mistakes: impl Iterator<Item = Mistake>,
    scope: &mut Scope<'_, '_>,
) {
    let mut mistakes = mistakes.peekable();
    for at in 1..=MOST {
        let Some(Mistake { message, help, start, end }) = mistakes.next() else { return };
        let finding = scope.finding(message, data.location());
        let mut finding = showing(finding, text, start, end).help(help);
        if at == MOST && mistakes.peek().is_some() {
            finding = finding.note("there are more in this template");
        }
        scope.report(finding);
    }
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
