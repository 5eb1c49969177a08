//! Test results in JUnit's format: each file is a suite, and each finding in it a test that failed.
//!
//! An allowed finding is a test that was skipped, with the reason. A file without any has one test
//! that passed.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Report, file_of, path};
use crate::diagnostic::Diagnostic;
use crate::lint::Allowed;
use crate::xml::{attribute, text};

/// The findings in one file.
#[derive(Default)]
struct Suite<'r> {
    failed: Vec<&'r Diagnostic>,
    skipped: Vec<&'r Allowed>,
}

/// All files, by their names.
#[must_use]
pub fn print(report: &Report) -> String {
    let empty = |file: &String| (path(file), Suite::default());
    let mut suites: BTreeMap<String, Suite<'_>> = report.files.iter().map(empty).collect();
    for finding in &report.findings {
        suites.entry(file_of(&finding.primary.place)).or_default().failed.push(finding);
    }
    for allowed in &report.allowed {
        let file = file_of(&allowed.finding.primary.place);
        suites.entry(file).or_default().skipped.push(allowed);
    }
    let tests: usize = suites.values().map(Suite::tests).sum();
    let failures = report.findings.len();
    let mut printed = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Writing into a string cannot fail.
    let _ = writeln!(
        printed,
        "<testsuites name=\"jobwright\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">"
    );
    for (file, suite) in &suites {
        let _ = suite.write(file, &mut printed);
    }
    printed.push_str("</testsuites>\n");
    printed
}

impl Suite<'_> {
    fn tests(&self) -> usize {
        (self.failed.len() + self.skipped.len()).max(1)
    }

    fn write(&self, file: &str, out: &mut String) -> std::fmt::Result {
        let file = attribute(file);
        let (tests, failures, skipped) = (self.tests(), self.failed.len(), self.skipped.len());
        writeln!(
            out,
            "  <testsuite name=\"{file}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\">"
        )?;
        for finding in &self.failed {
            writeln!(
                out,
                "    <testcase name=\"{}\" classname=\"{file}\">\n      <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>",
                attribute(&name(finding)),
                finding.severity,
                attribute(&finding.message),
                text(&finding.to_string()),
            )?;
        }
        for Allowed { finding, reason, .. } in &self.skipped {
            writeln!(
                out,
                "    <testcase name=\"{}\" classname=\"{file}\">\n      <skipped message=\"{}\">{}</skipped>\n    </testcase>",
                attribute(&name(finding)),
                attribute(reason),
                text(&finding.message),
            )?;
        }
        if failures + skipped == 0 {
            writeln!(out, "    <testcase name=\"lint\" classname=\"{file}\"/>")?;
        }
        writeln!(out, "  </testsuite>")
    }
}

/// The name of a test: the rule, and the location in the file.
fn name(finding: &Diagnostic) -> String {
    match finding.primary.place.range() {
        Some((start, _)) => format!("{} at {start}", finding.rule),
        None => finding.rule.to_owned(),
    }
}
