//! Blank lines for generated text: where a person would leave one, and nowhere else.
//!
//! `nomad fmt` keeps blank lines as they are, so that templates would have to care for them. They do not: blocks are
//! set apart here, and all other blank lines go.

/// What a line is, as far as blank lines are concerned.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Start,
    Comment,
    Attribute,
    Open,
    Close,
    /// A block on one line.
    Whole,
}

/// Rewrites the blank lines of a source: one between an inner block and its neighbours, one above
/// a heredoc's attribute and one after it, none after `{` or before `}`; an empty block is put on
/// one line. Everything else is unchanged, and heredocs are kept verbatim.
#[must_use]
pub fn blank_lines(text: &str) -> String {
    let mut out = String::new();
    blank_lines_into(text, &mut out);
    out
}

/// Appends the result of [`blank_lines`] to `out`.
pub fn blank_lines_into(text: &str, out: &mut String) {
    out.reserve(text.len() + text.len() / 32 + 64);
    let start = out.len();
    let mut before = Line::Start;
    let mut tall = false;
    let mut depth = 0_usize;
    // What stays as it is, from here on, is copied in one go.
    let (mut from, mut at) = (0, 0);
    while at < text.len() {
        let line = line_at(text, at);
        let trimmed = trim(line);
        let end = at + line.len();
        // A blank line in the comments at the top ends them, and stays.
        if trimmed.is_empty() {
            copy(text, from, at, out);
            if before == Line::Comment && depth == 0 && !ends_in_blank(out, start) {
                out.push('\n');
                before = Line::Start;
            }
            (from, at) = (end, end);
            continue;
        }
        let (kind, heredoc) = if depth > 0 { (Line::Attribute, None) } else { classify(trimmed) };
        let starts_tall = heredoc.is_some()
            || depth == 0
                && kind == Line::Attribute
                && matches!(trimmed.as_bytes(), [.., b'[' | b'{']);
        if (before, kind) == (Line::Open, Line::Close) && depth == 0 {
            copy(text, from, at, out);
            from = at;
            if out.ends_with("{\n") {
                out.truncate(out.len() - 1);
                out.push_str(line.trim_start());
                (before, tall) = (Line::Whole, false);
                (from, at) = (end, end);
                continue;
            }
        }
        if depth == 0 && needs_blank(before, tall, kind, starts_tall) {
            copy(text, from, at, out);
            from = at;
            out.push('\n');
        }
        at = end;
        if let Some(marker) = heredoc {
            at = heredoc_end(text, at, marker);
        } else if kind == Line::Attribute && (depth > 0 || starts_tall) {
            depth = (depth + opened(trimmed)).saturating_sub(closed(trimmed));
        }
        if depth == 0 {
            tall = starts_tall
                || before == Line::Attribute
                    && tall
                    && matches!(trimmed.as_bytes(), [b']' | b'}', ..]);
            before = kind;
        } else {
            tall = true;
            before = Line::Attribute;
        }
    }
    copy(text, from, at, out);
}

fn copy(text: &str, from: usize, to: usize, out: &mut String) {
    out.push_str(text.get(from..to).unwrap_or_default());
}

/// Whether what is written from `start` on is nothing, or ends in a blank line.
fn ends_in_blank(out: &str, start: usize) -> bool {
    out.get(start..).is_none_or(|own| own.is_empty() || own.ends_with("\n\n"))
}

/// The line that begins at `at`, with its end.
fn line_at(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    newline(rest.as_bytes()).and_then(|newline| rest.get(..=newline)).unwrap_or(rest)
}

