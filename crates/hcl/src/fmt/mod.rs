//! `nomad fmt` without Nomad: source to the same source in canonical layout.
//!
//! Only the space between tokens changes. The layout is, byte for byte, that of `nomad fmt` of
//! Nomad 1.11.3, wherever that keeps the meaning; in the few cases where Nomad loses something, it
//! is kept:
//!
//! | input | Nomad writes | here |
//! |---|---|---|
//! | a comment between the first word of a block and its first label | drops the comment | keeps it |
//! | `a[true]`, `a[null]` | `a[]` | unchanged |
//! | `a.0 .1`, `1 .5`: a number, a space, and a dot with more digits | `a.0.1`, which it then refuses; `1.5` | unchanged |
//!
//! An input that nests deeper than 256 levels is refused; Nomad formats it, and crashes at some
//! hundred thousand. So is an input to which the layout would add more than 16 MB of spaces and
//! four more for each byte of it: one name of 400,000 letters among 30,000 lines makes 12 GB.
//!
//! Formatting is idempotent, never changes the syntax tree, keeps every comment, and neither adds
//! nor removes a newline at the end. A byte order mark is removed, as by Nomad. This module knows
//! nothing of jobs.

mod blank_lines;
mod formatter;
mod laid_out;
mod layout;
mod moved;
mod spacing;

use crate::syntax::SyntaxError;

pub use blank_lines::{blank_lines, blank_lines_into};
pub use formatter::Formatter;
pub use laid_out::LaidOut;

/// Returns the input in canonical layout.
///
/// ```
/// let text = "job \"web\"{\ntype=\"batch\"\n  all_at_once = true # quick\n}\n";
/// let formatted = jobwright_hcl::fmt::format(text).map_err(|errors| errors[0].clone())?;
/// assert_eq!(formatted, "job \"web\" {\n  type        = \"batch\"\n  all_at_once = true # quick\n}\n");
/// # Ok::<(), jobwright_hcl::syntax::SyntaxError>(())
/// ```
///
/// # Errors
///
/// The mistakes that keep the input from being HCL, which has no layout, or the spaces that would
/// make it too large.
pub fn format(text: &str) -> Result<String, Vec<SyntaxError>> {
    let mut formatted = String::new();
    Formatter::new().format_into(text, &mut formatted)?;
    Ok(formatted)
}

#[cfg(test)]
mod tests {
    use super::format;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(format(text).as_deref(), Ok(expected));
        assert_eq!(format(expected).as_deref(), Ok(expected), "formatting twice");
    }

    #[test]
    fn equal_signs_and_comments_of_neighbours_align() {
        check(
            "a=1 # one\nlonger=2// two\n\nb=3\n# does not break\nbb= 4\n",
            "a      = 1 # one\nlonger = 2 // two\n\nb = 3\n# does not break\nbb = 4\n",
        );
    }

    #[test]
    fn a_text_is_not_blown_up() {
        let names = |length: usize, lines: usize| {
            let name = "a".repeat(length);
            format!("k = {{\n{}{name} = 1\n}}\n", "b = 1\n".repeat(lines))
        };
        let ordinary = format(&names(300, 30_000));
        assert!(ordinary.is_ok_and(|text| text.len() > 9_000_000));
        for (length, lines) in [(3_000, 30_000), (400_000, 30_000), (8_000_000, 10)] {
            let errors = format(&names(length, lines)).expect_err("too many spaces");
            let [error] = errors.as_slice() else { panic!("{} errors", errors.len()) };
            assert_eq!((error.span.end - error.span.start) as usize, length, "{error}");
        }
        let deep =
            format!("{}{}{}", "a {\n".repeat(200), "b {}\n".repeat(60_000), "}\n".repeat(200));
        assert_eq!(format(&deep).map_err(|errors| errors.len()), Err(1));
    }

    #[test]
    fn columns_are_what_a_reader_sees() {
        check("é=1\nxe\u{301}=2\n日本x=3\n", "é   = 1\nxe\u{301}  = 2\n日本x = 3\n");
    }

    #[test]
    fn an_end_without_newline_stays_and_a_byte_order_mark_goes() {
        check("\u{feff}a=1  ", "a = 1  ");
        check("a={\n}", "a = {\n}");
    }
}
