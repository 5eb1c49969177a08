//! How many findings each rule has, for a first overview of an old repository.

use std::collections::{BTreeMap, BTreeSet};

use super::{Report, file_of};
use crate::Severity;

/// The findings of one rule.
struct Count {
    findings: usize,
    worst: Severity,
    files: BTreeSet<String>,
}

/// A line for each rule with findings that are not allowed, the one with the most first; and the
/// totals.
///
/// ```
/// use jobwright::report::{Report, summary};
/// let report = Report { files: vec!["web.nomad.hcl".to_owned()], ..Report::default() };
/// assert_eq!(summary::print(&report), "no findings in 1 file\n");
/// ```
#[must_use]
pub fn print(report: &Report) -> String {
    let mut rules: BTreeMap<&str, Count> = BTreeMap::new();
    for finding in &report.findings {
        let new = || Count { findings: 0, worst: Severity::Info, files: BTreeSet::new() };
        let count = rules.entry(finding.rule).or_insert_with(new);
        count.findings += 1;
        count.worst = count.worst.max(finding.severity);
        count.files.insert(file_of(&finding.primary.place));
    }
    let mut rules: Vec<(&str, Count)> = rules.into_iter().collect();
    rules.sort_by_key(|(_, count)| std::cmp::Reverse(count.findings));
    let mut printed = table(&rules);
    if !printed.is_empty() {
        printed.push('\n');
    }
    printed + &total(report)
}

fn table(rules: &[(&str, Count)]) -> String {
    let longest = rules.iter().map(|(rule, _)| rule.len()).max().unwrap_or_default();
    let mut lines = String::new();
    for (rule, Count { findings, worst, files }) in rules {
        let (files, worst) = (files.len(), worst.as_str());
        let what = super::rule(rule).map_or("", |rule| rule.what);
        let line = format!("{findings:>8}  {files:>5}  {worst:<7}  {rule:<longest$}  {what}");
        lines.push_str(line.trim_end());
        lines.push('\n');
    }
    if lines.is_empty() { lines } else { format!("findings  files  level    rule\n{lines}") }
}

fn total(report: &Report) -> String {
    let counts = [
        (report.count(Severity::Error), "error"),
        (report.count(Severity::Warning), "warning"),
        (report.count(Severity::Info), "info"),
    ];
    let found: Vec<String> = counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(
            |(count, word)| {
                if word == "info" { format!("{count} {word}") } else { several(count, word) }
            },
        )
        .collect();
    let found = if found.is_empty() { "no findings".to_owned() } else { found.join(", ") };
    let allowed = match report.allowed.len() {
        0 => String::new(),
        count => format!("; {count} allowed"),
    };
    format!("{found} in {}{allowed}\n", several(report.files.len(), "file"))
}

fn several(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}
