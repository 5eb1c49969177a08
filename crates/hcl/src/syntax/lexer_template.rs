//! The part of the lexer that reads strings: quoted templates, heredocs and inputs that are
//! templates as a whole.

use super::error::SyntaxError;
use super::ident;
use super::lexer::{ENDS_HEREDOC, ENDS_QUOTED, Lexer, Mode};
use super::span::Span;
use super::token::TokenKind;

/// Where a `$` or `%` leads.
enum Sign {
    /// `${` or `%{`: an expression or a directive.
    Sequence,
    /// `$${` or `%%{` of so many bytes: a literal `${` or `%{`.
    Escape(usize),
    /// Just the character.
    Text,
}

fn sign(rest: &[u8]) -> Sign {
    match *rest {
        [_, b'{', ..] => Sign::Sequence,
        [first, second, b'{', b'~', ..] if first == second => Sign::Escape(4),
        [first, second, b'{', ..] if first == second => Sign::Escape(3),
        _ => Sign::Text,
    }
}

/// Whether a line of a heredoc is its last.
fn ends_with_marker(line: &str, marker: &str) -> bool {
    match line.as_bytes().last() {
        // Only space can follow the marker; beyond ASCII, find out the slow way.
        Some(0x21..0x80) if !line.ends_with(marker) => false,
        _ => line.trim() == marker,
    }
}

fn sequence_kind(byte: u8) -> TokenKind {
    if byte == b'$' { TokenKind::Interpolation } else { TokenKind::Directive }
}