/// Where the first newline is. Lines are short: eight bytes are looked at in one go, and nothing is prepared.
fn newline(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::MAX / 0xff;
    let (chunks, rest) = bytes.as_chunks();
    for (number, chunk) in chunks.iter().enumerate() {
        // A newline byte is 0 here, and the first one is the first that borrows from the byte
        // after it.
        let found = u64::from_le_bytes(*chunk) ^ (ONES * b'\n' as u64);
        let found = found.wrapping_sub(ONES) & !found & (ONES << 7);
        if found != 0 {
            return Some(number * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    let found = rest.iter().position(|&byte| byte == b'\n');
    found.map(|found| bytes.len() - rest.len() + found)
}

/// [`str::trim`], with a fast path for a line that only needs its newline trimmed.
fn trim(line: &str) -> &str {
    match line.as_bytes() {
        [b'!'..=b'~', .., b'!'..=b'~', b'\n'] | [b'!'..=b'~', b'\n'] => {
            line.get(..line.len() - 1).unwrap_or(line)
        }
        _ => line.trim(),
    }
}

/// The end of the heredoc whose contents begin at `at`: after the line that holds only the marker,
/// or the end of the file.
fn heredoc_end(text: &str, mut at: usize, marker: &str) -> usize {
    while at < text.len() {
        let line = line_at(text, at);
        at += line.len();
        // Beyond ASCII, it takes longer to find out where a line ends that is seen.
        let may_end = match line.as_bytes() {
            [.., last @ b'!'..=b'~', b'\n'] => marker.as_bytes().last() == Some(last),
            _ => true,
        };
        if may_end && line.trim() == marker {
            break;
        }
    }
    at
}

fn needs_blank(before: Line, tall: bool, now: Line, starts_tall: bool) -> bool {
    match (before, now) {
        (Line::Start | Line::Open, _) | (_, Line::Start | Line::Close) | (Line::Comment, _) => {
            false
        }
        (Line::Close | Line::Whole, _) | (_, Line::Open | Line::Whole | Line::Comment) => true,
        (Line::Attribute, Line::Attribute) => tall || starts_tall,
    }
}

/// What a line is, and the marker of the heredoc that it starts.
fn classify(line: &str) -> (Line, Option<&str>) {
    if line.starts_with('#') || line.starts_with("//") {
        return (Line::Comment, None);
    }
    if line == "}" {
        return (Line::Close, None);
    }
    let (_, behind) = line.split_at(word_end(line));
    let sets = match behind.as_bytes() {
        [b'=', ..] | [b' ', b'=', ..] => true,
        _ => behind.trim_start().starts_with('='),
    };
    if sets {
        let (before, marker) = line.split_at(word_start(line));
        let marker = marker.trim_start_matches('-');
        let is_heredoc = before.ends_with("<<") && !marker.is_empty();
        return (Line::Attribute, Some(marker).filter(|_| is_heredoc));
    }
    let kind = match line.as_bytes() {
        [.., b'{'] => Line::Open,
        [.., b'}'] => Line::Whole,
        _ => Line::Attribute,
    };
    (kind, None)
}

/// How long the word is that a line begins with.
fn word_end(line: &str) -> usize {
    let bytes = line.as_bytes();
    match bytes.iter().position(|&byte| !is_in_word(byte)) {
        Some(end) if bytes.get(end).is_some_and(u8::is_ascii) => end,
        // Beyond ASCII, it takes longer to find out what is of a word.
        Some(_) => line.find(|letter| !is_of_word(letter)).unwrap_or(line.len()),
        None => line.len(),
    }
}

/// Where the word begins that a line ends with.
fn word_start(line: &str) -> usize {
    let bytes = line.as_bytes();
    match bytes.iter().rposition(|&byte| !is_in_word(byte)) {
        Some(last) if bytes.get(last).is_some_and(u8::is_ascii) => last + 1,
        Some(_) => line.trim_end_matches(is_of_word).len(),
        None => 0,
    }
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '-')
}

/// [`is_of_word`] for the letters of ASCII.
const fn is_in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

fn opened(line: &str) -> usize {
    usize::from(matches!(line.as_bytes(), [.., b'[' | b'{' | b'(']))
}

fn closed(line: &str) -> usize {
    usize::from(matches!(line.as_bytes(), [b']' | b'}' | b')', ..]))
}

#[cfg(test)]
mod tests {
    use super::blank_lines;

    fn check(text: &str, expected: &str) {
        assert_eq!(blank_lines(text), expected);
        assert_eq!(blank_lines(expected), expected, "once more");
    }

    #[test]
    fn blocks_are_set_apart() {
        check(
            "job \"a\" {\n\n\ntype = \"x\"\ngroup \"b\" {\n}\ntask {\n\n}\n\n}\n",
            "job \"a\" {\ntype = \"x\"\n\ngroup \"b\" {}\n\ntask {}\n}\n",
        );
    }

    #[test]
    fn tall_attributes_are_set_apart() {
        check(
            "a {\nx = 1\ny = [\n1,\n\n2,\n]\nz = 2\nw = 3\n}\n",
            "a {\nx = 1\n\ny = [\n1,\n2,\n]\n\nz = 2\nw = 3\n}\n",
        );
    }

    #[test]
    fn heredocs_stay_to_the_letter() {
        let text = "a {\nx = 1\n\ndata = <<EOT\n\n\n}\nb {\n\nEOT\n\nc {}\n}\n";
        check(text, text);
    }

    #[test]
    fn comments_stay_with_what_follows() {
        check(
            "# one\n# two\n\n\na {\nx = 1\n# why\nb {\nc = 1\n}\n}\n",
            "# one\n# two\n\na {\nx = 1\n\n# why\nb {\nc = 1\n}\n}\n",
        );
    }
}
