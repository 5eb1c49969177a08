//! The readers, against what Nomad reads.

mod api_json;
mod api_json_corpus;
mod comments;
mod evaluated;
mod foreign;
mod hcl_json;
mod module;
mod quirks;
mod refused;

pub use api_json_corpus::{all, readings};

use jobwright::read::Finding;

/// The findings as `line:column message`, one per line.
fn said(text: &str, findings: &[Finding]) -> String {
    let line = |finding: &Finding| format!("{} {}", finding.position(text), finding.message);
    findings.iter().map(line).collect::<Vec<_>>().join("\n")
}
