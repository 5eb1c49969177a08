//! What is said where something else was expected.

use super::parser::{Parser, mistake};
use crate::go_template::{Mistake, Token, TokenKind};

impl Parser<'_> {
    pub fn unexpected(&self, token: Token, expected: &str) -> Mistake {
        let known = &self.tokens.mistakes;
        if token.kind == TokenKind::Broken
            && let Ok(at) = known.binary_search_by_key(&token.start, |one| one.start)
            && let Some(mistake) = known.get(at)
        {
            return mistake.clone();
        }
        let message = format!("expected {expected}, found {}", self.found(token));
        let before = self.text.get(..token.start).unwrap_or_default();
        let after = self.text.get(token.end..).unwrap_or_default();
        let help = match self.of(token) {
            "=" if after.starts_with('=') => "compare with a function: `eq A B`".to_owned(),
            "/" if after.starts_with('*') => {
                format!(
                    "begin a comment directly after the delimiter: `{}/* … */{}`",
                    self.left, self.right
                )
            }
            "|" if before.ends_with('|') => "combine with a function: `or A B`".to_owned(),
            brace if self.right.starts_with(brace) && token.kind == TokenKind::Other => {
                format!("close the action with `{}`", self.right)
            }
            brace if self.left.starts_with(brace) && token.kind == TokenKind::Other => {
                format!("close the action with `{}` before another one begins", self.right)
            }
            word if is_keyword(word) => {
                format!("write `{}` as an action of its own", self.action_of(word))
            }
            other => match operator(other) {
                Some(help) => help.to_owned(),
                None => format!(
                    "put it into a string, or close the action with `{}` before it",
                    self.right
                ),
            },
        };
        mistake(message, help, token)
    }

    pub fn found(&self, token: Token) -> String {
        match token.kind {
            TokenKind::End | TokenKind::Broken => "the end of the template".to_owned(),
            TokenKind::Close => format!("`{}`", self.right),
            TokenKind::String | TokenKind::RawString => "a string".to_owned(),
            _ => format!("`{}`", self.of(token)),
        }
    }
}

/// The function that does what an operator does in other languages.
pub fn operator(text: &str) -> Option<&'static str> {
    Some(match text {
        "!" => "negate with a function: `not A`, `ne A B`",
        "&" => "combine with a function: `and A B`",
        "<" => "compare with a function: `lt A B`, `le A B`",
        ">" => "compare with a function: `gt A B`, `ge A B`",
        "+" => "calculate with a function: `add A B`",
        "-" => "calculate with a function: `subtract A B`, which is B - A",
        "*" => "calculate with a function: `multiply A B`",
        "/" => "calculate with a function: `divide A B`, which is B / A",
        "%" => "calculate with a function: `modulo A B`, which is B % A",
        "?" => "choose with a block: `if A`, `else` and `end`",
        "[" => "read an element with a function: `index LIST 0`",
        "," => "separate arguments with spaces",
        _ => return None,
    })
}

/// Whether a word is no function, but the language's own.
pub fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "block"
            | "break"
            | "continue"
            | "define"
            | "else"
            | "end"
            | "if"
            | "range"
            | "template"
            | "with"
    )
}
