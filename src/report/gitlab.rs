//! GitLab's code quality report: a list of the findings, for the page of a merge request.

use serde_json::{Value, json};

use super::{Report, file_of, fingerprints};
use crate::Severity;
use crate::diagnostic::Diagnostic;
use crate::visible::{visible_json, visible_line};

/// The findings that are not allowed. Those without a line are on the first one, and those without
/// a file in the directory.
#[must_use]
pub fn print(report: &Report) -> String {
    let marks = fingerprints(&report.findings);
    let issues: Vec<Value> = report.findings.iter().zip(marks).map(issue).collect();
    visible_json(&format!("{:#}\n", Value::Array(issues))).into_owned()
}

fn issue((finding, fingerprint): (&Diagnostic, String)) -> Value {
    let place = &finding.primary.place;
    let severity = match finding.severity {
        Severity::Error => "major",
        Severity::Warning => "minor",
        Severity::Info => "info",
    };
    json!({
        "description": visible_line(&finding.message),
        "check_name": finding.rule,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {
            "path": file_of(place),
            "lines": {"begin": place.range().map_or(1, |(start, _)| start.line)},
        },
    })
}
