//! A comparison for a pull request.

use std::fmt::Write;

use super::change::{Class, Sign};
use super::comparison::Comparison;
use super::job::{JobChange, Operation};
use super::words::{happens, job_line, steps, summary};

/// What a comment of a pull request may hold.
pub const MOST: usize = 65_536;

/// What the comment is known by, so that the next one takes its place.
pub const MARK: &str = "<!-- jobwright diff -->";

/// A table of the jobs, and each of them to unfold. What does not fit is left out, and said to be.
#[must_use]
pub fn markdown(comparison: &Comparison) -> String {
    let mut text =
        format!("{MARK}\n### What this does to running allocations\n\n{}\n", summary(comparison));
    if comparison.jobs.is_empty() {
        return text;
    }
    text.push_str("\n| Job | What happens | Look at |\n|---|---|---|\n");
    // Room for what is said of what was cut.
    let room = MOST - 300;
    let mut left = 0_usize;
    for job in &comparison.jobs {
        let risks = job.flags.iter().filter(|flag| flag.is_risk());
        let risks: Vec<String> = risks.map(|flag| cell(&flag.message)).collect();
        let row = format!(
            "| `{}` | {} | {} |\n",
            cell(&job.id),
            cell(&job_line(job)),
            risks.join("<br>")
        );
        match text.chars().count() + row.chars().count() < room / 2 {
            true => text.push_str(&row),
            false => left += 1,
        }
    }
    if left > 0 {
        _ = writeln!(text, "\n{left} more jobs are not in the table.");
    }
    let mut cut = 0_usize;
    for job in &comparison.jobs {
        let details = details(job);
        if details.is_empty() {
            continue;
        }
        match text.chars().count() + details.chars().count() < room {
            true => text.push_str(&details),
            false => cut += 1,
        }
    }
    if cut > 0 {
        let jobs = if cut == 1 { "1 job".to_owned() } else { format!("{cut} jobs") };
        _ = writeln!(
            text,
            "\nThe details of {jobs} are cut: a comment holds no more than {MOST} characters. `jobwright diff --full` shows all of it."
        );
    }
    text
}

/// One job to unfold.
fn details(job: &JobChange) -> String {
    let is_shown =
        job.operation == Operation::Changed && job.class != Class::Nothing || !job.flags.is_empty();
    if !is_shown {
        return String::new();
    }
    let mut text = format!(
        "\n<details><summary><code>{}</code>: {}</summary>\n\n",
        html(&job.id),
        html(&job_line(job))
    );
    for flag in &job.flags {
        let of = flag.group.as_deref().filter(|_| job.groups.len() > 1);
        let of = of.map(|group| format!("group `{group}`: ")).unwrap_or_default();
        let message = format!("{of}{}", cell(&flag.message));
        _ = writeln!(text, "- {}", if flag.is_risk() { format!("**{message}**") } else { message });
    }
    if job.operation == Operation::Changed {
        for group in &job.groups {
            let steps = group.rollout.as_ref().and_then(steps).map(|steps| format!(" ({steps})"));
            _ = writeln!(
                text,
                "- group `{}`: {}{}",
                cell(&group.name),
                happens(group, &job.kind),
                steps.unwrap_or_default()
            );
        }
    }
    let mut diff = String::new();
    for change in &job.changes {
        let path = &change.path;
        match (&change.old, &change.new, &change.lines) {
            (_, _, Some(lines)) => {
                _ = writeln!(diff, "  {path}:");
                diff.push_str(&lines.text);
            }
            (None, None, _) => {
                let word = if change.sign == Sign::Moved { "  another order: " } else { "" };
                let sign = match change.sign {
                    Sign::Added => "+ ",
                    Sign::Removed => "- ",
                    _ => "! ",
                };
                _ = writeln!(diff, "{sign}{word}{path}");
            }
            (old, new, _) => {
                for (sign, side) in [('-', old), ('+', new)] {
                    if let Some(side) = side {
                        _ = writeln!(diff, "{sign} {path} = {}", side.text);
                    }
                }
            }
        }
    }
    if !diff.is_empty() {
        // A fence is longer than any that stands in the text.
        let longest = diff.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        _ = write!(text, "\n{fence}diff\n{diff}{fence}\n");
    }
    text.push_str("\n</details>\n");
    text
}

/// A text that stays in its cell.
fn cell(text: &str) -> String {
    html(text).replace('|', "\\|").replace(['\n', '\r'], " ")
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
