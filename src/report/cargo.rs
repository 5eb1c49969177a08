//! The messages that the compiler prints with `--message-format=json`, one object per line, for
//! editors that show findings during editing: rust-analyzer runs a command that prints them,
//! `check.overrideCommand`.
//!
//! The last line is the one with which a build ends. A finding without a location has no span, and
//! editors do not show it.

use serde_json::{Value, json};

use super::{Report, rule};
use crate::Severity;
use crate::diagnostic::{Diagnostic, Edit, Label, Place};
use crate::visible::visible_json;
use jobwright_hcl::syntax::Position;

/// The package that is checked, as Cargo names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Package {
    /// Its ID, such as `path+file:///srv/jobs#0.1.0`.
    pub id: String,
    /// The path of its manifest.
    pub manifest: String,
    /// The name of its program.
    pub target: String,
    /// The path of that program's first source file.
    pub source: String,
}

/// Lines around a location are omitted if they are longer than this: a reader then uses the columns
/// unchanged.
const LONGEST: usize = 10_000;

/// The findings that are not allowed.
#[must_use]
pub fn print(report: &Report, package: &Package) -> String {
    let mut lines: Vec<Value> =
        report.findings.iter().map(|finding| message(finding, package)).collect();
    let success = report.count(Severity::Error) == 0;
    lines.push(json!({"reason": "build-finished", "success": success}));
    lines.iter().map(|line| visible_json(&line.to_string()).into_owned() + "\n").collect()
}

fn message(finding: &Diagnostic, package: &Package) -> Value {
    json!({
        "reason": "compiler-message",
        "package_id": package.id,
        "manifest_path": package.manifest,
        "target": {
            "kind": ["bin"],
            "crate_types": ["bin"],
            "name": package.target,
            "src_path": package.source,
            "edition": "2024",
            "doc": true,
            "doctest": false,
            "test": true,
        },
        "message": diagnostic(finding),
    })
}

fn diagnostic(finding: &Diagnostic) -> Value {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    };
    let related = finding.related.iter().filter_map(|label| labelled(label, false));
    let spans: Vec<Value> = labelled(&finding.primary, true).into_iter().chain(related).collect();
    let notes = finding.notes.iter().map(|note| child("note", note, Vec::new()));
    let help = finding.help.iter().map(|help| child("help", help, Vec::new()));
    let fix = finding.fix.iter().filter_map(|fix| {
        let suggestion = |edit| suggestion(edit, fix.safe);
        let mut spans = fix.edits.iter().map(suggestion).collect::<Option<Vec<Value>>>()?;
        // Editors offer it at its parts; the finding may be elsewhere.
        let elsewhere = fix.edits.iter().all(|edit| edit.place != finding.primary.place);
        spans.extend(labelled(&finding.primary, true).filter(|_| elsewhere));
        Some(child("help", &fix.message, spans))
    });
    json!({
        "$message_type": "diagnostic",
        "message": finding.message,
        "code": {"code": finding.rule, "explanation": rule(finding.rule).map(|rule| rule.why)},
        "level": level,
        "spans": spans,
        "children": notes.chain(help).chain(fix).collect::<Vec<_>>(),
        "rendered": format!("{finding}\n"),
    })
}

fn child(level: &str, message: &str, spans: Vec<Value>) -> Value {
    json!({
        "message": message,
        "code": null,
        "level": level,
        "spans": spans,
        "children": [],
        "rendered": null,
    })
}

fn labelled(label: &Label, is_primary: bool) -> Option<Value> {
    let mut span = span(&label.place)?;
    span["is_primary"] = is_primary.into();
    if !label.message.is_empty() {
        span["label"] = label.message.as_str().into();
    }
    Some(span)
}

/// A part to replace, whose byte offsets must be known. Editors apply safe ones by themselves.
fn suggestion(edit: &Edit, safe: bool) -> Option<Value> {
    let Place::Text(..) = edit.place else { return None };
    let mut span = span(&edit.place)?;
    span["suggested_replacement"] = edit.replacement.as_str().into();
    let applicability = if safe { "MachineApplicable" } else { "MaybeIncorrect" };
    span["suggestion_applicability"] = applicability.into();
    Some(span)
}

/// The span of a location: lines and columns from 1, the columns in characters, and bytes from 0.
/// The beginning of the file, if no more is known.
fn span(place: &Place) -> Option<Value> {
    let file = place.file()?;
    let first = Position { line: 1, column: 1 };
    let (start, end) = place.range().unwrap_or((first, None));
    let end = end.unwrap_or(start);
    let (bytes, text) = match place {
        Place::Text(source, span) => {
            ((span.start, span.end.max(span.start)), lines(&source.text, start, end))
        }
        _ => ((0, 0), Vec::new()),
    };
    Some(json!({
        "file_name": file,
        "byte_start": bytes.0,
        "byte_end": bytes.1,
        "line_start": start.line,
        "line_end": end.line,
        "column_start": start.column,
        "column_end": end.column,
        "is_primary": true,
        "text": text,
        "label": null,
        "suggested_replacement": null,
        "suggestion_applicability": null,
        "expansion": null,
    }))
}

/// The lines between two positions, each with the columns of the range.
fn lines(text: &str, start: Position, end: Position) -> Vec<Value> {
    let text = text.trim_start_matches('\u{feff}');
    let numbers = start.line..=end.line;
    let all = text.split('\n').skip(start.line.saturating_sub(1) as usize);
    let lines: Vec<&str> =
        numbers.clone().zip(all).map(|(_, line)| line.trim_end_matches('\r')).collect();
    if lines.iter().map(|line| line.len()).sum::<usize>() > LONGEST {
        return Vec::new();
    }
    let line = |(number, line): (u32, &str)| {
        let behind = line.chars().count() + 1;
        json!({
            "text": line,
            "highlight_start": if number == start.line { start.column } else { 1 },
            "highlight_end": if number == end.line { end.column as usize } else { behind },
        })
    };
    numbers.zip(lines).map(line).collect()
}
