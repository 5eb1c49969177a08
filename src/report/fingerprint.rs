//! Identities of findings, from one run to the next.

use std::collections::HashMap;

use super::file_of;
use crate::diagnostic::{Diagnostic, Place};
use crate::mark::mark;

/// A fingerprint for each of these findings, unique among them. It does not change when lines move:
/// it is computed from the rule, the file, the message and the source text at the location, and
/// from a count if all of these occur more than once.
///
/// ```
/// use jobwright::Diagnostic;
/// use jobwright::diagnostic::Place;
/// use jobwright::report::fingerprints;
///
/// let at = |line| Place::Line { file: "registry/web.rs".to_owned(), line, column: 10 };
/// let finding = |line| Diagnostic::error("house/static-port", "port `http` is static").at(at(line));
/// let (old, new) = (fingerprints([&finding(7)]), fingerprints([&finding(9), &finding(12)]));
/// assert_eq!(old[0], new[0]);
/// assert_ne!(new[0], new[1]);
/// ```
#[must_use]
pub fn fingerprints<'d>(findings: impl IntoIterator<Item = &'d Diagnostic>) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let one = |finding: &Diagnostic| {
        let text = match &finding.primary.place {
            Place::Text(source, span) => span.of(&source.text),
            _ => "",
        };
        let parts = [finding.rule, &file_of(&finding.primary.place), &finding.message, text];
        let same = mark(&parts.join("\0"));
        let count = seen.entry(same.clone()).or_default();
        *count += 1;
        if *count == 1 { same } else { mark(&format!("{same}\0{count}")) }
    };
    findings.into_iter().map(one).collect()
}
