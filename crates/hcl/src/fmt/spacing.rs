//! Whether there is a space between two tokens of a line.

use crate::syntax::token::{Token, TokenKind};

/// What a token adds to the number of open brackets.
#[inline]
pub(super) fn bracket_change(kind: TokenKind) -> i32 {
    i32::from(CHANGES[kind as usize])
}

static CHANGES: [i8; KINDS] = {
    let mut changes = [0; KINDS];
    let mut kind = 0;
    while kind < KINDS {
        changes[kind] = change(TokenKind::ALL[kind]);
        kind += 1;
    }
    changes
};

const fn change(kind: TokenKind) -> i8 {
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

/// Whether a space follows `this`, with `before` before it in its part of the line and `after`
/// after it.
#[inline]
pub(super) fn between(
    text: &str,
    before: Option<TokenKind>,
    this: &Token,
    after: TokenKind,
) -> bool {
    let pair = PAIRS[this.kind as usize][after as usize];
    if matches!(pair, Pair::Joined | Pair::Spaced) {
        return matches!(pair, Pair::Spaced);
    }
    match pair {
        Pair::Sign => !negates(before),
        _ => before == Some(TokenKind::Ident) && this.text(text) == "in",
    }
}

/// The rule for two adjacent kinds of tokens.
#[derive(Clone, Copy)]
enum Pair {
    Joined,
    Spaced,
    /// Spaced unless the first, a minus, is a sign.
    Sign,
    /// Joined unless the first is the word `in` of a `for` expression.
    Word,
}

const KINDS: usize = TokenKind::End as usize + 1;

/// [`Pair`] by the kind of the first token and the kind of the second.
static PAIRS: [[Pair; KINDS]; KINDS] = {
    let mut pairs = [[Pair::Joined; KINDS]; KINDS];
    let mut this = 0;
    while this < KINDS {
        let mut after = 0;
        while after < KINDS {
            pairs[this][after] = pair(TokenKind::ALL[this], TokenKind::ALL[after]);
            after += 1;
        }
        this += 1;
    }
    pairs
};

const fn pair(this: TokenKind, after: TokenKind) -> Pair {
    match (this, after) {
        (_, TokenKind::Newline)
        | (TokenKind::Ident, TokenKind::ParenOpen | TokenKind::DoubleColon)
        | (TokenKind::DoubleColon, TokenKind::Ident)
        | (TokenKind::Dot, _)
        | (_, TokenKind::Dot | TokenKind::Comma | TokenKind::Ellipsis) => Pair::Joined,
        (TokenKind::Comma, _) => Pair::Spaced,
        (kind, _) if begins_inside_text(kind) => Pair::Joined,
        (_, kind) if ends_inside_text(kind) => Pair::Joined,
        (TokenKind::Ident, TokenKind::BracketOpen) => Pair::Word,
        (TokenKind::Number, TokenKind::BracketOpen) | (TokenKind::Bang, _) => Pair::Joined,
        (kind, TokenKind::BracketOpen) if change(kind) < 0 => Pair::Joined,
        (TokenKind::Minus, _) => Pair::Sign,
        (TokenKind::BraceOpen, TokenKind::BraceClose) => Pair::Joined,
        (TokenKind::BraceOpen, _)
        | (_, TokenKind::BraceClose)
        | (TokenKind::Interpolation | TokenKind::Directive, TokenKind::BraceOpen)
        | (TokenKind::BraceClose, TokenKind::SequenceEnd) => Pair::Spaced,
        (TokenKind::SequenceEnd, TokenKind::Interpolation | TokenKind::Directive) => Pair::Joined,
        (TokenKind::Ident, kind) if change(kind) < 0 => Pair::Word,
        (this, after) if change(this) > 0 || change(after) < 0 => Pair::Joined,
        _ => Pair::Spaced,
    }
}

/// Tokens that are followed by a literal run, or by the end of a string.
const fn begins_inside_text(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::QuotedText
            | TokenKind::HeredocText
            | TokenKind::QuoteOpen
            | TokenKind::HeredocOpen
    )
}

/// Tokens that are preceded by a literal run, or by the beginning of a string.
const fn ends_inside_text(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::QuotedText
            | TokenKind::HeredocText
            | TokenKind::QuoteClose
            | TokenKind::HeredocClose
    )
}

/// Whether a minus after a token of this kind is taken for a sign; after anything that is not
/// known to be the beginning of an operand it is not.
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

/// Whether `.` and `after` following a number would be read as more digits of it.
pub(super) fn dot_joins_number(text: &str, after: Token) -> bool {
    match after.kind {
        TokenKind::Number => true,
        TokenKind::Ident => {
            matches!(after.text(text).as_bytes(), [b'e' | b'E', b'0'..=b'9', ..])
        }
        _ => false,
    }
}
