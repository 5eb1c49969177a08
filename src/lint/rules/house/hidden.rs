//! `house/hidden-character`: all characters of a job file are visible, and shown in their order.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place, SourceText};
use crate::lint::{Check, Level, Rule, Sample, View};
use crate::visible::is_obeyed;
use jobwright_hcl::syntax::Span;

pub const RULE: Rule = Rule {
    name: "house/hidden-character",
    what: "all characters of a job file are visible, and shown in their order",
    why: "Some characters are invisible: control characters, which a terminal interprets; \
        bidirectional marks, which change the order in which a line is shown; and line endings \
        that only some programs know. Nomad accepts them in strings and comments, so a reviewer \
        approves another job than the one that runs.",
    level: Level::Warning,
    bad: Sample::Task("env {\n  ROLE = \"user\u{202e}nimda\"\n}"),
    good: Sample::Task("env {\n  ROLE = \"user\\u202enimda\"\n}"),
    view: View::Written,
    needs_site: false,
    check: Check::Reading,
};

/// Findings for the invisible characters of a source: one for each line that has any, at the first
/// of them. A byte order mark at the beginning of the file is allowed, and so are both line
/// endings.
pub fn hidden(text: &Arc<SourceText>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut start = 0;
    for line in text.text.split_inclusive('\n') {
        let said = line.trim_end_matches('\n');
        let said = said.strip_suffix('\r').unwrap_or(said);
        let is_hidden = |(at, letter): &(usize, char)| {
            let is_mark = start + at == 0 && *letter == '\u{feff}';
            *letter != '\t' && !is_mark && is_obeyed(*letter)
        };
        let mut all = said.char_indices().filter(is_hidden);
        if let Some((at, letter)) = all.next() {
            findings.push(finding(text, start + at, letter, all.count()));
        }
        start += line.len();
    }
    findings
}

fn finding(text: &Arc<SourceText>, at: usize, letter: char, more: usize) -> Diagnostic {
    let kind = match letter {
        '\u{2028}' | '\u{2029}' => "a line ending that only some programs know",
        '\u{feff}' => "a byte order mark",
        letter if letter.is_control() => "a control character",
        _ => "a bidirectional mark",
    };
    let code = u32::from(letter);
    let others = match more {
        0 => String::new(),
        1 => ", and another one in its line".to_owned(),
        more => format!(", and {more} others in its line"),
    };
    let end = at + letter.len_utf8();
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let place = Place::Text(Arc::clone(text), Span::new(offset(at), offset(end)));
    Diagnostic::warning(RULE.name, format!("invisible character U+{code:04X}: {kind}{others}"))
        .at(place)
        .help(format!(
            "write it as `\\u{code:04x}` in quotes, if it is intended; otherwise, remove it"
        ))
}
