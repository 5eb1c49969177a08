//! What was found, in the format that was asked for.

use super::args::{Args, Format};
use crate::cli::Answer;
use crate::cli::print::{self, count};
use crate::diagnostic::{Diagnostic, json};
use crate::error::Error;
use crate::lint::{Level, Outcome, RULES};
use crate::{Severity, diagnostic::github};

/// What is not shown.
pub struct Rest {
    /// How many files, or definitions, there were.
    pub files: usize,
    /// How many findings a baseline knows.
    pub known: usize,
    /// How many are of less weight than was asked for.
    pub hidden: usize,
}

/// Prints the findings, and for people, what there is besides.
pub fn show(args: &Args, outcome: Outcome, rest: Rest) -> Result<(), Error> {
    let text = match args.format {
        Format::Text => return text(&outcome, &rest),
        Format::Github => outcome.findings.iter().map(|one| github::command(one) + "\n").collect(),
        _ => outcome.findings.iter().map(|one| json::line(one) + "\n").collect::<String>(),
    };
    print::result(&text).map(|_| ())
}

fn text(outcome: &Outcome, rest: &Rest) -> Result<(), Error> {
    for finding in &outcome.findings {
        print::found(finding)?;
    }
    let mut allowed = String::new();
    for one in &outcome.allowed {
        let (rule, place) = (one.finding.rule, &one.finding.primary.place);
        allowed.push_str(&format!("allowed[{rule}]: {place}: {}\n", one.reason));
    }
    print::result(&allowed)?;
    print::say(&summary(&outcome.findings, outcome.allowed.len(), rest));
    Ok(())
}

/// How many of what there are, in a line.
fn summary(findings: &[Diagnostic], allowed: usize, rest: &Rest) -> String {
    let of =
        |severity: Severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let counts = [
        (of(Severity::Error), "error"),
        (of(Severity::Warning), "warning"),
        (of(Severity::Info), "info"),
    ];
    let counts = counts.iter().filter(|(number, _)| *number > 0);
    let counts: Vec<String> = counts.map(|(number, what)| count(*number, what)).collect();
    let found = if counts.is_empty() { "no findings".to_owned() } else { counts.join(", ") };
    let mut line = format!("{found} in {}", count(rest.files, "file"));
    for (number, what) in
        [(allowed, "allowed"), (rest.known, "in the baseline"), (rest.hidden, "of less weight")]
    {
        if number > 0 {
            line.push_str(&format!("; {number} {what}"));
        }
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
