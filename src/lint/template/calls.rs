//! The functions that a template calls.

use crate::go_template::{Token, TokenKind, Tokens, unquoted};

/// A call in a template: its function, and its first argument, if that is a string.
#[derive(Debug, PartialEq, Eq)]
pub struct Call<'t> {
    pub function: &'t str,
    pub argument: Option<&'t str>,
    /// The offset of the function's name.
    pub start: usize,
}

/// Every word in an action that could be a call, up to the first mistake: fields, variables and strings are not.
#[must_use]
pub fn calls<'t>(text: &'t str, left: &str, right: &str) -> Vec<Call<'t>> {
    let of = |token: &Token| text.get(token.start..token.end).unwrap_or_default();
    let tokens = Tokens::of(text, left, right).all;
    let mut all = Vec::new();
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.kind == TokenKind::Word)
    {
        let mut after = tokens.iter().skip(at + 1).skip_while(|next| next.kind == TokenKind::Space);
        let is_string =
            |next: &&Token| matches!(next.kind, TokenKind::String | TokenKind::RawString);
        let argument = after.next().filter(is_string).map(|next| unquoted(of(next)));
        all.push(Call { function: of(token), argument, start: token.start });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::calls;

    #[test]
    fn words_in_actions_are_calls() {
        let found = |text| {
            calls(text, "{{", "}}")
                .iter()
                .map(|call| (call.function, call.argument))
                .collect::<Vec<_>>()
        };
        for (text, expected) in [
            ("key \"a\"", vec![]),
            ("{{ key \"a/b\" }}", vec![("key", Some("a/b"))]),
            (
                "{{- with nomadVar \"a\" -}}{{ .key }}{{ end }}",
                vec![("with", None), ("nomadVar", Some("a")), ("end", None)],
            ),
            ("{{ $key }}{{ .Data.key }}", vec![]),
            ("{{/* key \"a\" */}}{{ key `b` }}", vec![("key", Some("b"))]),
            (
                "{{ print \"key \\\"}}\" (key \"a\") }}",
                vec![("print", Some("key \\\"}}")), ("key", Some("a"))],
            ),
            ("{{ key \"a", vec![("key", None)]),
            ("{{ key \"", vec![("key", None)]),
            ("{{ é", vec![("é", None)]),
            ("{{", vec![]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
        assert_eq!(calls("[[ key \"a\" ]]", "[[", "]]")[0].start, 3);
    }
}
