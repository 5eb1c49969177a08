//! Offsets in a source as lines and columns, counted as the editor counts them.

use std::ops::Range;

use serde_json::{Value, json};

use jobwright_hcl::syntax::Span;

/// What a column counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of UTF-16, which every client can count.
    #[default]
    Utf16,
}

/// Where the lines of a source begin. As in the protocol, `\n`, `\r\n` and `\r` end one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    starts: Vec<usize>,
    encoding: Encoding,
}

/// The part of a source between two offsets.
pub fn span(start: usize, end: usize) -> Span {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(offset(start), offset(end))
}

/// Where lines begin after the line endings in a part of a source.
fn starts(text: &str, part: Range<usize>) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    part.filter(|at| match bytes.get(*at) {
        Some(b'\n') => true,
        Some(b'\r') => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    })
    .map(|at| at + 1)
}

impl Lines {
    /// The lines of a source.
    pub fn of(text: &str, encoding: Encoding) -> Self {
        let starts = std::iter::once(0).chain(starts(text, 0..text.len())).collect();
        Self { starts, encoding }
    }

    /// Updates the lines after a part of the source was replaced by `length` bytes: only those
    /// around it are searched, since an editor with many cursors makes many changes at once.
    pub fn replace(&mut self, new_text: &str, part: Range<usize>, length: usize) {
        // A carriage return at the edge may have become part of another end of a line.
        let first = self.line(part.start).saturating_sub(1);
        let from = self.starts.get(first).copied().unwrap_or_default();
        let after = self.line(part.end) + 2;
        let moved = |start: usize| start + length - part.len();
        let rest: Vec<usize> = self.starts.iter().skip(after).map(|start| moved(*start)).collect();
        let to = rest.first().map_or(new_text.len(), |start| start - 1);
        self.starts.truncate(first + 1);
        self.starts.extend(starts(new_text, from..to));
        self.starts.extend(rest);
    }

    /// The line and column of an offset, both from 0.
    pub fn position(&self, text: &str, offset: usize) -> (usize, usize) {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line(offset);
        let start = self.starts.get(line).copied().unwrap_or_default();
        let before = text.get(start..offset).unwrap_or_default();
        let column = match self.encoding {
            Encoding::Utf8 => before.len(),
            Encoding::Utf16 => before.chars().map(char::len_utf16).sum(),
        };
        (line, column)
    }

    /// The offset of a line and column. Beyond the end of a line it is the line's end; beyond the
    /// last line, the source's end.
    pub fn offset(&self, text: &str, line: usize, column: usize) -> usize {
        let Some(start) = self.starts.get(line).copied() else { return text.len() };
        let end = self.starts.get(line + 1).copied().unwrap_or(text.len());
        let shown = text.get(start..end).unwrap_or_default().trim_end_matches(['\r', '\n']);
        let mut counted = 0;
        for (at, letter) in shown.char_indices() {
            if counted >= column {
                return start + at;
            }
            counted += match self.encoding {
                Encoding::Utf8 => letter.len_utf8(),
                Encoding::Utf16 => letter.len_utf16(),
            };
        }
        start + shown.len()
    }

    /// The number of the line that an offset is in.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).max(1) - 1
    }

    /// A span as a range of the protocol.
    pub fn range(&self, text: &str, span: Span) -> Value {
        let point = |offset: u32| {
            let (line, character) = self.position(text, offset as usize);
            json!({"line": line, "character": character})
        };
        json!({"start": point(span.start), "end": point(span.end.max(span.start))})
    }

    /// The offset of a position of the protocol.
    pub fn offset_of(&self, text: &str, position: &Value) -> Option<usize> {
        let number =
            |name: &str| position.get(name)?.as_u64().and_then(|at| usize::try_from(at).ok());
        Some(self.offset(text, number("line")?, number("character")?))
    }

    /// The place of a range of the protocol; one whose end lies before its start is turned round.
    pub fn span_of(&self, text: &str, range: &Value) -> Option<Span> {
        let point = |name: &str| {
            let offset = self.offset_of(text, range.get(name)?)?;
            u32::try_from(offset).ok()
        };
        let (start, end) = (point("start")?, point("end")?);
        Some(Span::new(start.min(end), start.max(end)))
    }
}

/// The start of a source, for when the location in it is unknown.
pub fn nowhere() -> Value {
    json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}})
}

#[cfg(test)]
mod tests {
    use super::{Encoding, Lines};

    #[test]
    fn columns_count_what_was_agreed() {
        let text = "aé𝄞b\r\nc\rd\n";
        for (encoding, columns) in
            [(Encoding::Utf16, [0, 1, 2, 4, 5]), (Encoding::Utf8, [0, 1, 3, 7, 8])]
        {
            let lines = Lines::of(text, encoding);
            for (offset, column) in [0, 1, 3, 7, 8].into_iter().zip(columns) {
                assert_eq!(lines.position(text, offset), (0, column));
                assert_eq!(lines.offset(text, 0, column), offset);
            }
            assert_eq!(lines.position(text, 10), (1, 0));
            assert_eq!((lines.position(text, 12), lines.position(text, 14)), ((2, 0), (3, 0)));
        }
    }

    /// All strings of up to so many characters, some of which end lines.
    fn texts(most: usize) -> Vec<String> {
        let mut all = vec![String::new()];
        for _ in 0..most {
            let longer =
                all.iter().flat_map(|text| ["a", "\r", "\n"].map(|end| format!("{text}{end}")));
            let longer: Vec<String> = longer.collect();
            all.extend(longer);
        }
        all.sort();
        all.dedup();
        all
    }

    #[test]
    fn lines_follow_what_is_replaced() {
        let news = texts(2);
        for old in texts(6) {
            let lines = Lines::of(&old, Encoding::Utf16);
            for start in 0..=old.len() {
                for end in start..=old.len() {
                    for new in &news {
                        let (mut text, mut lines) = (old.clone(), lines.clone());
                        text.replace_range(start..end, new);
                        lines.replace(&text, start..end, new.len());
                        assert_eq!(
                            lines,
                            Lines::of(&text, Encoding::Utf16),
                            "{old:?} {start}..{end} {new:?}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_beyond_is_the_end() {
        let text = "ab\ncd";
        let lines = Lines::of(text, Encoding::Utf16);
        assert_eq!(lines.offset(text, 0, 99), 2, "before the end of the line");
        assert_eq!(lines.offset(text, 1, 99), 5);
        assert_eq!(lines.offset(text, 99, 0), 5);
        assert_eq!(lines.position(text, 99), (1, 2));
    }

    #[test]
    fn half_a_letter_is_its_end() {
        let text = "𝄞b";
        let lines = Lines::of(text, Encoding::Utf16);
        assert_eq!(lines.offset(text, 0, 1), 4);
        assert_eq!(lines.position(text, 2), (0, 0));
    }
}
