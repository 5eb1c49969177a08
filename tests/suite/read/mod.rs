//! The readers, against what Nomad reads.

mod api_json;
mod api_json_corpus;
mod evaluated;
mod expressions;
mod findings;
mod fixes;
mod hcl_json;
mod mistakes;
mod module;
mod quirks;
mod refused;

pub use api_json_corpus::{all, readings};

use jobwright::read::Finding;
use jobwright::{Diagnostic, Severity};

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
    let frame = |finding: &Finding| {
        let shown = Diagnostic::error("import", finding.message.as_str());
        let shown = Diagnostic { severity, ..shown };
        let shown = shown.in_text("job.nomad", text, finding.span);
        let help = Some(&finding.help).filter(|help| !help.is_empty());
        let shown = help.into_iter().fold(shown, |shown, help| shown.help(help.as_str()));
        format!("{shown}\n\n")
    };
    findings.iter().map(frame).collect()
}
