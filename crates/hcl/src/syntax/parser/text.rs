//! The contents of strings, with escapes resolved and indentation removed.

use std::borrow::Cow;

use crate::syntax::grapheme;
use crate::syntax::span::Span;
use crate::syntax::token::Token;

use super::Parser;

const ESCAPES: &str = "use one of `\\n`, `\\r`, `\\t`, `\\\"`, `\\\\`, `\\uNNNN` and \
    `\\UNNNNNNNN`; write a backslash as `\\\\`";

impl<'a> Parser<'a, '_> {
    /// The contents of a whole quoted string.
    pub(super) fn plain_string(&mut self, token: Token) -> Cow<'a, str> {
        let inner = Span::new(token.start + 1, token.end - 1);
        if token.escaped { self.unescape(inner) } else { Cow::Borrowed(inner.of(self.text)) }
    }

    /// The contents of a literal part of a quoted template.
    pub(super) fn quoted_text(&mut self, token: Token) -> Cow<'a, str> {
        let text = token.text(self.text);
        if text.contains('\\') {
            return self.unescape(token.span());
        }
        heredoc_text(text)
    }

    fn unescape(&mut self, span: Span) -> Cow<'a, str> {
        let source = span.of(self.text);
        let mut text = String::with_capacity(source.len());
        let mut rest = source;
        while let Some(at) = rest.find(['\\', '$', '%']) {
            let (before, escape) = rest.split_at(at);
            text.push_str(before);
            if escape.starts_with('\\') {
                let start = span.start + (source.len() - escape.len()) as u32;
                let length = self.escape(escape, start, &mut text);
                rest = escape.get(length..).unwrap_or_default();
            } else {
                let (kept, length) = sign(escape);
                text.push_str(kept);
                rest = escape.get(length..).unwrap_or_default();
            }
        }
        text.push_str(rest);
        Cow::Owned(text)
    }

    /// Resolves the backslash escape that `rest` begins with; returns its length.
    fn escape(&mut self, rest: &str, start: u32, text: &mut String) -> usize {
        let Some(selector) = rest.chars().nth(1) else { return 1 };
        let plain = match selector {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '"' => '"',
            '\\' => '\\',
            'u' => return self.code_point(rest, start, 4, text),
            'U' => return self.code_point(rest, start, 8, text),
            _ => {
                let length = 1 + selector.len_utf8();
                let span = Span::new(start, start + length as u32);
                let braces = rest.get(length..).is_some_and(|rest| rest.starts_with('{'));
                let help = match selector {
                    '$' if braces => "write `$${` for a literal `${`",
                    '%' if braces => "write `%%{` for a literal `%{`",
                    '$' => "remove the backslash: a `$` needs none",
                    _ => ESCAPES,
                };
                self.error(span, format!("invalid escape `\\{selector}`"), help);
                return length;
            }
        };
        text.push(plain);
        2
    }

    fn code_point(&mut self, rest: &str, start: u32, digits: usize, text: &mut String) -> usize {
        let hex = rest.get(2..).unwrap_or_default();
        let found = hex.bytes().take(digits).take_while(u8::is_ascii_hexdigit).count();
        let span = Span::new(start, start + 2 + found as u32);
        let code = hex.get(..found).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        match code.and_then(char::from_u32) {
            _ if found < digits => {
                let message = format!("expected {digits} hexadecimal digits in this escape");
                self.error(span, message, ESCAPES);
            }
            Some(character) => text.push(character),
            None => {
                let message = "invalid code point in this escape";
                self.error(span, message, "use a code point up to 10FFFF, outside D800 to DFFF");
            }
        }
        2 + found
    }

    /// The contents of a whole heredoc without template sequences.
    pub(super) fn plain_heredoc(&self, token: Token) -> Cow<'a, str> {
        let source = token.text(self.text);
        let start = source.find('\n').map_or(source.len(), |newline| newline + 1);
        let end = source.rfind('\n').map_or(start, |newline| newline + 1);
        let body = source.get(start..end).unwrap_or_default();
        let indent = if source.starts_with("<<-") { common_indent(body) } else { 0 };
        if indent == 0 && !token.escaped {
            return Cow::Borrowed(body);
        }
        let mut text = String::with_capacity(body.len());
        if indent == 0 {
            push_without_signs(body, &mut text);
            return Cow::Owned(text);
        }
        for line in body.split_inclusive('\n') {
            let cut = if indent_of(line).is_some() { skip_clusters(line, indent) } else { 0 };
            let rest = line.get(cut..).unwrap_or_default();
            if token.escaped {
                push_without_signs(rest, &mut text);
            } else {
                text.push_str(rest);
            }
        }
        Cow::Owned(text)
    }
}

/// Appends characters without backslash escapes, with the escapes of template sequences resolved.
fn push_without_signs(source: &str, text: &mut String) {
    let mut rest = source;
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'$' | b'%')) {
        let (before, escape) = rest.split_at(at);
        text.push_str(before);
        let (kept, length) = sign(escape);
        text.push_str(kept);
        rest = escape.get(length..).unwrap_or_default();
    }
    text.push_str(rest);
}

/// A literal part without backslash escapes; an escaped template sequence is at its start or
/// absent.
pub(super) fn heredoc_text(text: &str) -> Cow<'_, str> {
    let doubled = text.starts_with("$${") || text.starts_with("%%{");
    Cow::Borrowed(if doubled { text.get(1..).unwrap_or_default() } else { text })
}

/// The literal characters at the start of `rest`, which begins with `$` or `%`, and the number of
/// bytes that they are written in.
fn sign(rest: &str) -> (&str, usize) {
    if rest.starts_with("$${") || rest.starts_with("%%{") {
        (rest.get(1..3).unwrap_or_default(), 3)
    } else {
        (rest.get(..1).unwrap_or_default(), 1)
    }
}

/// The indentation of the line at the start of the input; `None` for a blank line.
pub(super) fn indent_of(text: &str) -> Option<usize> {
    let shown = text.trim_start();
    if shown.is_empty() && text.ends_with('\n') {
        return None;
    }
    Some(grapheme::count(text.get(..text.len() - shown.len()).unwrap_or_default()))
}

/// The length in bytes of the first `count` characters, as a reader counts them.
pub(super) fn skip_clusters(text: &str, count: usize) -> usize {
    let mut rest = text;
    for _ in 0..count {
        rest = rest.get(grapheme::first(rest)..).unwrap_or_default();
    }
    text.len() - rest.len()
}

fn common_indent(body: &str) -> usize {
    body.split_inclusive('\n').filter_map(indent_of).min().unwrap_or(0)
}
