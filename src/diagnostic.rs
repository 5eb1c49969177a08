//! Findings: what is wrong with a job or a file, where, and what to do about it.

use std::fmt;
use std::panic::Location;

use crate::excerpt::Excerpt;
use crate::report::{self, Look};
use crate::visible::visible_line;
use jobwright_hcl::syntax::{Position, Span};

/// One finding. Plain data; the command line decides how it looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that found it, such as `static-port`.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What was found and what was expected.
    pub message: String,
    /// Where it is.
    pub place: Option<Place>,
    /// The line of that place, for findings in text that is at hand.
    pub excerpt: Option<Excerpt>,
    /// Further facts.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth a look; nothing is held up.
    Warning,
    /// Nothing is written while it stands.
    Error,
}

/// Where a finding is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, as the user would name it.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

impl Diagnostic {
    /// An error.
    #[must_use]
    pub fn error(rule: &'static str, message: impl Into<String>) -> Self {
        Self::new(rule, Severity::Error, message.into())
    }

    /// A warning.
    #[must_use]
    pub fn warning(rule: &'static str, message: impl Into<String>) -> Self {
        Self::new(rule, Severity::Warning, message.into())
    }

    fn new(rule: &'static str, severity: Severity, message: String) -> Self {
        Self { rule, severity, message, place: None, excerpt: None, notes: Vec::new(), help: None }
    }

    /// Adds the place.
    #[must_use]
    pub fn at(mut self, place: impl Into<Option<Place>>) -> Self {
        self.place = place.into();
        self
    }

    /// Adds the place in a text that is at hand, and shows it.
    #[must_use]
    pub fn in_text(mut self, file: &str, text: &str, span: Span) -> Self {
        let Position { line, column } = Position::of(text, span.start);
        self.place = Some(Place { file: file.to_owned(), line, column });
        self.excerpt = Some(Excerpt::new(text, span.range()));
        self
    }

    /// Shows the place in a text that stands somewhere in the file, such as an expression in a Rust string.
    #[must_use]
    pub fn showing(mut self, text: &str, span: Span) -> Self {
        self.excerpt = Some(Excerpt::new(text, span.range()));
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl From<&Location<'_>> for Place {
    fn from(location: &Location<'_>) -> Self {
        // A path that the compiler saw with backslashes reads the same on every machine.
        let file = location.file().replace('\\', "/");
        Self { file, line: location.line(), column: location.column() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", visible_line(&self.file), self.line, self.column)
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// As rustc shows its own, without colours and without anything that a terminal would obey.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::finding(self, Look::Plain))
    }
}

#[cfg(test)]
mod tests {
    use super::{Diagnostic, Place};
    use jobwright_hcl::syntax::Span;

    #[test]
    fn a_finding_in_text_shows_the_line() {
        let text = "\n".repeat(9) + "a = !";
        let finding = Diagnostic::error("syntax", "expected a value");
        let finding = finding.in_text("web.hcl", &text, Span::new(13, 14)).help("write one");
        let shown = "error[syntax]: expected a value\n  --> web.hcl:10:5\n   |\n10 | a = !\n   |     ^\n   |\n   = help: write one";
        assert_eq!(finding.to_string(), shown);
    }

    #[test]
    fn a_finding_without_text_shows_the_place() {
        let finding = Diagnostic::warning("static-port", "the port is `80`").note("it is");
        let place = Place { file: "web.rs".to_owned(), line: 12, column: 5 };
        let shown = "warning[static-port]: the port is `80`\n |\n = note: it is";
        assert_eq!(finding.to_string(), shown);
        let shown = "warning[static-port]: the port is `80`\n--> web.rs:12:5\n |\n = note: it is";
        assert_eq!(finding.at(place).to_string(), shown);
    }
}
