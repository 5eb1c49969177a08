//! The line of a source text that a finding is about, as much of it as is shown.

use std::ops::Range;

use super::place::SourceText;
use crate::visible::fitting;

/// The number of columns of a line that are shown; of a longer one, those around the location.
const WIDTH: usize = 100;

/// The number of columns shown before the location when the line is cut.
const BEFORE: usize = 40;

/// The line of a source text in which a location begins, verbatim: how it looks is decided when it
/// is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    line: u32,
    text: String,
    range: Range<usize>,
    cut: (bool, bool),
}

impl Excerpt {
    /// The line in which the range of bytes begins. Offsets beyond the end, or inside a character, mean the character
    /// before.
    pub fn new(source: &SourceText, range: Range<usize>) -> Self {
        let text = source.text.as_str();
        let start = boundary(text, range.start);
        let end = boundary(text, range.end.max(start));
        let (number, line_start) = source.line(start);
        let line = text.get(line_start..).unwrap_or_default();
        let line = line.split('\n').next().unwrap_or_default().trim_end_matches('\r');
        // A byte order mark is not part of what the author wrote.
        let shown = line.trim_start_matches('\u{feff}');
        let shown_start = line_start + line.len() - shown.len();
        let within = |offset: usize| offset.saturating_sub(shown_start).min(shown.len());
        let (start, end) = (within(start), within(end));
        let window = window(shown, start);
        Self {
            line: number,
            text: shown.get(window.clone()).unwrap_or_default().to_owned(),
            range: start - window.start..end.min(window.end) - window.start,
            cut: (window.start > 0, window.end < shown.len()),
        }
    }

    /// The number of the line, from 1.
    pub fn line(&self) -> u32 {
        self.line
    }

    /// Whether the line is cut before the part that is shown, and whether it is cut after it.
    pub fn cut(&self) -> (bool, bool) {
        self.cut
    }

    /// The parts of the line before the location, in it, and after it.
    pub fn parts(&self) -> [&str; 3] {
        let Range { start, end } = self.range;
        let part = |range| self.text.get(range).unwrap_or_default();
        [part(0..start), part(start..end), part(end..self.text.len())]
    }
}

fn boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// The part of a line that is shown: all of it, or as much around the location as fits.
fn window(line: &str, place: usize) -> Range<usize> {
    if fitting(line.chars(), WIDTH) == line.len() {
        return 0..line.len();
    }
    let before = line.get(..place).unwrap_or_default();
    let start = place - fitting(before.chars().rev(), BEFORE);
    start..start + fitting(line.get(start..).unwrap_or_default().chars(), WIDTH)
}

#[cfg(test)]
mod tests {
    use super::{Excerpt, SourceText};

    #[track_caller]
    fn check(text: &str, range: std::ops::Range<usize>, line: u32, parts: [&str; 3]) {
        let excerpt = Excerpt::new(&SourceText::new("test", text), range);
        assert_eq!((excerpt.line(), excerpt.parts()), (line, parts));
    }

    #[test]
    fn the_line_is_that_in_which_the_place_begins() {
        check("a = 1\nb = two\n", 10..13, 2, ["b = ", "two", ""]);
        check("a = \"x\ny\"", 4..9, 1, ["a = ", "\"x", ""]);
        check("é = ü!", 7..8, 1, ["é = ü", "!", ""]);
    }

    #[test]
    fn places_at_the_ends_are_empty() {
        check("a =", 3..3, 1, ["a =", "", ""]);
        check("a =\r\n", 3..4, 1, ["a =", "", ""]);
        check("a =\r\n", 4..5, 1, ["a =", "", ""]);
        check("a =\n", 99..120, 2, ["", "", ""]);
        check("", 0..0, 1, ["", "", ""]);
    }

    #[test]
    fn a_place_inside_a_character_is_before_it() {
        check("é!", 1..2, 1, ["", "é", "!"]);
        check("\u{feff}a !", 5..6, 1, ["a ", "!", ""]);
        check("\u{feff}a !", 1..3, 1, ["", "", "a !"]);
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let text = format!("{}!{}", "a".repeat(500), "b".repeat(500));
        let excerpt = Excerpt::new(&SourceText::new("test", text.as_str()), 500..501);
        assert_eq!(excerpt.parts(), [&*"a".repeat(40), "!", &*"b".repeat(59)]);
        assert_eq!(excerpt.cut(), (true, true));
        let excerpt = Excerpt::new(&SourceText::new("test", text.as_str()), 10..900);
        assert_eq!(excerpt.parts().map(str::len), [10, 90, 0]);
        assert_eq!(excerpt.cut(), (false, true));
        // Wide letters fill the line sooner, and those without width do not make it endless.
        let wide = "漢".repeat(500);
        assert_eq!(
            Excerpt::new(&SourceText::new("test", wide.as_str()), 750..753)
                .parts()
                .map(|part| part.len() / 3),
            [20, 1, 29]
        );
        let none = "\u{301}".repeat(500);
        assert_eq!(
            Excerpt::new(&SourceText::new("test", none.as_str()), 500..502)
                .parts()
                .map(|part| part.len() / 2),
            [40, 1, 59]
        );
    }
}
