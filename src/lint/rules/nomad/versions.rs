//! Comparisons of versions, as go-version reads them.
//!
//! Its versions are not those of Semantic Versioning: they have any number of parts, and what follows them needs no dash.
//! No crate reads them so.

/// Which of Nomad's two operators compares.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// `version`: a suffix needs no dash, and there is `~>`.
    Version,
    /// `semver`: stricter in both.
    Semver,
}

/// The operators that may precede a version; the longer ones first.
const OPERATORS: [&str; 7] = ["!=", ">=", "<=", "~>", "=", ">", "<"];

/// Whether a string is one comparison, such as `>= 1.2.3-beta+5`.
pub fn is_constraint(text: &str, dialect: Dialect) -> bool {
    let text = text.trim_matches(SPACES);
    let operators = OPERATORS.iter().filter(|one| dialect == Dialect::Version || **one != "~>");
    let version = operators.copied().find_map(|operator| text.strip_prefix(operator));
    is_version(version.unwrap_or(text).trim_start_matches(SPACES), dialect)
}

/// What Go's patterns take for a space.
const SPACES: [char; 5] = [' ', '\t', '\n', '\r', '\u{c}'];

/// Whether a string is a version: numbers, a suffix after a dash, and metadata after a plus sign.
fn is_version(text: &str, dialect: Dialect) -> bool {
    let text = text.strip_prefix('v').unwrap_or(text);
    let (text, build) =
        text.split_once('+').map_or((text, None), |(text, build)| (text, Some(build)));
    let end = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.');
    let (numbers, suffix) = text.split_at(end.unwrap_or(text.len()));
    let suffix = match (suffix, dialect) {
        ("", _) => None,
        (suffix, Dialect::Version) => Some(suffix),
        (suffix, Dialect::Semver) => match suffix.strip_prefix('-') {
            None => return false,
            behind => behind,
        },
    };
    // Each number fits 64 bits.
    let number = |part: &str| !part.is_empty() && part.parse::<i64>().is_ok();
    numbers.split('.').all(number) && suffix.is_none_or(are_words) && build.is_none_or(are_words)
}

/// Whether a string is words separated by dots.
fn are_words(text: &str) -> bool {
    let in_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'~');
    text.split('.').all(|word| !word.is_empty() && word.bytes().all(in_word))
}
