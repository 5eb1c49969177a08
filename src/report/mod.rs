//! The findings of `lint`, in the formats that others read. Pure functions: a [`Report`] in, a
//! string out.
//!
//! | format | for |
//! |---|---|
//! | [`json`] | programs: one documented, versioned document |
//! | [`sarif`] | code scanning: SARIF 2.1.0 |
//! | [`github`] | a workflow's annotations on GitHub |
//! | [`gitlab`] | GitLab's code quality report |
//! | [`junit`] | programs that read the results of tests |
//! | [`cargo`] | editors: the messages that the compiler prints |
//! | [`summary`] | people, for a first overview of an old repository |
//!
//! ```
//! use jobwright::Diagnostic;
//! use jobwright::diagnostic::Place;
//! use jobwright::report::{Report, github};
//!
//! let place = Place::in_text("web.nomad.hcl", "job \"web\" {}\n", jobwright::syntax::Span::new(0, 3));
//! let finding = Diagnostic::error("nomad/required", "the job has no group").at(place);
//! let report = Report { findings: vec![finding], ..Report::default() };
//! assert!(github::print(&report).starts_with("::error file=web.nomad.hcl,line=1,"));
//! ```

pub mod cargo;
mod fingerprint;
pub mod github;
pub mod gitlab;
pub mod json;
pub mod junit;
pub mod sarif;
pub mod summary;

use crate::Severity;
use crate::diagnostic::{Diagnostic, Place};
use crate::lint::{self, Allowed, Rule};

pub use fingerprint::fingerprints;

/// The findings of [`lint`] and of the readers of files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The findings that are not allowed, in the order in which they are shown.
    pub findings: Vec<Diagnostic>,
    /// The findings that are allowed, and why.
    pub allowed: Vec<Allowed>,
    /// All files that were checked, including those without findings, as the user would name them.
    pub files: Vec<String>,
}

impl Report {
    /// How many findings of a severity are not allowed.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// All findings, each with its allowance, if it has one.
    fn all(&self) -> impl Iterator<Item = (&Diagnostic, Option<&Allowed>)> {
        let findings = self.findings.iter().map(|finding| (finding, None));
        findings.chain(self.allowed.iter().map(|allowed| (&allowed.finding, Some(allowed))))
    }
}

/// The file of a finding without a location, in formats that require one: the whole directory.
const NO_FILE: &str = ".";

/// The path of a file as other programs name it: relative to the current directory, with `/`, and
/// without a leading `./`.
fn path(file: &str) -> String {
    let file = file.replace(std::path::MAIN_SEPARATOR, "/");
    let mut path = file.as_str();
    while let Some(rest) = path.strip_prefix("./") {
        path = rest.trim_start_matches('/');
    }
    if path.is_empty() { NO_FILE.to_owned() } else { path.to_owned() }
}

/// The file of a location, for a format that requires one.
fn file_of(place: &Place) -> String {
    path(place.file().unwrap_or(NO_FILE))
}

/// The rule of exactly this name. A reader's name, such as `text`, may be the short name of a rule.
fn rule(name: &str) -> Option<&'static Rule> {
    lint::RULES.iter().copied().find(|rule| rule.name == name)
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn paths_are_short() {
        for (file, expected) in [
            ("./web.hcl", "web.hcl"),
            (".//./a/./b.hcl", "a/./b.hcl"),
            ("../web.hcl", "../web.hcl"),
            ("/srv/web.hcl", "/srv/web.hcl"),
            (".web.hcl", ".web.hcl"),
            ("./", "."),
            ("", "."),
        ] {
            assert_eq!(path(file), expected, "{file}");
        }
    }
}
