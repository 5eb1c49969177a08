//! A source text that hcl-rs reads: its locations, its pieces, and why there is no tree.

use hcl::edit::Span;
use hcl::edit::template::Strip;

use super::tree::Part;

/// Why there is no tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The input is not valid HCL: the line, the column and the message of hcl-rs.
    Wrong(usize, usize, String),
    /// Nomad reads it and hcl-rs does not, for this reason.
    Beyond(String),
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Wrong(line, column, why) => write!(f, "{line}:{column}: {why}"),
            Self::Beyond(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for Refused {}

/// A source text that is being read.
#[derive(Clone, Copy)]
pub struct Reading<'t> {
    /// All of it.
    pub text: &'t str,
}

impl<'t> Reading<'t> {
    /// The part of the source text that something was read from.
    pub fn source(self, of: &impl Span) -> &'t str {
        of.span().and_then(|span| self.text.get(span)).unwrap_or_default()
    }

    /// A refusal at the location of something.
    pub fn refuse(self, of: &impl Span, why: &str) -> Refused {
        let at = of.span().map_or(0, |span| span.start);
        let before = self.text.get(..at).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Refused::Wrong(line, column, why.to_owned())
    }
}

/// A piece of text, as HCL cuts it into tokens, or a sequence.
#[derive(Debug)]
pub enum Token {
    /// Text: a line of a heredoc, or all that is between two sequences in quotes.
    Text(String),
    /// A sequence, and what it does to the space around it.
    Sequence(Part, Strip),
}
