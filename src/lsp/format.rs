//! Formatting: the edits that turn a document into what `fmt` makes of it.

use std::time::Duration;

use serde_json::{Value, json};
use similar::{DiffTag, TextDiff};

use super::documents::Document;
use super::position::span;
use jobwright_hcl::fmt;
use jobwright_hcl::syntax::Span;

/// What takes longer to compare is one edit.
const LONGEST: Duration = Duration::from_millis(100);

/// The edits of lines that differ; nothing for a document with syntax errors, or one that is too
/// large. Within a range, those of the lines that it covers, at least in part; of an empty range,
/// the line that it is in.
pub fn edits(document: &Document, within: Option<Span>) -> Option<Value> {
    if document.is_too_large() {
        return None;
    }
    let formatted = fmt::format(&document.text).ok()?;
    Some(between(document, &formatted, within))
}

/// The edits that make one text of another, line by line.
pub fn between(document: &Document, new: &str, within: Option<Span>) -> Value {
    let old = document.text.as_str();
    let (old_lines, new_lines): (Vec<&str>, Vec<&str>) =
        (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let starts = |lines: &[&str]| {
        let mut at = 0;
        let mut starts = vec![0];
        for line in lines {
            at += line.len();
            starts.push(at);
        }
        starts
    };
    let (old_starts, new_starts) = (starts(&old_lines), starts(&new_lines));
    let offset = |starts: &[usize], line: usize| starts.get(line).copied().unwrap_or_default();
    let difference = TextDiff::configure().timeout(LONGEST).diff_slices(&old_lines, &new_lines);
    let within = within.map(|within| covered(old, within));
    let mut edits = Vec::new();
    for part in difference.ops() {
        if part.tag() == DiffTag::Equal {
            continue;
        }
        let (own, other) = (part.old_range(), part.new_range());
        let (start, end) = (offset(&old_starts, own.start), offset(&old_starts, own.end));
        let text = new.get(offset(&new_starts, other.start)..offset(&new_starts, other.end));
        let span = span(start, end);
        if within.is_some_and(|within| span.end <= within.start || within.end <= span.start) {
            continue;
        }
        edits.push(json!({
            "range": document.lines.range(old, span),
            "newText": text.unwrap_or_default(),
        }));
    }
    edits.into()
}

/// A range; of an empty one, the line that it is in.
fn covered(text: &str, within: Span) -> Span {
    if within.start < within.end {
        return within;
    }
    let at = within.start as usize;
    let before = text.get(..at).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let rest = text.get(at..).unwrap_or_default();
    let end = rest.find('\n').map_or(text.len(), |end| at + end + 1);
    span(start, end)
}
