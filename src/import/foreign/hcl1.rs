//! What HCL 1 allowed, which Nomad read up to 0.12 and refuses since 1.0.

use super::scan::{Kind, pieces};
use super::seems::Foreign;
use crate::read::Finding;
use jobwright_hcl::syntax::{Body, Span, is_identifier};

const WHAT: &str = "HCL 1, which Nomad has not supported since 1.0";

/// Whether the first of the findings is about something that HCL 1 allowed.
pub fn recognise(text: &str, body: Option<&Body<'_>>, findings: &[Finding]) -> Option<Foreign> {
    // What can be parsed has no syntax errors, and what has today's constructs is not that old.
    if body.is_some() || is_of_today(text) {
        return None;
    }
    findings.iter().find_map(|finding| {
        let help = of_place(text, finding.span)?;
        Some(Foreign::new(WHAT, finding.span, help))
    })
}

/// Whether a file has what HCL 1 did not: variables, local values, `dynamic` blocks.
fn is_of_today(text: &str) -> bool {
    let pieces = pieces(text);
    let mut structure = pieces.iter().filter(|piece| piece.kind == Kind::Structure);
    let heads = ["variable ", "variables ", "locals ", "dynamic "];
    let begins = |piece: &str| {
        let mut lines = piece.lines().map(str::trim_start);
        lines.any(|line| heads.iter().any(|head| line.starts_with(head)))
    };
    let refers = |piece: &str| ["= var.", "= local."].iter().any(|start| piece.contains(start));
    structure.any(|piece| begins(piece.span.of(text)) || refers(piece.span.of(text)))
        || text.contains("${var.")
        || text.contains("${local.")
}

fn of_place(text: &str, span: Span) -> Option<String> {
    let start = span.start as usize;
    let before = text.get(..start)?;
    let inside = innermost(before);
    if inside
        .is_some_and(|(at, _)| before.get(at..).is_some_and(|open| open.starts_with(['[', '('])))
    {
        return None;
    }
    let in_value = inside.is_some_and(|(_, value)| value);
    let line_before = before.rsplit('\n').next().unwrap_or_default().trim_start();
    let found = text.get(start..)?;
    let line = found.lines().next().unwrap_or_default();
    if let Some(name) = quoted(line).filter(|_| opens(line_before) && !in_value) {
        return Some(key(name, line, enclosing(before)));
    }
    if line.starts_with(',') && line_before.contains('=') {
        return Some("put each attribute on its own line, without commas".to_owned());
    }
    let word =
        line.split(|letter: char| !(letter.is_alphanumeric() || "_-".contains(letter))).next()?;
    if line.starts_with('{') && in_value {
        let name = line_before.trim_end();
        return Some(format!("assign the value: write `{name} = {{`"));
    }
    if let Some(dotted) = dotted(line).filter(|_| line_before.is_empty()) {
        return Some(key(dotted, line, enclosing(before)));
    }
    let ends = line.trim().is_empty() || is_identifier(word);
    if line_before.contains('{') && is_block_head(line_before) && ends {
        return Some(
            "put each attribute, each block and the closing `}` on its own line".to_owned(),
        );
    }
    (line_before.contains('=') && is_identifier(word) && line.contains('='))
        .then(|| "put each attribute on its own line".to_owned())
}

/// The contents of the string at the start of a line.
fn quoted(line: &str) -> Option<&str> {
    line.strip_prefix('"')?.split_once('"').map(|(name, _)| name)
}

/// A name with dots that something is assigned to.
fn dotted(line: &str) -> Option<&str> {
    let (name, _) = line.split_once('=')?;
    let name = name.trim_end();
    (name.contains('.') && name.split('.').all(is_identifier)).then_some(name)
}

/// Whether an item can start after this on its line.
fn opens(before: &str) -> bool {
    before.is_empty() || before.trim_end().ends_with('{') || before.trim_end().ends_with(',')
}

/// What to write instead of a quoted key.
fn key(name: &str, line: &str, block: Option<&str>) -> String {
    let object = |name: &str| {
        let block = block.unwrap_or("meta");
        format!("quote `{name}`: assign an object, `{block} = {{ \"{name}\" = … }}`")
    };
    let opens = line.trim_end().ends_with('{') && !line.contains('=');
    match (is_identifier(name), opens) {
        (true, true) => format!("write `{name}` without quotes: only labels of blocks are quoted"),
        (true, false) => format!("write `{name} = …`: names are not quoted"),
        (false, _) => object(name),
    }
}

/// Whether a line up to here is the head of a block and what follows its brace.
fn is_block_head(before: &str) -> bool {
    let head = before.split('{').next().unwrap_or_default();
    !head.contains('=') && head.split_whitespace().next().is_some_and(is_identifier)
}

/// The name of the block that is open here.
fn enclosing(before: &str) -> Option<&str> {
    let (at, value) = innermost(before)?;
    let head = before.get(..at)?.rsplit('\n').next()?;
    head.split_whitespace().next().filter(|name| !value && is_identifier(name))
}

/// The innermost brace, bracket or parenthesis that is open here, and whether it is part of a value.
fn innermost(before: &str) -> Option<(usize, bool)> {
    let mut open: Vec<(usize, bool)> = Vec::new();
    for piece in pieces(before) {
        if piece.kind != Kind::Structure {
            continue;
        }
        let structure = piece.span.of(before);
        for (at, letter) in structure.char_indices() {
            match letter {
                '{' | '[' | '(' => {
                    let head = structure.get(..at).unwrap_or_default().trim_end();
                    let value = open.last().is_some_and(|(_, value)| *value)
                        || letter != '{'
                        || head.ends_with(['=', ',', '[', ':', '(']);
                    open.push((piece.span.start as usize + at, value));
                }
                '}' | ']' | ')' => _ = open.pop(),
                _ => {}
            }
        }
    }
    open.last().copied()
}
