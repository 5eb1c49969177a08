//! Whether a space stands between two tokens of a line.

use crate::syntax::token::{Token, TokenKind};

/// What a token adds to the number of open brackets.
pub(super) fn bracket_change(kind: TokenKind) -> i32 {
    match kind {
        TokenKind::BraceOpen
        | TokenKind::BracketOpen
        | TokenKind::ParenOpen
        | TokenKind::Interpolation
        | TokenKind::Directive => 1,
        TokenKind::BraceClose
        | TokenKind::BracketClose
        | TokenKind::ParenClose
        | TokenKind::SequenceEnd => -1,
        _ => 0,
    }
}

/// Whether a space follows `this` when `before` stands before it in its part of the line and `after` behind it.
pub(super) fn between(text: &str, before: Option<Token>, this: Token, after: Token) -> bool {
    let before_kind = before.map(|token| token.kind);
    match (this.kind, after.kind) {
        (_, TokenKind::Newline)
        | (TokenKind::Ident, TokenKind::ParenOpen | TokenKind::DoubleColon)
        | (TokenKind::DoubleColon, TokenKind::Ident)
        | (TokenKind::Dot, _)
        | (_, TokenKind::Dot | TokenKind::Comma | TokenKind::Ellipsis) => false,
        (TokenKind::Comma, _) => true,
        (kind, _) if begins_inside_text(kind) => false,
        (_, kind) if ends_inside_text(kind) => false,
        (TokenKind::Ident, _)
            if before_kind == Some(TokenKind::Ident) && this.text(text) == "in" =>
        {
            true
        }
        (TokenKind::Ident | TokenKind::Number, TokenKind::BracketOpen) => false,
        (kind, TokenKind::BracketOpen) if bracket_change(kind) < 0 => false,
        (TokenKind::Bang, _) => false,
        (TokenKind::Minus, _) => !negates(before_kind),
        (TokenKind::BraceOpen, TokenKind::BraceClose) => false,
        (TokenKind::BraceOpen, _) | (_, TokenKind::BraceClose) => true,
        (TokenKind::Interpolation | TokenKind::Directive, TokenKind::BraceOpen)
        | (TokenKind::BraceClose, TokenKind::SequenceEnd) => true,
        (TokenKind::SequenceEnd, TokenKind::Interpolation | TokenKind::Directive) => false,
        (this, after) => bracket_change(this) <= 0 && bracket_change(after) >= 0,
    }
}

/// Tokens that text follows, or the end of a string.
fn begins_inside_text(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::QuotedText
            | TokenKind::HeredocText
            | TokenKind::QuoteOpen
            | TokenKind::HeredocOpen
    )
}

/// Tokens that text precedes, or the beginning of a string.
fn ends_inside_text(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::QuotedText
            | TokenKind::HeredocText
            | TokenKind::QuoteClose
            | TokenKind::HeredocClose
    )
}

/// Whether a minus behind a token of this kind is taken for a sign; after anything that is not known to
/// be the beginning of an operand it is not.
fn negates(before: Option<TokenKind>) -> bool {
    matches!(
        before,
        None | Some(
            TokenKind::ParenOpen
                | TokenKind::BraceOpen
                | TokenKind::BracketOpen
                | TokenKind::Equal
                | TokenKind::Colon
                | TokenKind::Comma
                | TokenKind::Question
                | TokenKind::Plus
                | TokenKind::Star
                | TokenKind::Slash
                | TokenKind::Percent
                | TokenKind::Minus
                | TokenKind::EqualEqual
                | TokenKind::NotEqual
                | TokenKind::Greater
                | TokenKind::GreaterEqual
                | TokenKind::Less
                | TokenKind::LessEqual
                | TokenKind::And
                | TokenKind::Or
                | TokenKind::Bang
        )
    )
}

/// Whether `.` and `after` behind a number would be read as more digits of it.
pub(super) fn dot_joins_number(text: &str, after: Token) -> bool {
    match after.kind {
        TokenKind::Number => true,
        TokenKind::Ident => {
            matches!(after.text(text).as_bytes(), [b'e' | b'E', b'0'..=b'9', ..])
        }
        _ => false,
    }
}
