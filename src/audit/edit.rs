//! Edits of sources.

use std::path::PathBuf;
use std::sync::Arc;

use crate::diagnostic::{Edit, Place, SourceText};

/// A file with its new content, which was read again before it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewrite {
    /// The old content.
    pub old: Arc<SourceText>,
    /// The file; `None` for standard input.
    pub path: Option<PathBuf>,
    /// The new content.
    pub new: String,
    /// How many findings it fixes.
    pub findings: usize,
}

/// The source with these groups of edits applied, each as a whole or not at all, and how many were
/// applied; of groups that overlap or touch, only the first is.
pub(super) fn apply<'e>(
    text: &Arc<SourceText>,
    groups: impl Iterator<Item = &'e [Edit]>,
) -> (String, usize) {
    let mut all: Vec<(std::ops::Range<usize>, &str)> = Vec::new();
    let mut done = 0;
    for group in groups {
        let parts: Option<Vec<_>> = group.iter().map(|edit| part(text, edit)).collect();
        let Some(parts) = parts else { continue };
        let touches = |one: &std::ops::Range<usize>| {
            all.iter().any(|(other, _)| one.start <= other.end && other.start <= one.end)
        };
        if parts.is_empty() || parts.iter().any(|(range, _)| touches(range)) {
            continue;
        }
        all.extend(parts);
        done += 1;
    }
    all.sort_by_key(|(range, _)| range.start);
    let mut new = text.text.clone();
    for (range, replacement) in all.into_iter().rev() {
        new.replace_range(range, replacement);
    }
    (new, done)
}

/// The range of the source that an edit replaces, and the replacement.
fn part<'e>(text: &SourceText, edit: &'e Edit) -> Option<(std::ops::Range<usize>, &'e str)> {
    let Place::Text(of, span) = &edit.place else { return None };
    let range = span.range();
    (of.as_ref() == text && text.text.get(range.clone()).is_some())
        .then_some((range, edit.replacement.as_str()))
}
