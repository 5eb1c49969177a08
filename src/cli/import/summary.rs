//! What came of an import, in numbers.

use std::time::Duration;

use crate::api;
use crate::cli::print;
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::jobspec::Job;
use crate::visible::{columns, fitting, visible_line};

/// So many files are named again below the numbers; who has more to mend looks at all that is said above.
const NAMED: usize = 20;

/// The columns of a line of the table at most, and those of the place in it.
const LINE: usize = 80;
const PLACE: usize = 34;

/// The numbers, and what could not be written.
#[derive(Debug, Default)]
pub struct Summary {
    /// Jobs that were imported.
    pub imported: usize,
    /// Of these, jobs in the words of the house layer.
    pub house: usize,
    /// Of these, jobs that keep variables or expressions.
    pub expressions: usize,
    /// Files with warnings.
    pub warned: usize,
    /// Jobs that the registry defines already, just so.
    pub unchanged: usize,
    /// Files that were refused.
    pub refused: usize,
    /// Why: the place in the file, or its name, and the first thing that is wrong.
    pub reasons: Vec<(String, String)>,
    /// Files that are no job files.
    pub skipped: usize,
    /// What could not be written.
    pub errors: Vec<Error>,
    /// Lines about what was written.
    pub notes: Vec<String>,
    /// What to do next.
    pub next: Option<String>,
    /// The job is on standard output: that says enough if nothing else happened.
    pub printed: bool,
}

impl Summary {
    /// Counts a job that was imported.
    pub fn imported(&mut self, job: &Job) {
        self.imported += 1;
        self.expressions += usize::from(api::has_expressions(job));
    }

    /// Prints why a file is refused, and counts it. `name` is that of the file.
    pub fn refuse(&mut self, name: &str, findings: &[Diagnostic]) {
        findings.iter().for_each(print::finding);
        self.refused += 1;
        if let Some(finding) = findings.first() {
            let own = finding.place.as_ref().filter(|place| place.file == name);
            let place = own.map_or(name.to_owned(), |place| format!("{name}:{}", place.line));
            self.reasons.push((place, finding.message.clone()));
        }
    }

    /// Prints the numbers that are not nothing.
    pub fn print(&self, took: Duration) {
        if self.printed && self.refused + self.skipped + self.warned == 0 {
            return;
        }
        let all = self.imported + self.unchanged + self.refused + self.skipped;
        if all == 0 && self.notes.is_empty() {
            print::say(
                "no job files found\nhelp: name files that hold a `job` block, or folders with such files\n",
            );
            return;
        }
        let rows = [
            (self.imported, "imported", true),
            (self.house, "in the words of the house layer", false),
            (self.expressions, "with variables or expressions, which stay", false),
            (self.warned, "with warnings, see above", false),
            (self.unchanged, "defined already, unchanged", true),
            (self.skipped, "without a job, skipped", true),
            (self.refused, "refused, see above", true),
        ];
        let width = rows.iter().map(|(number, ..)| number.to_string().len()).max().unwrap_or(1);
        let mut text = String::new();
        for (number, what, main) in rows {
            if number > 0 || what == "imported" {
                let indent = if main { "" } else { "  of these, " };
                let number = number.to_string();
                match main {
                    true => text.push_str(&format!("{number:>width$}  {what}\n")),
                    false => text.push_str(&format!("{:>width$}{indent}{number} {what}\n", "")),
                }
            }
        }
        if self.refused > 1 {
            text.push_str(&table(&self.reasons));
        }
        text.push_str(&format!("in {:.1} s\n", took.as_secs_f64()));
        for note in &self.notes {
            text.push_str(&format!("{note}\n"));
        }
        if let Some(next) = &self.next {
            text.push_str(&format!("next: {next}\n"));
        }
        print::say(&text);
    }
}

/// One line for each refused file: where, and the first reason.
fn table(reasons: &[(String, String)]) -> String {
    let rows: Vec<(String, &str)> = reasons
        .iter()
        .take(NAMED)
        .map(|(place, message)| {
            (without_start(&visible_line(place), PLACE), message.lines().next().unwrap_or(""))
        })
        .collect();
    let width = rows.iter().map(|(place, _)| columns(place)).max().unwrap_or(0);
    let rest = LINE.saturating_sub(width + 6);
    let mut text = String::new();
    for (place, message) in rows {
        let space = width - columns(&place);
        text.push_str(&format!("     {place}{:space$} {}\n", "", without_end(message, rest)));
    }
    if let Some(more @ 1..) = reasons.len().checked_sub(NAMED) {
        text.push_str(&format!("     and {more} more\n"));
    }
    text
}

/// The text, or the end of it that has room in so many columns: of a path, that says most.
fn without_start(text: &str, most: usize) -> String {
    if columns(text) <= most {
        return text.to_owned();
    }
    let kept = fitting(text.chars().rev(), most.saturating_sub(1));
    format!("…{}", text.get(text.len() - kept..).unwrap_or_default())
}

fn without_end(text: &str, most: usize) -> String {
    if columns(text) <= most {
        return text.to_owned();
    }
    let kept = fitting(text.chars(), most.saturating_sub(1));
    format!("{}…", text.get(..kept).unwrap_or_default().trim_end())
}

#[cfg(test)]
mod tests {
    use super::table;
    use crate::visible::columns;

    fn row(place: &str, message: &str) -> (String, String) {
        (place.to_owned(), message.to_owned())
    }

    #[test]
    fn lines_of_the_table_fit() {
        let long = "clusters/homelab/nomad/jobs/media/jellyfin/jellyfin.nomad:12";
        let message = "`job` has no attribute `datacentres`, nor any other that ends so\nmore";
        let text = table(&[row("ä.nomad", "short"), row(long, message), row("監視.nomad", "wide")]);
        let lines = [
            format!("     {:<34} short", "ä.nomad"),
            "     …/media/jellyfin/jellyfin.nomad:12 `job` has no attribute `datacentres`, n…"
                .to_owned(),
            format!("     監視.nomad{:24} wide", ""),
        ];
        assert_eq!(text.lines().collect::<Vec<_>>(), lines);
        assert!(lines.iter().all(|line| columns(line) <= 80), "{text}");
    }

    #[test]
    fn a_long_table_ends() {
        let rows: Vec<_> = (0..23).map(|at| row(&format!("{at}.nomad"), "bad")).collect();
        let text = table(&rows);
        assert_eq!(text.lines().count(), 21);
        assert!(text.ends_with("     and 3 more\n"), "{text}");
        assert!(!table(&rows[..20]).contains("more"));
    }
}
