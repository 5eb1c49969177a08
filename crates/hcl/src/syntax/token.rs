//! The words of the language.

use super::span::Span;

/// What a token is. `Plain*` tokens are whole string templates without any `${` or `%{` sequence,
/// which is what nearly every string of a job file is; all others arrive in pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum TokenKind {
    Newline,
    /// A `#` or `//` comment together with the newline that ends it.
    LineComment,
    /// A `/* */` comment, or a `#` comment that ends at the end of the file.
    Comment,
    Ident,
    Number,
    /// `"…"` with quotes.
    PlainString,
    /// A heredoc from `<<` to the end of its closing marker.
    PlainHeredoc,
    QuoteOpen,
    QuoteClose,
    HeredocOpen,
    HeredocClose,
    /// A literal part of a quoted template; has backslash escapes.
    QuotedText,
    /// A literal part of a heredoc; has no backslash escapes.
    HeredocText,
    Interpolation,
    Directive,
    SequenceEnd,
    BraceOpen,
    BraceClose,
    BracketOpen,
    BracketClose,
    ParenOpen,
    ParenClose,
    Star,
    Slash,
    Plus,
    Minus,
    Percent,
    Equal,
    EqualEqual,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    And,
    Or,
    Bang,
    Dot,
    Comma,
    DoubleColon,
    Ellipsis,
    FatArrow,
    Question,
    Colon,
    /// Something that the lexer has already reported.
    Invalid,
    End,
}

impl TokenKind {
    /// All kinds in their order.
    pub const ALL: [Self; 46] = [
        Self::Newline,
        Self::LineComment,
        Self::Comment,
        Self::Ident,
        Self::Number,
        Self::PlainString,
        Self::PlainHeredoc,
        Self::QuoteOpen,
        Self::QuoteClose,
        Self::HeredocOpen,
        Self::HeredocClose,
        Self::QuotedText,
        Self::HeredocText,
        Self::Interpolation,
        Self::Directive,
        Self::SequenceEnd,
        Self::BraceOpen,
        Self::BraceClose,
        Self::BracketOpen,
        Self::BracketClose,
        Self::ParenOpen,
        Self::ParenClose,
        Self::Star,
        Self::Slash,
        Self::Plus,
        Self::Minus,
        Self::Percent,
        Self::Equal,
        Self::EqualEqual,
        Self::NotEqual,
        Self::Less,
        Self::LessEqual,
        Self::Greater,
        Self::GreaterEqual,
        Self::And,
        Self::Or,
        Self::Bang,
        Self::Dot,
        Self::Comma,
        Self::DoubleColon,
        Self::Ellipsis,
        Self::FatArrow,
        Self::Question,
        Self::Colon,
        Self::Invalid,
        Self::End,
    ];
}

/// One token and the bytes it covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub start: u32,
    pub end: u32,
    pub kind: TokenKind,
    /// Only on `Plain*` tokens: the string has escapes to resolve.
    pub escaped: bool,
}

impl Token {
    pub fn span(self) -> Span {
        Span::new(self.start, self.end)
    }

    pub fn text(self, source: &str) -> &str {
        self.span().of(source)
    }
}

/// How a message names the token.
pub(super) fn describe(token: Token, text: &str) -> String {
    match token.kind {
        TokenKind::Newline | TokenKind::LineComment => "the end of the line".to_owned(),
        TokenKind::End => "the end of the file".to_owned(),
        TokenKind::PlainString | TokenKind::QuoteOpen => "a string".to_owned(),
        TokenKind::PlainHeredoc | TokenKind::HeredocOpen => "a heredoc".to_owned(),
        TokenKind::QuoteClose => "the end of the string".to_owned(),
        TokenKind::HeredocClose => "the end of the heredoc".to_owned(),
        _ => format!("`{}`", token.text(text)),
    }
}
