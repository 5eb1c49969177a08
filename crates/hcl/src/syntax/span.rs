//! Locations in a source: byte ranges, and lines and columns for people.

use std::fmt;
use std::ops::Range;

/// A range of bytes in the source: `start` is the first byte, `end` the one after the last.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset of the byte after the last.
    pub end: u32,
}

impl Span {
    /// The range from `start` up to, not including, `end`.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The smallest range that covers both.
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The same range as the standard library's type, for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The part of `text` that this range covers; empty if the range is not within `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// A line and a column for people: both start at 1, and the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The character in the line.
    pub column: u32,
}

impl Position {
    /// The position of the byte at `offset` in `text`; an offset beyond the end means the end.
    pub fn of(text: &str, offset: u32) -> Self {
        let mut offset = (offset as usize).min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = text.get(..offset).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
        let shown = before.get(line_start..).unwrap_or_default().trim_start_matches('\u{feff}');
        Self { line: line as u32, column: shown.chars().count() as u32 + 1 }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::{Position, Span};

    #[test]
    fn columns_count_characters_and_a_byte_order_mark_is_none() {
        let text = "\u{feff}é = 1\nb\n";
        let place = |offset| Position::of(text, offset).to_string();
        assert_eq!(place(3), "1:1");
        assert_eq!(place(5), "1:2");
        assert_eq!(place(10), "2:1");
        assert_eq!(place(99), "3:1");
    }

    #[test]
    fn a_span_outside_the_text_covers_nothing() {
        assert_eq!(Span::new(2, 9).of("abc"), "");
        assert_eq!(Span::new(1, 3).of("abc"), "bc");
    }
}
