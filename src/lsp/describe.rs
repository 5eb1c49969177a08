//! Findings as the protocol has them.

use std::sync::Arc;

use serde_json::{Value, json};

use super::position::{Encoding, Lines, nowhere};
use crate::diagnostic::{Diagnostic, Place, Severity, SourceText};
use jobwright_hcl::syntax::Span;

/// Converts findings to the protocol's diagnostics; it counts the lines of a source only once.
pub struct Describe<'d> {
    encoding: Encoding,
    /// The URI of the file of a location.
    uri: &'d dyn Fn(&Place) -> String,
    last: Option<(Arc<SourceText>, Lines)>,
}

impl<'d> Describe<'d> {
    /// For a client that counts so.
    pub fn new(encoding: Encoding, uri: &'d dyn Fn(&Place) -> String) -> Self {
        Self { encoding, uri, last: None }
    }

    /// A finding.
    pub fn diagnostic(&mut self, finding: &Diagnostic) -> Value {
        let mut diagnostic = json!({
            "range": self.range(&finding.primary.place),
            "severity": severity(finding.severity),
            "code": finding.rule,
            "source": "jobwright",
            "message": message(finding),
        });
        let related: Vec<Value> = finding.related.iter().map(|label| self.related(label)).collect();
        if !related.is_empty() {
            diagnostic["relatedInformation"] = related.into();
        }
        diagnostic
    }

    fn related(&mut self, label: &crate::diagnostic::Label) -> Value {
        let location = json!({"uri": (self.uri)(&label.place), "range": self.range(&label.place)});
        json!({"location": location, "message": label.message})
    }

    fn range(&mut self, place: &Place) -> Value {
        match place {
            Place::Unknown | Place::File(_) => nowhere(),
            Place::Line { line, column, .. } => {
                let point =
                    json!({"line": line.saturating_sub(1), "character": column.saturating_sub(1)});
                json!({"start": point, "end": point})
            }
            Place::Text(text, span) => self.in_text(text, *span),
        }
    }

    fn in_text(&mut self, text: &Arc<SourceText>, span: Span) -> Value {
        let is_known = self.last.as_ref().is_some_and(|(known, _)| Arc::ptr_eq(known, text));
        if !is_known {
            self.last = Some((Arc::clone(text), Lines::of(&text.text, self.encoding)));
        }
        self.last.as_ref().map_or_else(nowhere, |(text, lines)| lines.range(&text.text, span))
    }
}

/// The severity in the protocol: error, warning, or an unobtrusive hint.
fn severity(severity: Severity) -> u8 {
    match severity {
        Severity::Error => 1,
        Severity::Warning => 2,
        Severity::Info => 4,
    }
}

/// What is said of it, with what to do.
fn message(finding: &Diagnostic) -> String {
    let mut message = finding.message.clone();
    for note in &finding.notes {
        message.push_str(&format!("\nnote: {note}"));
    }
    if let Some(help) = &finding.help {
        message.push_str(&format!("\nhelp: {help}"));
    }
    message
}
