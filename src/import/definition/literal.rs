//! Strings and numbers as Rust literals.

use std::borrow::Cow;
use std::fmt::Write;

use crate::jobspec::Duration;

/// Characters that are invisible, or that change the order in which others are shown: compilers
/// refuse some of them.
const HIDDEN: [(char, char); 8] = [
    ('\u{ad}', '\u{ad}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{180e}', '\u{180e}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{2028}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{e0000}', '\u{10ffff}'),
];

/// A string literal on one line.
pub fn text(text: &str) -> String {
    if text.contains(['"', '\\']) && !text.contains('\n') && is_visible(text) {
        raw(text)
    } else {
        format!("\"{}\"", escaped(text))
    }
}

/// Whether all characters can be in a literal without an escape.
pub fn is_visible(text: &str) -> bool {
    text.chars().all(|letter| letter == '\n' || !is_hidden(letter))
}

fn is_hidden(letter: char) -> bool {
    letter.is_control() || HIDDEN.iter().any(|(first, last)| (*first..=*last).contains(&letter))
}

/// Whether a character takes effect instead of being read: it changes the order of others, ends a
/// line for some programs, or is a control character. The compiler refuses the first even in
/// comments.
pub fn is_obeyed(letter: char) -> bool {
    let reorders = matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let ends = matches!(letter, '\u{2028}' | '\u{2029}');
    reorders || ends || letter.is_control() && !matches!(letter, '\n' | '\r' | '\t')
}

/// The string with escapes for such characters: `\u{202e}`.
pub fn spelt_out(text: &str) -> Cow<'_, str> {
    if !text.contains(is_obeyed) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            obeyed if is_obeyed(obeyed) => out.extend(obeyed.escape_unicode()),
            letter => out.push(letter),
        }
    }
    Cow::Owned(out)
}

/// `r"…"`, with as many `#` as it needs.
pub fn raw(text: &str) -> String {
    let mut marks = String::new();
    while text.contains(&format!("\"{marks}")) {
        marks.push('#');
    }
    format!("r{marks}\"{text}\"{marks}")
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Writing into a string cannot fail.
            hidden if is_hidden(hidden) => _ = write!(out, "{}", hidden.escape_unicode()),
            letter => out.push(letter),
        }
    }
    out
}

/// A duration in its largest whole unit: `mins(5)`.
pub fn duration(duration: Duration) -> String {
    let nanos = duration.as_nanos();
    let units = [
        ("hours", 3_600_000_000_000),
        ("mins", 60_000_000_000),
        ("secs", 1_000_000_000),
        ("millis", 1_000_000),
    ];
    let unit = units.into_iter().find(|(_, unit)| nanos != 0 && nanos % unit == 0);
    match unit {
        Some((name, unit)) => format!("{name}({})", nanos / unit),
        None if nanos == 0 => "secs(0)".to_owned(),
        None => format!("nanos({nanos})"),
    }
}

/// An integer where any type of number is allowed.
pub fn whole(number: i64) -> String {
    if i32::try_from(number).is_ok() { number.to_string() } else { format!("{number}_i64") }
}

/// A number with a fraction, as a value.
pub fn fraction(number: f64) -> String {
    let text = format!("{number:?}");
    if number.is_nan() {
        "Value::Float(f64::NAN)".to_owned()
    } else if number.is_infinite() {
        format!("Value::Float({}f64::INFINITY)", if number < 0.0 { "-" } else { "" })
    } else if number.fract() == 0.0 && number.abs() < 9e18 {
        // As a plain number it would become an integer.
        format!("Value::Float({text})")
    } else if is_known(&text) {
        format!("{text}e0")
    } else {
        text
    }
}

/// Whether a reader, or a linter, would take the number for a shortened constant of mathematics.
fn is_known(text: &str) -> bool {
    use std::f64::consts;
    let known = [
        consts::E,
        consts::PI,
        consts::TAU,
        consts::LN_2,
        consts::LN_10,
        consts::LOG2_E,
        consts::LOG2_10,
        consts::LOG10_E,
        consts::LOG10_2,
        consts::SQRT_2,
        consts::FRAC_1_SQRT_2,
        consts::FRAC_1_PI,
        consts::FRAC_2_PI,
        consts::FRAC_2_SQRT_PI,
        consts::FRAC_PI_2,
        consts::FRAC_PI_3,
        consts::FRAC_PI_4,
        consts::FRAC_PI_6,
        consts::FRAC_PI_8,
    ];
    let digits = text.split_once('.').map_or(0, |(_, digits)| digits.len());
    let text = text.trim_start_matches('-');
    known
        .iter()
        .any(|known| known.to_string().starts_with(text) || format!("{known:.digits$}") == text)
}
