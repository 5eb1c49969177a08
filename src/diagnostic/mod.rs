//! Findings: what is wrong with a job or a file, where, and what to do about it.
//!
//! A finding is plain data until it is displayed: [`Diagnostic`]'s `Display` draws it as a terminal
//! shows it, [`json`] prints it for programs, and [`github`] for GitHub's pages of a pull request.

mod excerpt;
pub mod github;
pub mod json;
mod levels;
mod place;
mod terminal;

pub use levels::{Level, Levels, means, pattern_fault};
pub use place::{Place, SourceMap, SourceText};
pub(crate) use terminal::{Look, error, finding};

use std::fmt;

use jobwright_hcl::syntax::Span;

/// One finding.
///
/// ```
/// use jobwright::diagnostic::{Diagnostic, Place};
/// use jobwright::syntax::Span;
///
/// let place = Place::in_text("web.hcl", "count = two\n", Span::new(8, 11));
/// let finding = Diagnostic::error("count", "expected a number, found `two`").at(place).help("write `2`");
/// assert_eq!(finding.to_string(), "\
/// error[count]: expected a number, found `two`
///  --> web.hcl:1:9
///   |
/// 1 | count = two
///   |         ^^^
///   |
///   = help: write `2`");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that found it, such as `static-port`.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The job or volume that it is about, where it is about one.
    pub subject: Option<String>,
    /// What was found and what was expected.
    pub message: String,
    /// Where it is.
    pub primary: Label,
    /// What else it is about: the other of two that contradict each other.
    pub related: Vec<Label>,
    /// Further facts.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
    /// The same for a machine, where one can do it.
    pub fix: Option<Fix>,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Information only.
    Info,
    /// Worth a look; it blocks nothing.
    Warning,
    /// Nothing is written until it is fixed.
    Error,
}

/// A location, and what is said about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    /// Where it is.
    pub place: Place,
    /// What is there; the primary label has nothing to add to the message, most often.
    pub message: String,
    /// A string at that location, such as an expression in a Rust string, with the part of it that
    /// is meant.
    pub within: Option<(String, Span)>,
}

/// A change of the source that fixes what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as a short imperative sentence.
    pub message: String,
    /// The parts of the sources to replace, none of which overlap.
    pub edits: Vec<Edit>,
    /// Whether it is the same job to Nomad afterwards.
    pub safe: bool,
}

/// A part of a source text, and its replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The part: a [`Place::Text`].
    pub place: Place,
    /// The replacement.
    pub replacement: String,
}

impl Diagnostic {
    /// An error.
    #[must_use]
    pub fn error(rule: &'static str, message: impl Into<String>) -> Self {
        Self::new(rule, Severity::Error, message)
    }

    /// A warning.
    #[must_use]
    pub fn warning(rule: &'static str, message: impl Into<String>) -> Self {
        Self::new(rule, Severity::Warning, message)
    }

    /// A finding of a rule.
    #[must_use]
    pub fn new(rule: &'static str, severity: Severity, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity,
            subject: None,
            message: message.into(),
            primary: Label::default(),
            related: Vec::new(),
            notes: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// Sets the primary location.
    #[must_use]
    pub fn at(mut self, place: impl Into<Place>) -> Self {
        self.primary.place = place.into();
        self
    }

    /// Shows the part of a string at the location, such as an expression in a Rust string. If the
    /// location is in a source text that has the string verbatim, that part of it becomes the
    /// location.
    #[must_use]
    pub fn showing(mut self, text: &str, span: Span) -> Self {
        match self.primary.place.part(text, span) {
            Some(part) => self.primary.place = part,
            None => self.primary.within = Some((text.to_owned(), span)),
        }
        self
    }

    /// Adds what else it is about, if the location of that is known.
    #[must_use]
    pub fn related(mut self, place: impl Into<Place>, message: impl Into<String>) -> Self {
        let place = place.into();
        if place.is_known() {
            self.related.push(Label { place, message: message.into(), within: None });
        }
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

    /// Adds the change that fixes it: one part of a source text to replace.
    #[must_use]
    pub fn fix(
        mut self,
        message: impl Into<String>,
        place: Place,
        replacement: impl Into<String>,
    ) -> Self {
        let edits = vec![Edit { place, replacement: replacement.into() }];
        self.fix = Some(Fix { message: message.into(), edits, safe: true });
        self
    }

    /// Adds the change that may be what was meant: afterwards it is another job to Nomad.
    #[must_use]
    pub fn unsafe_fix(
        self,
        message: impl Into<String>,
        place: Place,
        replacement: impl Into<String>,
    ) -> Self {
        let mut own = self.fix(message, place, replacement);
        own.fix.iter_mut().for_each(|fix| fix.safe = false);
        own
    }

    /// All labels, to change them: the primary one first.
    pub(crate) fn labels_mut(&mut self) -> impl Iterator<Item = &mut Label> {
        std::iter::once(&mut self.primary).chain(&mut self.related)
    }
}

impl Severity {
    /// The word for it: `error`, `warning` or `info`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::{Diagnostic, Place};
    use jobwright_hcl::syntax::Span;

    fn line(file: &str, line: u32, column: u32) -> Place {
        Place::Line { file: file.to_owned(), line, column }
    }

    #[test]
    fn a_finding_in_text_shows_the_line() {
        let text = "\n".repeat(9) + "a = !";
        let finding = Diagnostic::error("syntax", "expected a value");
        let finding =
            finding.at(Place::in_text("web.hcl", &text, Span::new(13, 14))).help("write one");
        let shown = "error[syntax]: expected a value\n  --> web.hcl:10:5\n   |\n10 | a = !\n   |     ^\n   |\n   = help: write one";
        assert_eq!(finding.to_string(), shown);
    }

    #[test]
    fn a_finding_without_text_shows_the_place() {
        let finding = Diagnostic::warning("static-port", "the port is `80`").note("it is");
        let shown = "warning[static-port]: the port is `80`\n |\n = note: it is";
        assert_eq!(finding.to_string(), shown);
        let shown = "warning[static-port]: the port is `80`\n--> web.rs:12:5\n |\n = note: it is";
        assert_eq!(finding.at(line("web.rs", 12, 5)).to_string(), shown);
    }

    #[test]
    fn what_else_it_is_about_is_below() {
        let finding = Diagnostic::error("job-name", "duplicate job `web`").at(line("b.rs", 3, 1));
        let finding = finding.help("rename one of them").related(Place::Unknown, "nowhere");
        let both = finding.clone().related(line("a.rs", 12, 5), "the first one is here");
        assert_eq!(
            both.to_string(),
            "error[job-name]: duplicate job `web`\n--> b.rs:3:1\n |\n = help: rename one of them\nnote: the first one is here\n--> a.rs:12:5"
        );
        assert!(finding.related.is_empty(), "what nobody knows is not shown");
        let text = Place::in_text("a.hcl", "job \"web\" {}\n", Span::new(4, 9));
        assert_eq!(
            finding.related(text, "the first one is here").to_string(),
            "error[job-name]: duplicate job `web`\n--> b.rs:3:1\n |\n = help: rename one of them\nnote: the first one is here\n --> a.hcl:1:5\n  |\n1 | job \"web\" {}\n  |     -----"
        );
    }
}
