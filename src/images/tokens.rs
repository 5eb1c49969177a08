//! Rust in its tokens, as far as the search for images goes: words, strings and signs, without comments.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::SourceText;
use crate::rust_text::token;

/// The Rust of a file in its tokens.
#[derive(Debug)]
pub struct Code {
    pub text: Arc<SourceText>,
    tokens: Vec<Token>,
}

#[derive(Debug)]
struct Token {
    kind: Kind,
    span: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A name with what it is in: `images::WEB`; or a keyword, or a number.
    Path,
    /// A plain string.
    Text,
    /// A raw string.
    Raw,
    /// Any other letter, and other literals.
    Sign,
}

impl Code {
    pub fn of(text: Arc<SourceText>) -> Self {
        let all = text.text.as_str();
        let (mut tokens, mut at) = (Vec::new(), 0);
        while at < all.len() {
            let (kind, length) = next(&all[at..]);
            tokens.extend(kind.map(|kind| Token { kind, span: at..at + length }));
            at += length;
        }
        Self { text, tokens }
    }

    /// The indices of all tokens.
    pub fn all(&self) -> Range<usize> {
        0..self.tokens.len()
    }

    /// The source text of the token at this index; empty beyond the last one.
    pub fn said(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &self.text.text[token.span.clone()])
    }

    /// The same, of the token that is `many` tokens before this one.
    pub fn before(&self, at: usize, many: usize) -> &str {
        at.checked_sub(many).map_or("", |at| self.said(at))
    }

    pub fn kind(&self, at: usize) -> Kind {
        self.tokens.get(at).map_or(Kind::Sign, |token| token.kind)
    }

    pub fn span(&self, at: usize) -> Range<usize> {
        self.tokens.get(at).map_or(0..0, |token| token.span.clone())
    }

    /// The token that ends at this offset.
    pub fn ending(&self, offset: usize) -> Option<usize> {
        self.tokens.iter().position(|token| token.span.end == offset)
    }

    /// The contents of the string at this index, if it is a string without escapes.
    pub fn string(&self, at: usize) -> Option<&str> {
        let said = self.said(at);
        match self.kind(at) {
            Kind::Text => {
                said.strip_prefix('"')?.strip_suffix('"').filter(|text| !text.contains('\\'))
            }
            Kind::Raw => {
                let text = said.strip_prefix('r')?.trim_matches('#');
                text.strip_prefix('"')?.strip_suffix('"')
            }
            Kind::Path | Kind::Sign => None,
        }
    }

    /// The bracket that closes the one at this index; the end if none does.
    pub fn closing(&self, open: usize) -> usize {
        let mut depth = 0_usize;
        for at in open..self.tokens.len() {
            match self.said(at) {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return at;
                    }
                }
                _ => {}
            }
        }
        self.tokens.len()
    }

    /// The tokens between the bracket at this index and the one that closes it, split at its
    /// commas.
    pub fn arguments(&self, open: usize) -> Vec<Range<usize>> {
        let close = self.closing(open);
        let (mut all, mut start, mut at) = (Vec::new(), open + 1, open + 1);
        while at < close {
            match self.said(at) {
                "(" | "[" | "{" => at = self.closing(at),
                "," => {
                    all.push(start..at);
                    start = at + 1;
                }
                _ => {}
            }
            at += 1;
        }
        if start < close {
            all.push(start..close);
        }
        all
    }
}

/// The last name of a path.
pub fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

/// What begins here, and how long it is; spaces and comments are nothing.
fn next(rest: &str) -> (Option<Kind>, usize) {
    let length = token(rest).max(1);
    let first = rest.chars().next().unwrap_or(' ');
    if first.is_whitespace() || rest.starts_with("//") || rest.starts_with("/*") {
        return (None, length);
    }
    // `b"…"` and `c"…"` are not strings.
    if let Some(inner) = rest.strip_prefix(['b', 'c'])
        && inner.starts_with(['"', 'r', '\''])
        && token(inner) > 1
    {
        return (Some(Kind::Sign), 1 + token(inner));
    }
    match first {
        '"' => (Some(Kind::Text), length),
        'r' if length > 1 => (Some(Kind::Raw), length),
        _ if is_word(first) => (Some(Kind::Path), path(rest)),
        _ => (Some(Kind::Sign), length),
    }
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// How long the path is that begins here.
fn path(rest: &str) -> usize {
    let mut length = 0;
    loop {
        let own = &rest[length..];
        length += own.find(|letter| !is_word(letter)).unwrap_or(own.len());
        match rest[length..].strip_prefix("::") {
            Some(next) if next.starts_with(is_word) => length += 2,
            _ => return length,
        }
    }
}
