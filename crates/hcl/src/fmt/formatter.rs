//! Tokens and the spaces between them, written out.

use super::layout::{self, Line};
use crate::syntax::token::Token;
use crate::syntax::{Span, SyntaxError, parse_with};

/// Formats any number of inputs, and keeps its buffers between them.
#[derive(Debug, Default)]
pub struct Formatter {
    pub(super) tokens: Vec<Token>,
    /// The number of spaces before each token.
    pub(super) spaces: Vec<u32>,
    lines: Vec<Line>,
}

impl Formatter {
    /// A formatter with empty buffers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends the input in canonical layout to `out`.
    ///
    /// # Errors
    ///
    /// The mistakes that keep the input from being HCL; nothing is appended then.
    pub fn format_into(&mut self, text: &str, out: &mut String) -> Result<(), Vec<SyntaxError>> {
        parse_with(text, &mut self.tokens)?;
        self.write_laid_out(text, out)
    }

    /// Appends the input with these tokens in canonical layout to `out`.
    ///
    /// # Errors
    ///
    /// The output would be too large; nothing is appended then.
    pub(super) fn write_laid_out(
        &mut self,
        text: &str,
        out: &mut String,
    ) -> Result<(), Vec<SyntaxError>> {
        layout::arrange(text, &self.tokens, &mut self.spaces, &mut self.lines);
        let spaces: u64 = self.spaces.iter().map(|&count| u64::from(count)).sum();
        if spaces > MOST_SPACES + 4 * text.len() as u64 {
            return Err(vec![self.blown_up()]);
        }
        out.reserve(text.len() + text.len() / 8);
        self.write(text, out);
        Ok(())
    }

    /// The error for an input that spaces would make too large, at the longest name of a line.
    fn blown_up(&self) -> SyntaxError {
        let lead = |line| layout::lead(&self.tokens, line).unwrap_or(Span::new(0, 0));
        let starts = std::iter::once(0).chain(self.lines.iter().map(Line::end));
        let leads = starts.zip(&self.lines).map(lead);
        let longest = leads.max_by_key(|span| span.end - span.start).unwrap_or(Span::new(0, 0));
        let message = format!(
            "the layout would need more than {} MB of spaces to align a name of {} bytes",
            MOST_SPACES / 1_000_000,
            longest.end - longest.start
        );
        SyntaxError::new(longest, message, "shorten the name, or separate it with an empty line")
    }

    /// Writes tokens and spaces; what has the right spaces already is copied in one go.
    fn write(&self, text: &str, out: &mut String) {
        let (mut from, mut end) = (0, 0);
        for (token, &spaces) in self.tokens.iter().zip(&self.spaces) {
            let gap = token.start - end;
            if gap != spaces || gap > 0 && !is_blank(text, end, token.start) {
                out.push_str(Span::new(from, end).of(text));
                push_spaces(out, spaces as usize);
                from = token.start;
            }
            end = token.end;
        }
        out.push_str(Span::new(from, end).of(text));
    }
}

fn is_blank(text: &str, start: u32, end: u32) -> bool {
    let gap = text.as_bytes().get(start as usize..end as usize);
    gap.is_some_and(|gap| gap.iter().all(|&byte| byte == b' '))
}

/// The maximum number of spaces written for any input, besides four for each byte of it: an
/// ordinary input gets fewer than it has letters. One long name among many lines makes as many
/// spaces as the product of both.
const MOST_SPACES: u64 = 16_000_000;

const SPACES: &str = "                                                                ";

fn push_spaces(out: &mut String, mut count: usize) {
    while count > 0 {
        let chunk = SPACES.get(..count).unwrap_or(SPACES);
        out.push_str(chunk);
        count -= chunk.len();
    }
}
