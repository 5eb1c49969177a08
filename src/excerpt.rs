//! The line of a text that a finding is about, with a mark below the place.

use std::ops::Range;

/// So many characters of a line are shown; of a longer one, the part around the place.
const WIDTH: usize = 100;

/// So many of them before the place, when the line is cut.
const BEFORE: usize = 40;

/// Shows the line in which the range begins, with carets below what the range covers of it, at least one.
///
/// ```text
///   |
/// 3 | count = "two
///   |         ^^^^
/// ```
///
/// What a terminal would obey instead of showing it is shown as `·`.
pub(crate) fn excerpt(text: &str, range: Range<usize>) -> String {
    let start = boundary(text, range.start);
    let end = boundary(text, range.end.max(start));
    let line_start = text.get(..start).and_then(|text| text.rfind('\n')).map_or(0, |at| at + 1);
    let rest = text.get(line_start..).unwrap_or_default();
    let line = rest.split('\n').next().unwrap_or_default().trim_end_matches('\r');
    let number = text.bytes().take(line_start).filter(|&byte| byte == b'\n').count() + 1;
    let chars = |from: usize, to: usize| text.get(from..to).unwrap_or_default().chars().count();
    let column = chars(line_start, start.min(line_start + line.len()));
    let marked = chars(start, end.min(line_start + line.len()).max(start)).max(1);
    frame(line, number, column, marked)
}

fn boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

fn frame(line: &str, number: usize, column: usize, marked: usize) -> String {
    let cut = if line.chars().count() > WIDTH { column.saturating_sub(BEFORE) } else { 0 };
    let (left, right) =
        (if cut > 0 { "…" } else { "" }, if line.chars().count() > cut + WIDTH { "…" } else { "" });
    let shown: String = line.chars().skip(cut).take(WIDTH).map(visible).collect();
    // A byte order mark is the only character that takes no place; it is nothing that people wrote.
    let mark = usize::from(cut == 0 && line.starts_with('\u{feff}'));
    let shown = shown.get(if mark == 1 { '\u{feff}'.len_utf8() } else { 0 }..).unwrap_or(&shown);
    let column = (column - cut).saturating_sub(mark) + left.chars().count();
    let marked = marked.min((WIDTH + 1).saturating_sub(column)).max(1);
    let gutter = number.to_string().len();
    let (carets, line) = ("^".repeat(marked), format!("{left}{}{right}", shown.trim_end()));
    format!("{:gutter$} |\n{number} | {line}\n{:gutter$} | {:column$}{carets}", "", "", "")
}

fn visible(character: char) -> char {
    match character {
        '\t' => ' ',
        control if control.is_control() => '·',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn the_place_is_marked() {
        assert_eq!(excerpt("a = 1\nb = two\n", 10..13), "  |\n2 | b = two\n  |     ^^^");
        assert_eq!(excerpt("a = \"x\ny\"", 4..9), "  |\n1 | a = \"x\n  |     ^^");
    }

    #[test]
    fn a_place_without_width_and_the_ends_have_one_caret() {
        assert_eq!(excerpt("a =", 3..3), "  |\n1 | a =\n  |    ^");
        assert_eq!(excerpt("a =\r\n", 3..4), "  |\n1 | a =\n  |    ^");
        assert_eq!(excerpt("a =\n", 99..120), "  |\n2 | \n  | ^");
        assert_eq!(excerpt("", 0..0), "  |\n1 | \n  | ^");
    }

    #[test]
    fn columns_are_characters() {
        assert_eq!(excerpt("é = ü!", 7..8), "  |\n1 | é = ü!\n  |      ^");
        assert_eq!(excerpt("é!", 1..2), "  |\n1 | é!\n  | ^", "inside a character");
        assert_eq!(excerpt("\u{feff}a !", 5..6), "  |\n1 | a !\n  |   ^");
        assert_eq!(excerpt("\ta\u{1b} !", 4..5), "  |\n1 |  a· !\n  |     ^");
    }

    #[test]
    fn a_number_widens_the_gutter() {
        let text = "\n".repeat(9) + "!";
        assert_eq!(excerpt(&text, 9..10), "   |\n10 | !\n   | ^");
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let text = format!("{}!{}", "a".repeat(500), "b".repeat(500));
        let shown = excerpt(&text, 500..501);
        let (a, b, space) = ("a".repeat(40), "b".repeat(59), " ".repeat(41));
        assert_eq!(shown, format!("  |\n1 | …{a}!{b}…\n  | {space}^"));
        let lines: Vec<usize> =
            excerpt(&text, 10..900).lines().map(|line| line.chars().count()).collect();
        assert_eq!(lines, [3, 105, 105]);
    }
}
