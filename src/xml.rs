//! Text in XML 1.0.

use std::borrow::Cow;

use crate::visible::is_obeyed;

/// The string as it may be written between tags. Characters that XML does not permit, not even
/// escaped, become the replacement character; line breaks are preserved.
pub fn text(text: &str) -> Cow<'_, str> {
    escaped(text, |letter| matches!(letter, '\t' | '\n'))
}

/// The same between the quotes of an attribute, where a reader would turn line breaks into spaces.
pub fn attribute(text: &str) -> Cow<'_, str> {
    escaped(text, |_| false)
}

fn escaped(text: &str, keep: impl Fn(char) -> bool) -> Cow<'_, str> {
    let replacement = |letter: char| replacement(letter).filter(|_| !keep(letter));
    if !text.contains(|letter| replacement(letter).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match replacement(letter) {
            Some(replacement) => escaped.push_str(replacement),
            None => escaped.push(letter),
        }
    }
    Cow::Owned(escaped)
}

/// The replacement for a character that cannot be written as itself.
fn replacement(letter: char) -> Option<&'static str> {
    match letter {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        // A reader would turn a carriage return into a line feed, even between tags.
        '\t' => Some("&#9;"),
        '\n' => Some("&#10;"),
        '\r' => Some("&#13;"),
        '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => Some("\u{fffd}"),
        // XML permits these, and a terminal that shows the log would obey them.
        letter if is_obeyed(letter) => Some("\u{fffd}"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{attribute, text};

    #[test]
    fn what_xml_takes_for_its_own_is_escaped() {
        assert_eq!(text("`a` 'é' 漢 😀"), "`a` 'é' 漢 😀");
        assert_eq!(text("<a b=\"&\">]]>"), "&lt;a b=&quot;&amp;&quot;&gt;]]&gt;");
        assert_eq!(text("a\tb\r\n"), "a\tb&#13;\n");
        assert_eq!(attribute("a\tb\r\n"), "a&#9;b&#13;&#10;");
        assert_eq!(text("a\u{1b}\u{9b}\u{202e}\u{2028}"), "a\u{fffd}\u{fffd}\u{fffd}\u{fffd}");
    }

    #[test]
    fn no_character_is_left_that_xml_may_not_hold() {
        let legal = |letter: char| matches!(letter, '\t' | '\n' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
        for letter in '\0'..=char::MAX {
            assert!(text(&letter.to_string()).chars().all(legal), "{letter:?}");
            assert!(attribute(&letter.to_string()).chars().all(legal), "{letter:?}");
        }
    }
}
