//! What people and machines see: results on stdout, everything else on stderr.

use std::error::Error as _;
use std::io::{self, IsTerminal, Write};

use serde::Serialize;
use similar::{ChangeTag, TextDiff};

use super::Answer;
use crate::diagnostic::Diagnostic;
use crate::error::{Error, ErrorKind};
use crate::out::{Change, Changes};

/// Prints a result. A reader that has gone away, such as `head`, has seen enough.
pub fn result(text: &str) -> Result<Answer, Error> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::new(ErrorKind::Io, "cannot write to standard output").source_error(error))
        }
        _ => Ok(Answer::Yes),
    }
}

/// Prints a report as JSON.
pub fn json(report: &impl Serialize) -> Result<Answer, Error> {
    let text = serde_json::to_string_pretty(report);
    let failed =
        |error| Error::new(ErrorKind::Findings, "this cannot be said in JSON").source_error(error);
    result(&(text.map_err(failed)? + "\n"))
}

/// Prints a table whose columns are as wide as they must be.
pub fn table<const N: usize>(head: [&str; N], rows: &[[&str; N]]) -> Result<Answer, Error> {
    let mut widths = head.map(|cell| cell.chars().count());
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    for row in std::iter::once(&head).chain(rows) {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line.push_str(&format!("{cell:<width$}  "));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    result(&text)
}

/// Prints an error with all its causes and what to do.
pub fn error(error: &Error) {
    let mut text = format!("{}: {error}\n", paint("error", RED));
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(&format!("  {inner}\n"));
        cause = inner.source();
    }
    if let Some(help) = error.advice() {
        text.push_str(&format!("  = help: {help}\n"));
    }
    say(&text);
}

/// Prints one finding and an empty line.
pub fn finding(finding: &Diagnostic) {
    let colour = if finding.severity == crate::Severity::Error { RED } else { YELLOW };
    let (severity, text) = (finding.severity.to_string(), finding.to_string());
    let rest = text.strip_prefix(severity.as_str()).unwrap_or(&text);
    say(&format!("{}{rest}\n\n", paint(&severity, colour)));
}

/// Prints what the rules found.
pub fn findings(findings: &[Diagnostic]) {
    findings.iter().for_each(finding);
    let errors =
        findings.iter().filter(|finding| finding.severity == crate::Severity::Error).count();
    if errors > 0 {
        say(&format!("{}, nothing was written\n", count(errors, "error")));
    }
}

/// Prints which files were written.
pub fn changes(changes: &Changes) {
    for change in &changes.changes {
        say(&format!(
            "{} {}\n",
            verb(change, "created", "updated", "deleted"),
            change.path.display()
        ));
    }
    let changed = changes.changes.len();
    say(&format!("{} changed, {} unchanged\n", count(changed, "file"), changes.unchanged));
}

/// Prints what would change, with the lines.
pub fn differences(changes: &Changes) {
    for change in &changes.changes {
        difference(change);
    }
    match changes.changes.len() {
        0 => say(&format!("{} up to date\n", count(changes.unchanged, "file"))),
        stale => say(&format!(
            "{} stale; run `gen` to write {}\n",
            count(stale, "file"),
            if stale == 1 { "it" } else { "them" }
        )),
    }
}

fn difference(change: &Change) {
    let path = change.path.display();
    say(&format!("{} {path}\n", verb(change, "missing:", "stale:", "left over:")));
    let (old, new) =
        (change.old.as_deref().unwrap_or_default(), change.new.as_deref().unwrap_or_default());
    if change.old.is_none() || change.new.is_none() {
        return;
    }
    let text = unified(old, new);
    // The difference is the result of `--check`: it can be piped.
    _ = result(&text);
}

/// What changes from one text to the other, with three lines around each change.
pub fn unified(old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let mut text = String::new();
    for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
        text.push_str(&format!("{}\n", paint(&hunk.header().to_string(), CYAN)));
        for line in hunk.iter_changes() {
            let (sign, colour) = match line.tag() {
                ChangeTag::Equal => (' ', PLAIN),
                ChangeTag::Delete => ('-', RED),
                ChangeTag::Insert => ('+', GREEN),
            };
            let shown = line.value().trim_end_matches('\n');
            text.push_str(&paint(&format!("{sign}{shown}"), colour));
            text.push('\n');
            if line.missing_newline() {
                text.push_str("\\ No newline at end of file\n");
            }
        }
    }
    text
}

fn verb<'a>(change: &Change, created: &'a str, updated: &'a str, deleted: &'a str) -> &'a str {
    match (&change.old, &change.new) {
        (None, _) => created,
        (_, None) => deleted,
        _ => updated,
    }
}

/// A number of things.
pub fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Prints a message for people.
pub fn say(text: &str) {
    // Who closed stderr does not want to hear it.
    _ = io::stderr().lock().write_all(text.as_bytes());
}

const PLAIN: &str = "";
const RED: &str = "\x1b[31m";
const GREEN: &str = "\x1b[32m";
const YELLOW: &str = "\x1b[33m";
const CYAN: &str = "\x1b[36m";

/// Colours a text when a person reads it on a terminal that shows colours.
fn paint(text: &str, colour: &str) -> String {
    let wanted = io::stdout().is_terminal()
        && io::stderr().is_terminal()
        && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
    if wanted && !colour.is_empty() { format!("{colour}{text}\x1b[0m") } else { text.to_owned() }
}
