//! What was found, in the format that was asked for.

use std::path::Path;

use super::args::{Args, Format};
use crate::Severity;
use crate::cli::Answer;
use crate::cli::print::{self, count};
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::lint::{Level, Outcome, RULES};
use crate::project::Project;
use crate::report::cargo::Package;
use crate::report::{Report, cargo, github, gitlab, json, junit, sarif, summary};
use crate::visible::visible_line;

/// What is not shown.
pub struct Rest {
    /// The files that were looked at.
    pub files: Vec<String>,
    /// How many findings a baseline knows.
    pub known: usize,
    /// How many that it knows are there no more.
    pub mended: usize,
    /// How many are less severe than requested.
    pub hidden: usize,
}

/// Prints the findings, and for people, what there is besides.
pub fn show(args: &Args, outcome: Outcome, rest: Rest) -> Result<(), Error> {
    if args.format == Format::Text {
        return text(&outcome, &rest);
    }
    let Outcome { findings, allowed } = outcome;
    let report = Report { findings, allowed, files: rest.files };
    print::result(&match args.format {
        Format::Text | Format::Summary => summary::print(&report),
        Format::Json => json::print(&report),
        Format::Sarif => sarif::print(&report),
        Format::Github => github::print(&report),
        Format::Gitlab => gitlab::print(&report),
        Format::Junit => junit::print(&report),
        Format::Cargo => cargo::print(&report, &package()),
    })
    .map(|_| ())
}

/// The package that the compiler would have messages of.
fn package() -> Package {
    let root = match Project::here() {
        Ok(project) => project.root().to_owned(),
        Err(_) => std::env::current_dir().unwrap_or_default(),
    };
    let manifest = Project::here().map_or_else(|_| root.join("Cargo.toml"), |one| one.manifest());
    let folder = manifest.parent().unwrap_or(&root).to_string_lossy().into_owned();
    let shown = |path: &Path| path.to_string_lossy().into_owned();
    Package {
        id: format!("path+file://{folder}#0.0.0"),
        manifest: shown(&manifest),
        target: root.file_name().map(|name| shown(Path::new(name))).unwrap_or_default(),
        source: shown(&root.join("registry/main.rs")),
    }
}

fn text(outcome: &Outcome, rest: &Rest) -> Result<(), Error> {
    for finding in &outcome.findings {
        print::found(finding)?;
    }
    let mut allowed = String::new();
    for one in &outcome.allowed {
        let (rule, place) = (one.finding.rule, &one.finding.primary.place);
        let reason = visible_line(&one.reason);
        allowed.push_str(&format!("allowed[{rule}]: {place}: {reason}\n"));
    }
    print::result(&allowed)?;
    print::say(&counts(&outcome.findings, outcome.allowed.len(), rest));
    Ok(())
}

/// How many of what there are, in a line.
fn counts(findings: &[Diagnostic], allowed: usize, rest: &Rest) -> String {
    let of =
        |severity: Severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let numbers = [
        (of(Severity::Error), "error"),
        (of(Severity::Warning), "warning"),
        (of(Severity::Info), "info"),
    ];
    let numbers = numbers.iter().filter(|(number, _)| *number > 0);
    let counts: Vec<String> = numbers.map(|(number, what)| count(*number, what)).collect();
    let found = if counts.is_empty() { "no findings".to_owned() } else { counts.join(", ") };
    let mut line = format!("{found} in {}", count(rest.files.len(), "file"));
    for (number, what) in [
        (allowed, "allowed"),
        (rest.known, "in the baseline"),
        (
            rest.hidden,
            "below the minimum \
            severity",
        ),
    ] {
        if number > 0 {
            line.push_str(&format!("; {number} {what}"));
        }
    }
    if rest.mended > 0 {
        line.push_str(&format!(
            "; {} of the baseline fixed: `--write-baseline` removes them",
            rest.mended
        ));
    }
    if rest.hidden > 0 {
        line.push_str(" (`--min-severity info` shows them)");
    }
    line + "\n"
}

/// Prints all rules.
pub fn list() -> Result<Answer, Error> {
    let rows: Vec<[&str; 3]> =
        RULES.iter().map(|rule| [rule.name, Level::as_str(rule.level), rule.what]).collect();
    print::table(["RULE", "LEVEL", "WHAT MUST HOLD"], &rows)
}
