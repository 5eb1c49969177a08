//! A comparison for a terminal.

use std::fmt::Write;

use super::change::{Change, Class, Sign};
use super::comparison::Comparison;
use super::job::{JobChange, Operation};
use super::words::{happens, job_line, steps, summary};

/// So many changes of a job are shown where not all are asked for.
const SHOWN: usize = 8;

/// How a text is coloured: by what it is about.
pub type Paint = fn(Class, &str) -> String;

/// No colours.
#[must_use]
pub fn plain(_: Class, text: &str) -> String {
    text.to_owned()
}

/// A line for each job, then each job by itself, and a summary. All changes where that is asked for, and long texts line
/// by line; or the first ones.
#[must_use]
pub fn text(comparison: &Comparison, full: bool, paint: Paint) -> String {
    let mut text = String::new();
    let width = comparison.jobs.iter().map(|job| job.id.chars().count()).max().unwrap_or(0);
    for job in &comparison.jobs {
        let line = format!("{} {:width$}  {}", sign(job), job.id, job_line(job));
        // Writing into a string cannot fail.
        _ = writeln!(text, "{}", paint(job.class, line.trim_end()));
    }
    for job in &comparison.jobs {
        let own = details(job, full, paint);
        if !own.is_empty() {
            _ = write!(text, "\n{}\n{own}", paint(job.class, &heading(job)));
        }
    }
    if !comparison.jobs.is_empty() {
        text.push('\n');
    }
    _ = writeln!(text, "{}", summary(comparison));
    text
}

fn sign(job: &JobChange) -> &'static str {
    match (job.operation, job.class) {
        (Operation::Added, _) => "+",
        (Operation::Removed, _) => "-",
        (_, Class::Nothing) => " ",
        (_, Class::Refused) => "x",
        _ => "~",
    }
}

fn heading(job: &JobChange) -> String {
    match &job.namespace {
        Some(namespace) => format!("job {} (namespace {namespace})", job.id),
        None => format!("job {}", job.id),
    }
}

/// What there is to say of a job besides its line.
fn details(job: &JobChange, full: bool, paint: Paint) -> String {
    let mut text = String::new();
    for flag in &job.flags {
        let mark = if flag.is_risk() { "!" } else { "·" };
        let of = flag.group.as_deref().filter(|_| job.groups.len() > 1);
        let of = of.map(|group| format!("group {group}: ")).unwrap_or_default();
        _ = writeln!(text, "  {mark} {of}{}", flag.message);
    }
    if job.operation != Operation::Changed {
        return text;
    }
    for group in job.groups.iter().filter(|group| group.class != Class::Nothing) {
        _ = writeln!(text, "  group {}: {}", group.name, happens(group, &job.kind));
        if let Some(steps) = group.rollout.as_ref().and_then(steps) {
            _ = writeln!(text, "    {steps}");
        }
    }
    let shown = if full { job.changes.len() } else { SHOWN };
    for change in job.changes.iter().take(shown) {
        text.push_str(&one(change, full, paint));
    }
    let more = job.changes.len().saturating_sub(shown);
    if more > 0 {
        _ = writeln!(text, "  … {more} more (`--full` shows them)");
    }
    text
}

/// One change: on a line, or on several for a text of several.
fn one(change: &Change, full: bool, paint: Paint) -> String {
    let class = match change.class {
        Class::Destructive => "  (replaces)",
        Class::Refused => "  (refused)",
        _ => "",
    };
    let value = match (&change.old, &change.new, &change.lines) {
        (_, _, Some(lines)) if full => {
            let mut text = format!("  {} {}{class}\n", change.sign.as_str(), change.path);
            for line in lines.text.lines() {
                _ = writeln!(text, "      {line}");
            }
            return paint(change.class, text.trim_end_matches('\n')) + "\n";
        }
        (_, _, Some(lines)) => {
            let count = |sign| lines.text.lines().filter(|line| line.starts_with(sign)).count();
            format!(": {} lines less, {} lines more", count('-'), count('+'))
        }
        (Some(old), Some(new), _) => format!(": {} → {}", old.text, new.text),
        (Some(only), None, _) | (None, Some(only), _) => format!(": {}", only.text),
        (None, None, _) if change.sign == Sign::Moved => ": another order".to_owned(),
        (None, None, _) => String::new(),
    };
    let line = format!("  {} {}{value}{class}", change.sign.as_str(), change.path);
    paint(change.class, &line) + "\n"
}
