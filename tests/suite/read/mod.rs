//! The readers, against what Nomad reads.

mod api_json;
mod api_json_corpus;
mod api_json_schema;
mod evaluated;
mod expressions;
mod findings;
mod fixes;
mod hcl_json;
mod literals;
mod mistakes;
mod module;
mod quirks;
mod refused;
mod variants;

pub use api_json_corpus::{all, readings};

use std::sync::Arc;

use jobwright::Severity;
use jobwright::diagnostic::SourceText;
use jobwright::read::Finding;

/// The findings as `line:column message`, one per line.
fn said(text: &str, findings: &[Finding]) -> String {
    let line = |finding: &Finding| format!("{} {}", finding.position(text), finding.message);
    findings.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// What keeps a text from being read, in frames, as people see it.
pub fn errors(text: &str, findings: &[Finding]) -> String {
    framed(Severity::Error, text, findings)
}

/// What surprises in a text that is read.
pub fn warnings(text: &str, findings: &[Finding]) -> String {
    framed(Severity::Warning, text, findings)
}

fn framed(severity: Severity, text: &str, findings: &[Finding]) -> String {
    let source = Arc::new(SourceText::new("job.nomad", text));
    let frame = |finding: &Finding| format!("{}\n\n", finding.diagnostic(severity, &source));
    findings.iter().map(frame).collect()
}
