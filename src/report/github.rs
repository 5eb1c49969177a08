//! GitHub's annotations: one workflow command per line, see
//! [`diagnostic::github`](crate::diagnostic::github).

use super::Report;
use crate::diagnostic::github::command;

/// The findings that are not allowed.
#[must_use]
pub fn print(report: &Report) -> String {
    report.findings.iter().map(|finding| command(finding) + "\n").collect()
}
