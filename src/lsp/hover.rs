//! What is said of what the mouse is on.

use serde_json::{Value, json};

use super::documents::Document;
use super::names;
use super::scope::Room;
use super::values;
use crate::jobspec::ALLOW;
use crate::jobspec::runtime;
use crate::lint;
use jobwright_hcl::syntax::{Cursor, EntryKind, Outline, Span, Written};

/// What is said at an offset.
pub fn hover(document: &Document, offset: u32) -> Option<Value> {
    let outline = Outline::of(&document.text);
    let (text, span) = of_rule(&outline, offset)
        .or_else(|| of_run_time(&outline, offset))
        .or_else(|| of_reference(&outline, document, offset))
        .or_else(|| of_name(&outline, document, offset))?;
    Some(json!({
        "contents": {"kind": "markdown", "value": text},
        "range": document.lines.range(&document.text, span),
    }))
}

type Said = Option<(String, Span)>;

/// Of the name of an attribute or block.
fn of_name(outline: &Outline<'_>, document: &Document, offset: u32) -> Said {
    let cursor = Cursor::at(outline, offset);
    let Written::Name(span) = cursor.written else { return None };
    let room = Room::of(outline, cursor.block, document.is_volume());
    let thing = room.find(outline.text_of(span))?;
    let text = format!("```hcl\n{}\n```\n\n{}", values::signature(thing), values::markdown(thing));
    Some((text, span))
}

/// Of a rule in a comment that allows what it finds.
fn of_rule(outline: &Outline<'_>, offset: u32) -> Said {
    let comment =
        outline.comments().find(|comment| comment.start <= offset && offset <= comment.end)?;
    let said = outline.text_of(comment);
    let (_, rules) = said.split_once(ALLOW)?;
    let rules = rules.split_once(':').map_or(rules, |(rules, _)| rules);
    let rule = rules.split(',').map(str::trim).find_map(|name| {
        let at = name.as_ptr() as usize - outline.text.as_ptr() as usize;
        let span = Span::new(u32::try_from(at).ok()?, u32::try_from(at + name.len()).ok()?);
        (span.start <= offset && offset <= span.end).then_some((lint::rule(name)?, span))
    });
    let (rule, span) = rule?;
    Some((format!("`{}`: {}", rule.name, rule.what), span))
}

/// Of a run-time variable, such as `NOMAD_PORT_http`.
fn of_run_time(outline: &Outline<'_>, offset: u32) -> Said {
    let span = word(outline.text, offset, |letter| {
        letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.')
    });
    let word = outline.text_of(span);
    if outline.is_comment(span.start) || word.len() < 5 {
        return None;
    }
    let exact = runtime::ALL.iter().chain(runtime::node::ALL).chain(runtime::device::ALL);
    let named = runtime::NAMED.iter().chain(runtime::node::NAMED).chain(runtime::device::NAMED);
    let known = exact.clone().find(|(name, _)| *name == word);
    let is_value = outline.text.get(..span.start as usize)?.ends_with(['{', '"', '$', ' ']);
    let known =
        known.or_else(|| named.clone().find(|(start, _)| is_value && word.starts_with(start)));
    let (_, doc) = known?;
    Some((format!("`{word}`: {}", doc.trim()), span))
}

/// Of what a name refers to: the block or attribute that defines it.
fn of_reference(outline: &Outline<'_>, document: &Document, offset: u32) -> Said {
    let all = names::all(outline, document.is_volume());
    let here = names::at(&all, offset).filter(|here| !here.defines)?;
    let definition = all.iter().find(|one| one.defines && one.is(here))?;
    let entry = outline.entries.get(outline.innermost(definition.span)?)?;
    let said = match entry.kind {
        EntryKind::Block { .. } | EntryKind::Attribute { .. } => outline.text_of(entry.span),
        EntryKind::Begun => return None,
    };
    Some((fenced(said), here.span))
}

/// A string as a code block, in a fence that it cannot close itself; a long one is truncated.
fn fenced(text: &str) -> String {
    const LONGEST: usize = 2000;
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = text.get(..end).unwrap_or_default();
    let runs = text.split(|letter| letter != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or_default().max(2) + 1);
    format!("{fence}hcl\n{text}\n{fence}")
}

/// The letters of a kind around an offset.
fn word(text: &str, offset: u32, goes_on: impl Fn(char) -> bool + Copy) -> Span {
    let at = offset as usize;
    let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default());
    let start = before.trim_end_matches(goes_on).len();
    let length = after.len() - after.trim_start_matches(goes_on).len();
    let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(number(start), number(at + length))
}

#[cfg(test)]
mod tests {
    use super::fenced;

    #[test]
    fn no_text_ends_its_fence() {
        assert_eq!(fenced("a"), "```hcl\na\n```");
        assert_eq!(fenced("`a` ``"), "```hcl\n`a` ``\n```");
        assert_eq!(fenced("```\n````"), "`````hcl\n```\n````\n`````");
    }

    #[test]
    fn a_long_text_is_cut_between_letters() {
        for (before, kept) in [(1998, 2000), (1999, 1999), (2000, 2000)] {
            let text = "a".repeat(before) + &"é".repeat(500);
            let expected = text.get(..kept).unwrap_or_default();
            assert_eq!(fenced(&text), format!("```hcl\n{expected}\n```"));
        }
    }
}
