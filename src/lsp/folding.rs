//! What an editor can fold: blocks, lists, heredocs, and comments of several lines.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::documents::Document;
use jobwright_hcl::syntax::{EntryKind, Outline};

/// The parts that take several lines, one for each line that one begins on.
pub fn ranges(document: &Document) -> Value {
    let outline = Outline::of(&document.text);
    let line = |offset: u32| document.lines.line(offset as usize);
    let mut folds: BTreeMap<usize, (usize, bool)> = BTreeMap::new();
    let mut add = |start: usize, end: usize, is_comment: bool| {
        if end > start {
            let fold = folds.entry(start).or_insert((end, is_comment));
            *fold = (fold.0.max(end), is_comment);
        }
    };
    for entry in &outline.entries {
        if let EntryKind::Block { body, closed } = entry.kind {
            // The line of the closing brace stays.
            let end =
                if closed { line(entry.span.end).saturating_sub(1) } else { line(entry.span.end) };
            add(line(body.start), end, false);
        }
    }
    for span in outline.enclosed() {
        add(line(span.start), line(span.end).saturating_sub(1), false);
    }
    let mut run: Option<(usize, usize)> = None;
    for comment in outline.comments() {
        let text = outline.text_of(comment);
        let start = line(comment.start);
        let end = line(comment.start + u32::try_from(text.trim_end().len()).unwrap_or_default());
        run = match run {
            Some((first, last)) if last + 1 == start => Some((first, end)),
            before => {
                before.into_iter().for_each(|(first, last)| add(first, last, true));
                Some((start, end))
            }
        };
    }
    run.into_iter().for_each(|(first, last)| add(first, last, true));
    let fold = |(start, (end, is_comment)): (usize, (usize, bool))| match is_comment {
        true => json!({"startLine": start, "endLine": end, "kind": "comment"}),
        false => json!({"startLine": start, "endLine": end}),
    };
    folds.into_iter().map(fold).collect::<Vec<_>>().into()
}
