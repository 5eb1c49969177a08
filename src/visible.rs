//! Text as a terminal may display it: without anything that the terminal would obey.
//!
//! Source text, file names, labels and values are untrusted. They are printed to a terminal only
//! through this module, so that no escape sequence in them moves the cursor, and no bidirectional
//! control character shows a line in another order.

use std::borrow::Cow;
use std::fmt::Write;

use unicode_width::UnicodeWidthChar;

/// The replacement for a character that has no picture of its own.
const REPLACEMENT: char = '\u{fffd}';

/// A string with a picture for each character that a terminal would obey: `␛` for ESC. Newlines and
/// tabs are kept.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    shown(text, |letter| matches!(letter, '\n' | '\t'))
}

/// The same for a name, which becomes one line.
pub(crate) fn visible_line(text: &str) -> Cow<'_, str> {
    shown(text, |_| false)
}

fn shown(text: &str, keep: impl Fn(char) -> bool) -> Cow<'_, str> {
    let obeyed = |letter: char| !keep(letter) && picture(letter).is_some();
    if !text.contains(obeyed) {
        return Cow::Borrowed(text);
    }
    let letters = text.chars().map(|letter| match picture(letter) {
        Some(picture) if !keep(letter) => picture,
        _ => letter,
    });
    Cow::Owned(letters.collect())
}

/// JSON with the same meaning, in which each character that a terminal would obey is escaped, so
/// that a log shows it in its order. Line breaks, which are between values, are kept.
pub(crate) fn visible_json(json: &str) -> Cow<'_, str> {
    escaped(json)
}

/// An HCL expression with the same meaning, in which each such character is escaped. Only quoted
/// strings have escapes: an expression with a heredoc or a comment is unchanged.
pub(crate) fn visible_hcl(expression: &str) -> Cow<'_, str> {
    let has_more = ["<<", "#", "//", "/*"].iter().any(|begin| expression.contains(begin));
    if has_more { Cow::Borrowed(expression) } else { escaped(expression) }
}

/// Whether a character misleads the reader: a terminal obeys it, or displays what follows in
/// another order.
pub(crate) fn is_obeyed(letter: char) -> bool {
    picture(letter).is_some()
}

/// A string with `\uXXXX` for each of these characters, none of which has more than four digits;
/// except line breaks and tabs.
fn escaped(text: &str) -> Cow<'_, str> {
    let is_meant = |letter| !matches!(letter, '\n' | '\r' | '\t') && is_obeyed(letter);
    if !text.contains(is_meant) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match is_meant(letter) {
            // Writing into a string cannot fail.
            true => _ = write!(escaped, "\\u{:04x}", u32::from(letter)),
            false => escaped.push(letter),
        }
    }
    Cow::Owned(escaped)
}

/// What is displayed instead of a character that a terminal would obey.
fn picture(letter: char) -> Option<char> {
    match letter {
        // The control characters of ASCII have pictures, in their order.
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(letter)),
        '\x7f' => Some('\u{2421}'),
        // The C1 control characters, and the line separators that only some programs support.
        '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' => Some(REPLACEMENT),
        // Bidirectional control characters.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some(REPLACEMENT)
        }
        // A byte order mark has no width, and makes two different names look the same.
        '\u{feff}' => Some(REPLACEMENT),
        _ => None,
    }
}

/// How many columns of a terminal a string occupies.
pub(crate) fn columns(text: &str) -> usize {
    text.chars().map(|letter| letter.width().unwrap_or(1)).sum()
}

/// How many bytes of the first characters fit into so many columns. Each counts as at least one
/// column, so that a string of characters without width ends too.
pub(crate) fn fitting(letters: impl Iterator<Item = char>, columns: usize) -> usize {
    let mut taken = 0;
    let fits = |letter: &char| {
        taken += letter.width().unwrap_or(1).max(1);
        taken <= columns
    };
    letters.take_while(fits).map(char::len_utf8).sum()
}

#[cfg(test)]
mod tests {
    use super::{columns, fitting, visible, visible_json, visible_line};

    #[test]
    fn what_a_terminal_obeys_is_shown() {
        for (text, expected) in [
            ("plain, é, 漢字, 😀", "plain, é, 漢字, 😀"),
            ("\u{1b}[31mred\u{1b}[0m", "␛[31mred␛[0m"),
            ("\u{1b}]0;title\u{7}", "␛]0;title␇"),
            ("\0\u{8}\u{b}\r\u{7f}", "␀␈␋␍␡"),
            ("\u{9b}31m", "\u{fffd}31m"),
            ("a\u{202e}b\u{2066}c\u{200f}", "a\u{fffd}b\u{fffd}c\u{fffd}"),
            ("a\u{feff}b", "a\u{fffd}b"),
            ("two\n\tlines\u{2028}", "two\n\tlines\u{fffd}"),
        ] {
            assert_eq!(visible(text), expected);
        }
        assert_eq!(visible_line("a\n\tb"), "a␊␉b");
    }

    #[test]
    fn nothing_that_is_obeyed_is_left() {
        for letter in ('\0'..='\u{ffff}').filter(|letter| letter.is_control()) {
            let line = visible_line(&letter.to_string()).into_owned();
            assert!(!line.contains(char::is_control), "{letter:?}");
        }
    }

    #[test]
    fn json_says_the_same() {
        let value = serde_json::json!({"a\u{202e}": ["\u{9b}\u{1b}\n\u{2028}", "é"]});
        let printed = format!("{value:#}");
        let shown = visible_json(&printed);
        assert!(shown.contains(r#""a\u202e""#) && shown.contains(r#""\u009b\u001b\n\u2028""#));
        assert!(!shown.contains(|letter| letter != '\n' && super::is_obeyed(letter)), "{shown}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).ok(), Some(value));
    }

    #[test]
    fn wide_letters_take_two_columns() {
        assert_eq!(columns("a漢e\u{301}"), 4);
        assert_eq!(fitting("a漢b".chars(), 2), 1);
        assert_eq!(fitting("a漢b".chars(), 3), 4);
        assert_eq!(fitting("\u{301}\u{301}\u{301}".chars(), 2), 4);
    }
}
