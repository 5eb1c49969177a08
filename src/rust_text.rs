//! Rust source: where strings and comments begin and end, and which name is called at a location.

use std::ops::Range;

/// The length of a token: a string, a character or a comment as a whole, and everything else
/// character by character.
pub fn token(rest: &str) -> usize {
    let until = |from: usize, end: &str| {
        rest.get(from..)
            .and_then(|rest| rest.find(end))
            .map_or(rest.len(), |at| from + at + end.len())
    };
    let first = rest.chars().next().map_or(1, char::len_utf8);
    if rest.starts_with("//") {
        return until(2, "\n");
    }
    if rest.starts_with("/*") {
        return comment(rest);
    }
    if let Some(raw) = rest.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        if raw[hashes..].starts_with('"') {
            return until(hashes + 2, &format!("\"{}", "#".repeat(hashes)));
        }
    }
    if rest.starts_with('"') {
        return quoted(rest, '"');
    }
    // `'a'` is a character, and `'a` a lifetime.
    if rest.starts_with('\'') {
        let mut letters = rest.chars().skip(1);
        let (one, two) = (letters.next(), letters.next());
        if one == Some('\\') || two == Some('\'') {
            return quoted(rest, '\'');
        }
    }
    first
}

/// The length of a comment, in which others may be nested.
fn comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        let own = &rest.as_bytes()[at..];
        if own.starts_with(b"/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if own.starts_with(b"*/") {
            (depth, at) = (depth.saturating_sub(1), at + 2);
        } else {
            at += 1;
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

/// The length of a quoted string, in which quotes may be escaped.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            letter if letter == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// The name that is called at a location; the source may have changed since it was compiled.
pub fn name_at(text: &str, line: u32, column: u32) -> Option<Range<usize>> {
    let above = text.split_inclusive('\n').take((line as usize).checked_sub(1)?);
    let start: usize = above.map(str::len).sum();
    let own = text.get(start..)?.split('\n').next()?;
    let (before, _) = own.char_indices().nth((column as usize).checked_sub(1)?)?;
    let rest = own.get(before..)?;
    let end = rest.find(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '_' | ':'));
    let length = end.unwrap_or(rest.len());
    let at = start + before;
    (length > 0).then_some(at..at + length)
}

#[cfg(test)]
mod tests {
    use super::name_at;

    #[test]
    fn a_call_is_its_name() {
        let text = "pub fn job() -> Workload {\n    Workload::service(\"é\").image(\"x\")\n}\n";
        let name = |line, column| name_at(text, line, column).and_then(|span| text.get(span));
        assert_eq!(name(2, 5), Some("Workload::service"));
        assert_eq!(name(2, 28), Some("image"));
        for (line, column) in [(0, 1), (1, 0), (2, 4), (2, 99), (9, 1), (4, 1)] {
            assert_eq!(name(line, column), None, "{line}:{column}");
        }
    }
}
