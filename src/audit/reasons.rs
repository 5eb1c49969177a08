//! Allowances for existing findings, written into job files.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::JobFiles;
use super::edit::Rewrite;
use crate::diagnostic::{Diagnostic, Place, SourceText};
use crate::jobspec::ALLOW;
use crate::lint;
use jobwright_hcl::fmt;
use jobwright_hcl::syntax::{self, Body, Item};

/// The files with an allowance above the line of each finding, and the findings for which there can
/// be none: those about a file as a whole, those of the reader, and those in JSON, which has no
/// comments.
#[must_use]
pub fn allowed<'f>(
    files: &JobFiles,
    findings: &'f [Diagnostic],
    reason: &str,
) -> (Vec<Rewrite>, Vec<&'f Diagnostic>) {
    let (mut rewrites, mut left) = (Vec::new(), Vec::new());
    let mut known = BTreeSet::new();
    for (text, path) in files.whole_texts() {
        let own: Vec<(usize, &Diagnostic)> = findings
            .iter()
            .enumerate()
            .filter(|(_, finding)| finding.primary.place.is_in(text))
            .collect();
        if own.is_empty() {
            continue;
        }
        let (new, done) = with_allowances(text, &own, reason);
        known.extend(done.iter().copied());
        if !done.is_empty() {
            let (old, path, findings) = (Arc::clone(text), path.clone(), done.len());
            rewrites.push(Rewrite { old, path, new, findings });
        }
    }
    left.extend(
        findings.iter().enumerate().filter(|(at, _)| !known.contains(at)).map(|(_, one)| one),
    );
    (rewrites, left)
}

/// The source with allowances, and the numbers of the findings that they are for.
fn with_allowances(
    text: &SourceText,
    findings: &[(usize, &Diagnostic)],
    reason: &str,
) -> (String, Vec<usize>) {
    let Ok(body) = syntax::parse(&text.text) else { return (text.text.clone(), Vec::new()) };
    // The rules to allow, by the start of the line above which the comment is written.
    let mut lines: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    let mut done = Vec::new();
    for (number, finding) in findings {
        let Place::Text(_, span) = &finding.primary.place else { continue };
        let (start, end) = (span.start as usize, span.end as usize);
        let Some(item) = innermost(&body, start, end) else { continue };
        if !lint::rule(finding.rule).is_some_and(lint::Rule::can_be_allowed) {
            continue;
        }
        let mark = if text.text.starts_with('\u{feff}') { 3 } else { 0 };
        let line = text.text[..item].rfind('\n').map_or(mark, |at| at + 1);
        lines.entry(line).or_default().insert(finding.rule);
        done.push(*number);
    }
    let mut new = text.text.clone();
    for (line, rules) in lines.into_iter().rev() {
        let rest = &text.text[line..];
        let indent = &rest[..rest.len() - rest.trim_start_matches([' ', '\t']).len()];
        let newline = if rest.split_inclusive('\n').next().is_some_and(|own| own.ends_with("\r\n"))
        {
            "\r\n"
        } else {
            "\n"
        };
        let comment = |rule: &&str| format!("{indent}# {ALLOW} {rule}: {reason}{newline}");
        new.insert_str(line, &rules.iter().map(comment).collect::<String>());
    }
    // A comment is now between attributes whose values were aligned.
    let is_formatted = |text: &str| fmt::format(text).is_ok_and(|formatted| formatted == text);
    if is_formatted(&text.text)
        && let Ok(formatted) = fmt::format(&new)
    {
        new = formatted;
    }
    (new, done)
}

/// The start of the innermost attribute or block that contains a range.
fn innermost(body: &Body<'_>, start: usize, end: usize) -> Option<usize> {
    body.items.iter().find_map(|item| {
        let span = match item {
            Item::Attribute(attribute) => attribute.span,
            Item::Block(block) => block.span,
        };
        let holds = span.start as usize <= start && end <= span.end as usize;
        let inner = match item {
            Item::Block(block) if holds => innermost(&block.body, start, end),
            _ => None,
        };
        inner.or_else(|| holds.then_some(span.start as usize))
    })
}
