//! Allowances in the comments of job files.

use std::sync::Arc;

use crate::diagnostic::{Place, SourceText};
use crate::jobspec::ALLOW;
use jobwright_hcl::syntax::{self, Body, Span};

/// An allowance in a comment of a job file: `# jobwright:allow RULE: reason`, above what it is for, or on its line.
#[derive(Clone, Debug)]
pub struct Comment {
    pub(super) text: Arc<SourceText>,
    /// The rule, and its span.
    pub(super) rule: (String, Span),
    pub(super) reason: String,
    /// Whether its spelling is wrong, so that it only looks like an allowance.
    pub(super) is_misspelt: bool,
    /// The attribute or block to which it applies; `None` if none follows.
    pub(super) covers: Option<Span>,
    /// The span to remove together with the comment, if the comment contains nothing else.
    pub(super) whole: Option<Span>,
}

/// The allowances in the comments of a source: each applies to the item that begins on its own
/// line, or on the next line that is not a comment.
pub fn comments(text: &Arc<SourceText>, body: &Body<'_>, comments: &[Span]) -> Vec<Comment> {
    let mut all = Vec::new();
    if !text.text.contains(NAME) {
        return all;
    }
    let behind = behind(&text.text, comments);
    for (span, behind) in comments.iter().zip(behind) {
        let said = span.of(&text.text);
        if !said.contains(NAME) {
            continue;
        }
        let covers = covered(&text.text, *span, behind, body);
        let alone = said.matches(ALLOW).count() == 1 && said.trim().lines().count() == 1;
        let whole = alone.then(|| whole(&text.text, *span));
        // A block comment may have several lines.
        let mut start = span.start;
        for line in said.split_inclusive('\n') {
            let own = start;
            start = start.saturating_add(length(line));
            let misspelt = misspelt(line);
            let rules = allowed_by(line);
            let all_rules = rules.iter().copied().chain(misspelt.map(|said| (said, "")));
            let whole = whole.filter(|_| rules.len() == 1);
            for (rule, reason) in all_rules {
                let at = rule.as_ptr() as usize - line.as_ptr() as usize;
                let at = own.saturating_add(u32::try_from(at).unwrap_or_default());
                all.push(Comment {
                    text: Arc::clone(text),
                    rule: (rule.to_owned(), Span::new(at, at.saturating_add(length(rule)))),
                    reason: reason.to_owned(),
                    is_misspelt: misspelt.is_some(),
                    covers,
                    whole,
                });
            }
        }
    }
    all
}

/// The beginning of every allowance.
const NAME: &str = "jobwright";

/// The beginning of a comment line that is meant as an allowance but is not one, such as
/// `jobwright: allow`.
fn misspelt(line: &str) -> Option<&str> {
    let at = line.find(NAME)?;
    let (before, said) = line.split_at(at);
    let is_mark = before.trim_matches(['#', '/', '*', ' ', '\t']).is_empty();
    let word = said[NAME.len()..].trim_start_matches([':', ' ', '\t', '-', '/']);
    let length = word.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(word.len());
    let is_meant = ["allow", "allows", "allowed", "ignore", "disable", "nolint", "noqa"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(&word[..length]));
    let end = said.len() - word.len() + length;
    (is_mark && is_meant && &said[..end] != ALLOW).then(|| &said[..end])
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

/// The rules that a line of a comment allows, each with its reason; empty if the line is anything
/// else.
fn allowed_by(line: &str) -> Vec<(&str, &str)> {
    let Some((before, rest)) = line.split_once(ALLOW) else { return Vec::new() };
    let is_mark = before.trim_matches(['#', '/', '*', ' ', '\t']).is_empty();
    if !is_mark || !rest.starts_with([' ', '\t', ':']) && !rest.trim().is_empty() {
        return Vec::new();
    }
    let (rules, reason) = rest.split_once(':').unwrap_or((rest, ""));
    let reason = reason.trim().trim_end_matches("*/").trim();
    rules.split(',').map(|rule| (rule.trim(), reason)).collect()
}

/// For each comment, the start of the next item that is not a comment.
fn behind(text: &str, comments: &[Span]) -> Vec<usize> {
    let mut all = vec![text.len(); comments.len()];
    for (at, span) in comments.iter().enumerate().rev() {
        let end = span.end as usize;
        let rest = text.get(end..).unwrap_or_default();
        let next = end + (rest.len() - rest.trim_start().len());
        let follows = comments.get(at + 1).is_some_and(|other| other.start as usize == next);
        let further = all.get(at + 1).copied().filter(|_| follows);
        if let Some(own) = all.get_mut(at) {
            *own = further.unwrap_or(next);
        }
    }
    all
}

/// The item that begins on the line of a comment, or on the next line that is not a comment.
fn covered(text: &str, comment: Span, behind: usize, body: &Body<'_>) -> Option<Span> {
    let line = start_of_line(text, comment.start as usize);
    let own = text.get(line..comment.start as usize)?.trim();
    let start = if own.is_empty() { behind } else { line };
    let end = text.get(start..)?.find('\n').map_or(text.len(), |at| start + at);
    item(body, start, end)
}

fn start_of_line(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
}

/// The span of a comment: its whole line if it is alone on it, otherwise with the space before it.
fn whole(text: &str, comment: Span) -> Span {
    let (start, end) = (comment.start as usize, comment.end as usize);
    let line = start_of_line(text, start);
    let before = text.get(line..start).unwrap_or_default();
    let said = text.get(start..end).unwrap_or_default();
    let end = start + said.trim_end_matches(['\r', '\n']).len();
    let rest = text.get(end..).unwrap_or_default();
    let newline = rest.find('\n').filter(|at| rest[..*at].trim().is_empty());
    let (start, end) = match newline {
        Some(at) if before.trim().is_empty() => (line, end + at + 1),
        _ => (line + before.trim_end().len(), end),
    };
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(offset(start), offset(end))
}

/// The outermost attribute or block that begins between two offsets.
fn item(body: &Body<'_>, start: usize, end: usize) -> Option<Span> {
    let span = |item: &syntax::Item<'_>| match item {
        syntax::Item::Attribute(attribute) => attribute.span,
        syntax::Item::Block(block) => block.span,
    };
    let at = body.items.partition_point(|item| (span(item).start as usize) < start);
    let around = at.checked_sub(1).and_then(|before| body.items.get(before));
    if let Some(syntax::Item::Block(block)) = around
        && start < block.span.end as usize
    {
        return self::item(&block.body, start, end);
    }
    body.items.get(at).map(span).filter(|span| (span.start as usize) < end)
}

impl Comment {
    /// The location of the rule.
    #[must_use]
    pub fn place(&self) -> Place {
        Place::Text(Arc::clone(&self.text), self.rule.1)
    }
}
