//! Changes of texts.

use std::path::PathBuf;
use std::sync::Arc;

use crate::diagnostic::{Edit, Place, SourceText};

/// A file with another text, which was read again before anybody writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewrite {
    /// What it was.
    pub old: Arc<SourceText>,
    /// The file; nothing for standard input.
    pub path: Option<PathBuf>,
    /// What it is to be.
    pub new: String,
    /// How many findings that is for.
    pub findings: usize,
}

/// The text with these groups of edits, each of which is done as a whole or not at all: of groups that touch each other,
/// the first one. And how many were done.
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

/// The part of a text that an edit is about.
fn part<'e>(text: &SourceText, edit: &'e Edit) -> Option<(std::ops::Range<usize>, &'e str)> {
    let Place::Text(of, span) = &edit.place else { return None };
    let range = span.range();
    (of.as_ref() == text && text.text.get(range.clone()).is_some())
        .then_some((range, edit.replacement.as_str()))
}
