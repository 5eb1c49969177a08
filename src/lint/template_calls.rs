//! The functions that a `template` calls.

/// A call in a template: its function, and its first argument, if that is a string.
#[derive(Debug, PartialEq, Eq)]
pub struct Call<'t> {
    pub function: &'t str,
    pub argument: Option<&'t str>,
    /// The offset of the function's name.
    pub start: usize,
}

/// Every word between the delimiters that could be a call: fields, variables and strings are not.
pub fn calls<'t>(text: &'t str, left: &str, right: &str) -> Vec<Call<'t>> {
    let mut all = Vec::new();
    if left.is_empty() || right.is_empty() {
        return all;
    }
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find(left)) {
        let start = at + start + left.len();
        let Some(inner) = text.get(start..) else { break };
        let end = action(inner, right, start, &mut all);
        at = start + end;
    }
    all
}

/// Reads an action up to its end, which is where this ends.
fn action<'t>(text: &'t str, right: &str, offset: usize, all: &mut Vec<Call<'t>>) -> usize {
    let trimmed = text.trim_start_matches('-').trim_start();
    if trimmed.starts_with("/*") {
        return text.find("*/").map_or(text.len(), |end| end + 2);
    }
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut waits = false;
    while let Some(&byte) = bytes.get(at) {
        if text.get(at..).is_some_and(|rest| rest.starts_with(right)) {
            return at + right.len();
        }
        let start = at;
        if matches!(byte, b'"' | b'`') {
            at = end_of_text(bytes, at);
            let inner = text.get(start + 1..at.saturating_sub(1));
            let inner = inner.filter(|_| bytes.get(at.saturating_sub(1)) == Some(&byte));
            if let Some(call) = all.last_mut().filter(|_| waits) {
                call.argument = inner;
            }
            waits = false;
        } else if is_word(byte) {
            while bytes.get(at).copied().is_some_and(is_word) {
                at += 1;
            }
            let word = text.get(start..at).unwrap_or_default();
            waits =
                word.starts_with(|first: char| first.is_ascii_alphabetic()) && !word.contains('.');
            if waits {
                all.push(Call { function: word, argument: None, start: offset + start });
            }
        } else {
            waits &= byte.is_ascii_whitespace();
            at += 1;
        }
    }
    at
}

/// Whether a byte is of a name, of a field (`.Data`) or of a variable (`$name`).
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'$') || !byte.is_ascii()
}

/// The end of a string that begins here.
fn end_of_text(bytes: &[u8], start: usize) -> usize {
    let quote = bytes.get(start).copied().unwrap_or_default();
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        if byte == quote {
            return at;
        }
        if byte == b'\\' && quote == b'"' {
            at += 1;
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::calls;

    #[test]
    fn words_between_the_delimiters_are_calls() {
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
            ("{{ é", vec![]),
            ("{{", vec![]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
        assert_eq!(calls("[[ key \"a\" ]]", "[[", "]]")[0].start, 3);
        assert!(calls("{{ a }}", "", "}}").is_empty());
    }
}
