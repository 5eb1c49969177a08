//! The tokens of formatted source, computed from those of its input: moved, where lexing again is
//! known to find the same.
//!
//! A token follows from the lexer's mode, which the tokens before decide, and from the bytes that
//! the lexer reads. Layout keeps the bytes of every token and writes nothing but spaces between
//! them, so that all depends on which tokens touch:
//!
//! - in literal runs (of strings and heredocs with sequences) space is content, and the lexer
//!   looks ahead up to the next sequence: there, tokens touch each other as they did;
//! - everywhere else it skips space, and looks after a token only for bytes that would make it a
//!   longer one: that is ruled out by a space, and by a next token that does not begin with such
//!   bytes.

use crate::syntax::token::{Token, TokenKind};

/// The spaces that may be between two tokens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// Any number of spaces.
    Any,
    /// Nothing: the second is in a literal run, or all that follows is.
    None,
    /// At least one space: without it they could be another token.
    Some,
}

const KINDS: usize = TokenKind::ALL.len();

/// [`Gap`] by the kind of the first token and the kind of the second.
static GAPS: [[Gap; KINDS]; KINDS] = {
    let mut gaps = [[Gap::Any; KINDS]; KINDS];
    let mut this = 0;
    while this < KINDS {
        let mut after = 0;
        while after < KINDS {
            gaps[this][after] = gap(TokenKind::ALL[this], TokenKind::ALL[after]);
            after += 1;
        }
        this += 1;
    }
    gaps
};

const fn gap(this: TokenKind, after: TokenKind) -> Gap {
    use TokenKind as Kind;
    match (this, after) {
        (
            Kind::QuoteOpen
            | Kind::QuotedText
            | Kind::HeredocOpen
            | Kind::HeredocText
            | Kind::SequenceEnd
            // The line of a marker ends after it.
            | Kind::HeredocClose
            | Kind::PlainHeredoc,
            _,
        )
        // A comment that ends at the end of the file extends to there.
        | (Kind::Comment, Kind::End) => Gap::None,
        // `a-b` and `a1` are names.
        (Kind::Ident, Kind::Ident | Kind::Number | Kind::Minus)
        // `1.5` and `1e5` are numbers, and the token after a dot decides about it.
        | (Kind::Number, Kind::Number | Kind::Ident | Kind::Dot | Kind::Ellipsis)
        | (Kind::Dot, Kind::Dot | Kind::Ellipsis)
        | (Kind::Slash, Kind::Slash | Kind::Star | Kind::Comment | Kind::LineComment)
        | (Kind::Colon, Kind::Colon | Kind::DoubleColon)
        | (
            Kind::Equal | Kind::Bang | Kind::Less | Kind::Greater,
            Kind::Equal | Kind::EqualEqual | Kind::FatArrow | Kind::Greater | Kind::GreaterEqual,
        )
        | (Kind::Less, Kind::Less | Kind::LessEqual)
        // `${~}` begins with another mark than `${ ~}`.
        | (Kind::Interpolation | Kind::Directive, Kind::SequenceEnd) => Gap::Some,
        _ => Gap::Any,
    }
}

/// Moves the tokens of an input without errors to their offsets in another source, which is
/// `length` bytes long and has so many spaces before each, and returns whether they are known to
/// be its tokens; if not, they are of no use.
pub(super) fn move_to(tokens: &mut [Token], spaces: &[u32], length: usize) -> bool {
    let mut end = 0_u64;
    let mut before = TokenKind::Newline;
    let mut is_same = tokens.len() == spaces.len();
    for (token, &spaces) in tokens.iter_mut().zip(spaces) {
        is_same &= match GAPS[before as usize][token.kind as usize] {
            Gap::Any => true,
            Gap::None => spaces == 0,
            Gap::Some => spaces > 0,
        };
        before = token.kind;
        let start = end + u64::from(spaces);
        end = start + u64::from(token.end - token.start);
        // Offsets that do not fit are found out at the end.
        (token.start, token.end) = (start as u32, end as u32);
    }
    is_same && before == TokenKind::End && end == length as u64 && u32::try_from(end).is_ok()
}

#[cfg(test)]
mod tests {
    use super::move_to;
    use crate::fmt::LaidOut;
    use crate::syntax::lex;

    /// What begins or ends like something else.
    const WORDS: [&str; 29] = [
        "a", "e5", "1", "1.5", "\"", "$", "~", "${", "${~", "%{", "}", "~}", "<<E\n", "E\n", "x",
        "{", "*", "/", "-", "=", "=>", "!", "<", ">", ".", "...", "::", ":", "# c",
    ];

    /// Something of every other kind.
    const MORE: [&str; 30] = [
        "\n",
        "# c\n",
        "//\n",
        "/* c */",
        "for",
        "é",
        "_-",
        "\"\"",
        "\"a$\"",
        "\"$${~a\"",
        "<<E\nx\nE\n",
        "<<-E\n$\nE\n",
        "\"x${y}\"",
        "<<E\n${x}\nE\n",
        ">=",
        " E\n",
        "[",
        "]",
        "(",
        ")",
        "+",
        "%",
        "==",
        "<=",
        "&&",
        "||",
        ",",
        "?",
        "%{~",
        " ",
    ];

    /// Lays out the tokens of an input in all ways, with one space before each or none; returns
    /// how many were known.
    fn check(text: &str) -> usize {
        let mut tokens = Vec::new();
        if lex(text, &mut tokens).is_err() || tokens.len() > 8 {
            return 0;
        }
        let mut known = 0;
        for gaps in 0..1 << tokens.len() {
            let spaces: Vec<u32> = (0..tokens.len()).map(|at| gaps >> at & 1).collect();
            let other: String = std::iter::zip(&tokens, &spaces)
                .flat_map(|(token, &space)| [&" "[..space as usize], token.text(text)])
                .collect();
            let (mut moved, mut own) = (tokens.clone(), Vec::new());
            if move_to(&mut moved, &spaces, other.len()) {
                assert_eq!(lex(&other, &mut own), Ok(()), "{text:?} as {other:?}");
                assert_eq!(moved, own, "{text:?} as {other:?}");
                known += 1;
            }
        }
        known
    }

    #[test]
    fn moved_tokens_are_those_of_the_text() {
        let mut known = 0;
        let all = || WORDS.into_iter().chain(MORE);
        for (one, two) in all().flat_map(|one| all().map(move |two| (one, two))) {
            known += check(&[one, two].concat()) + check(&[one, " ", two].concat());
        }
        for (one, two) in WORDS.iter().flat_map(|one| WORDS.map(move |two| (one, two))) {
            for three in WORDS {
                known += check(&[one, two, three].concat())
                    + check(&[one, " ", two, " ", three].concat());
            }
        }
        assert!(known > 100_000, "only {known} were known");
    }

    fn is_known(text: &str) -> bool {
        LaidOut::of(text).is_ok_and(|laid_out| laid_out.tokens.is_some())
    }

    #[test]
    fn what_could_be_another_token_is_lexed() {
        for text in ["a = f(x . . .)\n", "a = 1 .b\n", "a = \"${ ~}\"\n"] {
            assert!(!is_known(text), "{text}");
        }
        for text in
            ["a=1\n", "\u{feff}a  =\t-b[0] . c\n", "a=\"x${ y }\"\r\n", "a=<<E\n${b}\n E \nb=1"]
        {
            assert!(is_known(text), "{text}");
        }
    }
}