impl Lexer<'_> {
    /// At a quote in an expression: takes the whole string when it has no template sequences and is sound, which is
    /// told by `true`; else only the quote, and the mode is that of a quoted template.
    pub(super) fn plain_string(&mut self) -> bool {
        let mut end = self.at + 1;
        let mut escaped = false;
        loop {
            end = self.find(end, |byte| ENDS_QUOTED[usize::from(byte)]);
            let Some(&byte) = self.bytes.get(end) else { break };
            match byte {
                b'"' => {
                    self.push_escaped(TokenKind::PlainString, end + 1, escaped);
                    return true;
                }
                b'\\' => match self.bytes.get(end + 1) {
                    None | Some(b'\n' | b'\r') => break,
                    Some(_) => {
                        escaped = true;
                        end += 2;
                    }
                },
                b'$' | b'%' => match sign(self.bytes.get(end..).unwrap_or_default()) {
                    Sign::Sequence => break,
                    Sign::Escape(length) => {
                        escaped = true;
                        end += length;
                    }
                    Sign::Text => end += 1,
                },
                _ => break,
            }
        }
        self.push(TokenKind::QuoteOpen, self.at + 1);
        self.enter(Mode::Quoted);
        false
    }

    /// One token inside a quoted template.
    pub(super) fn quoted(&mut self) {
        let byte = self.peek(0);
        match byte {
            b'"' => {
                self.push(TokenKind::QuoteClose, self.at + 1);
                self.leave();
            }
            b'$' | b'%' => match sign(self.bytes.get(self.at..).unwrap_or_default()) {
                Sign::Sequence => self.open_sequence(sequence_kind(byte)),
                Sign::Escape(length) => self.push(TokenKind::QuotedText, self.at + length),
                Sign::Text => self.push(TokenKind::QuotedText, self.at + 1),
            },
            b'\n' | b'\r' => {
                self.invalid(
                    self.at,
                    "unclosed string at the end of the line".to_owned(),
                    "close it with `\"`; write a newline in it as `\\n`, or use a heredoc (`<<EOT`)",
                );
                self.leave();
            }
            _ => self.quoted_text(),
        }
    }

    /// A run of characters and backslash escapes.
    fn quoted_text(&mut self) {
        let mut end = self.at;
        while let Some(&byte) = self.bytes.get(end) {
            match byte {
                b'"' | b'$' | b'%' | b'\n' | b'\r' => break,
                b'\\' => match self.bytes.get(end + 1) {
                    None | Some(b'\n' | b'\r') => end += 1,
                    Some(_) => end += 2,
                },
                _ => end += 1,
            }
        }
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        self.push(TokenKind::QuotedText, end);
    }

    /// At `<<` in an expression: takes the whole heredoc when it has no template sequences and is sound, which is told
    /// by `true`; else only its first line, and the mode is that of a heredoc.
    pub(super) fn heredoc_open(&mut self) -> bool {
        let marker_start = self.at + if self.peek(2) == b'-' { 3 } else { 2 };
        let rest = self.text.get(marker_start..).unwrap_or_default();
        let marker = rest.find(|character| !ident::continues(character)).unwrap_or(rest.len());
        let marker_end = marker_start + marker;
        let newline = match self.bytes.get(marker_end..).unwrap_or_default() {
            [b'\n', ..] => 1,
            [b'\r', b'\n', ..] => 2,
            _ => 0,
        };
        if newline == 0 || !rest.chars().next().is_some_and(ident::starts) {
            if self.peek(2) == b'<' {
                self.push(TokenKind::Less, self.at + 1);
                return true;
            }
            self.malformed_heredoc(marker_end);
            return true;
        }
        let body = marker_end + newline;
        let marker = Span::new(marker_start as u32, marker_end as u32);
        if let Some((end, escaped)) = self.plain_heredoc(body, marker) {
            self.push_escaped(TokenKind::PlainHeredoc, end, escaped);
            return true;
        }
        self.push(TokenKind::HeredocOpen, body);
        self.enter(Mode::Heredoc { marker, fresh: true });
        false
    }

    /// The end of the closing marker of the heredoc whose contents begin at `body`, and whether
    /// they have escapes.
    fn plain_heredoc(&self, body: usize, marker: Span) -> Option<(usize, bool)> {
        let marker = marker.of(self.text);
        let (mut line, mut at, mut escaped) = (body, body, false);
        loop {
            at = self.find(at, |byte| ENDS_HEREDOC[usize::from(byte)]);
            match *self.bytes.get(at)? {
                b'\n' => {
                    let shown = self.text.get(line..at)?;
                    if ends_with_marker(shown, marker) {
                        let end = if shown.ends_with('\r') { at - 1 } else { at };
                        return Some((end, escaped));
                    }
                    at += 1;
                    line = at;
                }
                b'\r' if self.bytes.get(at + 1) != Some(&b'\n') => return None,
                b'$' | b'%' => match sign(self.bytes.get(at..)?) {
                    Sign::Sequence => return None,
                    Sign::Escape(length) => {
                        escaped = true;
                        at += length;
                    }
                    Sign::Text => at += 1,
                },
                _ => at += 1,
            }
        }
    }

    /// One token inside a heredoc that has template sequences.
    pub(super) fn heredoc(&mut self, marker: Span, fresh: bool) {
        let Some((end, line_ends)) = self.text_run() else { return };
        if !line_ends {
            self.push(TokenKind::HeredocText, end);
            self.mode = Mode::Heredoc { marker, fresh: false };
            return;
        }
        let line = self.text.get(self.at..end).unwrap_or_default();
        if fresh && ends_with_marker(line, marker.of(self.text)) {
            let newline = if line.ends_with("\r\n") { 2 } else { 1 };
            self.push(TokenKind::HeredocClose, end - newline);
            self.push(TokenKind::Newline, end);
            self.leave();
            return;
        }
        self.push(TokenKind::HeredocText, end);
        self.mode = Mode::Heredoc { marker, fresh: true };
    }

    /// One token of an input that is a template as a whole.
    pub(super) fn bare(&mut self) {
        if let Some((end, _)) = self.text_run() {
            self.push(TokenKind::HeredocText, end);
        }
    }

    /// The next literal run, and whether it ends its line; at a template sequence, consumes its
    /// opening instead.
    fn text_run(&mut self) -> Option<(usize, bool)> {
        let first = self.peek(0);
        if first == b'$' || first == b'%' {
            return match sign(self.bytes.get(self.at..).unwrap_or_default()) {
                Sign::Sequence => {
                    self.open_sequence(sequence_kind(first));
                    None
                }
                Sign::Escape(length) => Some(self.with_newline(self.at + length)),
                Sign::Text => Some((self.at + self.sign_length(), false)),
            };
        }
        let end = self.find(self.at, |byte| ENDS_HEREDOC[usize::from(byte)]);
        let (end, line_ends) = self.with_newline(end);
        if end == self.at {
            let span = Span::new(end as u32, end as u32 + 1);
            let help = "end lines with `\\n` or `\\r\\n`";
            self.error(SyntaxError::new(span, "a carriage return without a newline", help));
            return Some((end + 1, false));
        }
        Some((end, line_ends))
    }

    /// The number of literal bytes that a `$` or `%` covers: the next byte too if that ends its
    /// line. It matters to a `~` that trims.
    fn sign_length(&self) -> usize {
        match self.bytes.get(self.at + 1..).unwrap_or_default() {
            [0..0x80, b'\n' | b'\r', ..] => 2,
            _ => 1,
        }
    }

    /// `end`, or the end of the newline at `end`.
    fn with_newline(&self, end: usize) -> (usize, bool) {
        match self.bytes.get(end..).unwrap_or_default() {
            [b'\n', ..] => (end + 1, true),
            [b'\r', b'\n', ..] => (end + 2, true),
            _ => (end, false),
        }
    }
}
