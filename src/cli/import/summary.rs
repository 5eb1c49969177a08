//! What came of an import, in numbers.

use std::time::Duration;

use crate::cli::print;
use crate::error::Error;

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
    /// Files that were refused.
    pub refused: usize,
    /// Files that are no job files.
    pub skipped: usize,
    /// What could not be written.
    pub errors: Vec<Error>,
    /// Lines about what was written.
    pub notes: Vec<String>,
    /// What to do next.
    pub next: Option<String>,
}

impl Summary {
    /// Prints the numbers that are not nothing.
    pub fn print(&self, took: Duration) {
        if self.imported + self.refused + self.skipped == 0 && self.notes.is_empty() {
            print::say("no job files found\n");
            return;
        }
        let rows = [
            (self.imported, "imported", true),
            (self.house, "in the words of the house layer", false),
            (self.expressions, "with variables or expressions, which stay", false),
            (self.warned, "with warnings, see above", false),
            (self.refused, "refused, see above", true),
            (self.skipped, "without a job, skipped", true),
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
