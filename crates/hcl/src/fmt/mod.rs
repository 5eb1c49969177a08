//! `nomad fmt` without Nomad: text to the same text in canonical layout.
//!
//! Only the space between tokens changes. The layout is, byte for byte, what `nomad fmt` of Nomad 1.11.3 makes of the
//! text, wherever that says the same as before; in the few places where Nomad loses something, it stays:
//!
//! | input | Nomad writes | here |
//! |---|---|---|
//! | a comment between the first word of a block and its first label | drops the comment | keeps it |
//! | `a[true]`, `a[null]` | `a[]` | unchanged |
//! | `a.0 .1`, `1 .5`: a number, a space, and a dot with more digits | `a.0.1`, which it then refuses; `1.5` | unchanged |
//!
//! A text that nests deeper than 256 levels is refused; Nomad formats it, and crashes at some hundred thousand.
//!
//! Formatting is idempotent, never changes the syntax tree, keeps every comment, and neither adds nor removes a newline at
//! the end. A byte order mark goes, as it does with Nomad. This module knows nothing of jobs.

mod blank_lines;
mod laid_out;
mod layout;
mod moved;
mod spacing;

use crate::syntax::token::Token;
use crate::syntax::{Span, SyntaxError, parse_with};

pub use blank_lines::{blank_lines, blank_lines_into};
pub use laid_out::LaidOut;
use layout::Line;

/// The text in canonical layout.
///
/// ```
/// let text = "job \"web\"{\ntype=\"batch\"\n  all_at_once = true # quick\n}\n";
/// let formatted = jobwright_hcl::fmt::format(text).map_err(|errors| errors[0].clone())?;
/// assert_eq!(formatted, "job \"web\" {\n  type        = \"batch\"\n  all_at_once = true # quick\n}\n");
/// # Ok::<(), jobwright_hcl::syntax::SyntaxError>(())
/// ```
///
/// # Errors
///
/// What keeps the text from being HCL; such a text has no layout.
pub fn format(text: &str) -> Result<String, Vec<SyntaxError>> {
    let mut formatted = String::new();
    Formatter::new().format_into(text, &mut formatted)?;
    Ok(formatted)
}

/// Formats many texts and keeps its memory between them.
#[derive(Debug, Default)]
pub struct Formatter {
    tokens: Vec<Token>,
    spaces: Vec<u32>,
    lines: Vec<Line>,
}

impl Formatter {
    /// A formatter without any memory yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends the text in canonical layout to `out`.
    ///
    /// # Errors
    ///
    /// What keeps the text from being HCL; nothing is appended then.
    pub fn format_into(&mut self, text: &str, out: &mut String) -> Result<(), Vec<SyntaxError>> {
        parse_with(text, &mut self.tokens)?;
        self.write_laid_out(text, out);
        Ok(())
    }

    fn write_laid_out(&mut self, text: &str, out: &mut String) {
        layout::arrange(text, &self.tokens, &mut self.spaces, &mut self.lines);
        out.reserve(text.len() + text.len() / 8);
        self.write(text, out);
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

const SPACES: &str = "                                                                ";

fn push_spaces(out: &mut String, mut count: usize) {
    while count > 0 {
        let chunk = SPACES.get(..count).unwrap_or(SPACES);
        out.push_str(chunk);
        count -= chunk.len();
    }
}

#[cfg(test)]
mod tests {
    use super::format;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(format(text).as_deref(), Ok(expected));
        assert_eq!(format(expected).as_deref(), Ok(expected), "formatting twice");
    }

    #[test]
    fn equal_signs_and_comments_of_neighbours_align() {
        check(
            "a=1 # one\nlonger=2// two\n\nb=3\n# does not break\nbb= 4\n",
            "a      = 1 # one\nlonger = 2 // two\n\nb = 3\n# does not break\nbb = 4\n",
        );
    }

    #[test]
    fn columns_are_what_a_reader_sees() {
        check("é=1\nxe\u{301}=2\n日本x=3\n", "é   = 1\nxe\u{301}  = 2\n日本x = 3\n");
    }

    #[test]
    fn an_end_without_newline_stays_and_a_byte_order_mark_goes() {
        check("\u{feff}a=1  ", "a = 1  ");
        check("a={\n}", "a = {\n}");
    }
}
