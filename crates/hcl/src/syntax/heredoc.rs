//! Invalid heredocs: how they were meant, so that one slip is one error.

use super::error::SyntaxError;
use super::ident;
use super::lexer::Lexer;
use super::span::Span;
use super::token::TokenKind;

/// A longer line is not looked at.
const LONGEST: usize = 200;

/// The line that begins a heredoc, and its marker.
struct Opening<'t> {
    marker: &'t str,
    /// The whole line, from `<<` on.
    line: &'t str,
    quoted: bool,
    /// The characters between `<<` and the marker, such as a space.
    before: &'t str,
}

impl<'t> Opening<'t> {
    fn of(rest: &'t str) -> Option<Self> {
        let line = rest.lines().next().filter(|line| line.len() <= LONGEST)?;
        let open = line.strip_prefix("<<")?;
        let dash = open.strip_prefix(['-', '~']).unwrap_or(open);
        let inner = dash.trim_start_matches([' ', '\t', '\'', '"']);
        let length = inner.find(|letter| !ident::continues(letter)).unwrap_or(inner.len());
        let marker = inner.get(..length)?;
        let before = open.get(..open.len() - inner.len())?;
        let quoted = before.contains(['\'', '"']);
        marker.starts_with(ident::starts).then_some(Self { marker, line, quoted, before })
    }

    fn message(&self) -> (&'static str, String) {
        let Self { marker, .. } = self;
        let dash = if self.before.starts_with(['-', '~']) { "-" } else { "" };
        if self.quoted {
            let help = format!("write `<<{dash}{marker}`, and `$${{` for a literal `${{`");
            ("the marker of a heredoc cannot be quoted: HCL has no raw heredoc", help)
        } else {
            let message = "expected the marker of a heredoc directly after `<<`, at the end of the \
                line";
            (message, format!("write `<<{dash}{marker}` with nothing after it"))
        }
    }
}

impl Lexer<'_> {
    /// At `<<` without a marker that ends the line: reports one error for it and for the lines
    /// that it was to enclose.
    pub(super) fn malformed_heredoc(&mut self, end: usize) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let Some(opening) = Opening::of(rest) else {
            let message = "missing heredoc marker after `<<`";
            let help = "write an identifier directly after it, such as `<<EOT`, and nothing else on the \
                 line";
            return self.invalid(end, message.to_owned(), help);
        };
        let (message, help) = opening.message();
        let span = Span::new(self.at as u32, (self.at + opening.line.len()) as u32);
        let body = rest.get(opening.line.len()..).unwrap_or_default();
        // The lines that follow are skipped only if it is known where the heredoc ends.
        let length = closing(body, opening.marker).map(|length| opening.line.len() + length);
        self.error(SyntaxError::new(span, message, help));
        self.push(TokenKind::Invalid, length.map_or(span.end as usize, |length| self.at + length));
    }
}

/// The length of the input up to the end of the line that holds only the marker.
fn closing(text: &str, marker: &str) -> Option<usize> {
    let mut length = 0;
    for line in text.split_inclusive('\n') {
        if line.trim() == marker {
            return Some(length + line.trim_end_matches(['\r', '\n']).len());
        }
        length += line.len();
    }
    None
}

/// The error for an unclosed heredoc: the line that was probably meant to end it, with what to do.
pub(super) fn unclosed(text: &str, open: Span) -> SyntaxError {
    let first = open.of(text).trim_end();
    let marker = first.trim_start_matches(['<', '-']);
    let mut at = open.range().end;
    let mut near = None;
    for line in text.get(at..).unwrap_or_default().split_inclusive('\n') {
        let shown = line.trim();
        if near.is_none() && shown.len() <= LONGEST && is_near(shown, marker) {
            let start = at + (line.len() - line.trim_start().len());
            near = Some((Span::new(start as u32, (start + shown.len()) as u32), shown));
        }
        at += line.len();
    }
    let Some((span, found)) = near else {
        let span = Span::new(open.start, open.start + first.len() as u32);
        let help = format!("end it with a line that holds only `{marker}`, followed by a newline");
        return SyntaxError::new(span, "unclosed heredoc", help);
    };
    if found == marker {
        let message = format!("expected a newline after `{marker}`, found the end of the file");
        return SyntaxError::new(span, message, "end the file with a newline");
    }
    let message =
        format!("expected `{marker}` alone on the line that ends the heredoc, found `{found}`");
    let help = format!("put `{marker}` on a line of its own, with nothing before or after it");
    SyntaxError::new(span, message, help)
}

/// Whether a line was probably meant to end the heredoc.
fn is_near(line: &str, marker: &str) -> bool {
    let behind = line.strip_prefix(marker).map(|rest| !rest.starts_with(ident::continues));
    let before = line.strip_suffix(marker).map(|rest| !rest.ends_with(['<', '-', '$', '{', '"']));
    behind.or(before).unwrap_or_else(|| line.eq_ignore_ascii_case(marker))
}

/// The marker of the heredoc that begins the input.
pub(super) fn marker(open: &str) -> Option<&str> {
    let rest = open.strip_prefix("<<")?;
    rest.strip_prefix('-').unwrap_or(rest).lines().next().map(str::trim)
}
