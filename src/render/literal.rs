//! Values as HCL: the only way from a value to text.
//!
//! A value is printed so that Nomad reads exactly that value. Inside quotes and heredocs, `${` and
//! `%{` would start a template: they are doubled, except in run-time references, which are easier
//! to read bare and mean the same to Nomad, which turns what it cannot resolve back into text.

use std::fmt::Write;

use crate::jobspec::{Interpolated, Map, Piece, Text, Value, reference};
use crate::visible::{is_obeyed, visible_hcl};

/// Lists and objects longer than this are broken into a line per entry.
const WIDTH: usize = 80;

/// How a string is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// It is in a task's `config`.
    pub config: bool,
    /// `${…}` has no meaning there, not even at run time.
    pub verbatim: bool,
    /// It is the whole value of an attribute, where a heredoc is possible.
    pub heredoc: bool,
}

/// Appends a value.
pub fn value(out: &mut String, value: &Value, style: Style) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        // Writing into a string cannot fail.
        Value::Int(value) => _ = write!(out, "{value}"),
        Value::Float(value) => _ = write!(out, "{value}"),
        Value::Duration(value) => _ = write!(out, "\"{value}\""),
        Value::Text(text) => self::text(out, &text.api(style.config), style),
        Value::List(values) => list(out, values, style),
        Value::Object(map) => object(out, map, style),
        Value::Expr(expr) => out.push_str(&visible_hcl(expr.source())),
        Value::Interpolated(text) => interpolated(out, text, style),
    }
}

/// Appends a string, as in Nomad's API, as a quoted string or, where it is easier to read, a
/// heredoc.
pub fn text(out: &mut String, text: &str, style: Style) {
    if style.heredoc && suits_heredoc(text) {
        heredoc(out, text, style.verbatim);
    } else {
        quoted(out, text, style.verbatim);
    }
}

fn interpolated(out: &mut String, text: &Interpolated, style: Style) {
    out.push('"');
    for piece in text.pieces(style.config) {
        match piece {
            Piece::Expr(expr) => {
                // Dollars directly before it would escape it.
                let dollars = out.len() - out.trim_end_matches('$').len();
                out.truncate(out.len() - dollars);
                if dollars > 0 {
                    _ = write!(out, "${{\"{}\"}}", "$".repeat(dollars));
                }
                _ = write!(out, "${{{}}}", visible_hcl(expr.source()));
            }
            Piece::Text(text) => {
                let mut quotes = String::new();
                quoted(&mut quotes, &text, style.verbatim);
                out.push_str(quotes.get(1..quotes.len() - 1).unwrap_or_default());
            }
        }
    }
    out.push('"');
}

fn list(out: &mut String, values: &[Value], style: Style) {
    let style = Style { heredoc: false, ..style };
    let print = |out: &mut String, value| self::value(out, value, style);
    entries(out, ("[", "]"), ",\n", values, print);
}

/// Appends an object.
pub fn object(out: &mut String, map: &Map, style: Style) {
    let style = Style { heredoc: false, ..style };
    if map.is_empty() {
        out.push_str("{}");
        return;
    }
    let print = |out: &mut String, (key, value): (&str, &Value)| entry(out, key, value, style);
    entries(out, ("{ ", " }"), "\n", map.iter(), print);
}

/// Appends entries between two delimiters: on one line if that is not too wide, otherwise on a line
/// each with a terminator.
fn entries<T>(
    out: &mut String,
    (open, close): (&str, &str),
    end: &str,
    entries: impl IntoIterator<Item = T>,
    print: impl Fn(&mut String, T),
) {
    const BETWEEN: &str = ", ";
    let start = out.len();
    let mut ends = Vec::new();
    out.push_str(open);
    for entry in entries {
        if !ends.is_empty() {
            out.push_str(BETWEEN);
        }
        print(out, entry);
        ends.push(out.len());
    }
    out.push_str(close);
    if out.len() - start <= WIDTH || ends.is_empty() {
        return;
    }
    let line = out.split_off(start);
    out.push_str(open.trim_end());
    out.push('\n');
    let mut from = open.len();
    for to in ends.into_iter().map(|to| to - start) {
        out.push_str(line.get(from..to).unwrap_or_default());
        out.push_str(end);
        from = to + BETWEEN.len();
    }
    out.push_str(close.trim_start());
}

fn entry(out: &mut String, key: &str, value: &Value, style: Style) {
    if is_identifier(key) && !matches!(key, "for" | "null" | "true" | "false") {
        out.push_str(key);
    } else {
        // A driver's configuration is evaluated again, keys included.
        quoted(out, &Text::from(key).api(style.config), true);
    }
    out.push_str(" = ");
    self::value(out, value, style);
}

/// Whether a name can be written without quotes, as an attribute's name or an object's key. ASCII
/// names only: they need no quotes anywhere, and can be typed on every keyboard.
pub fn is_identifier(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// Appends a quoted string. `verbatim` escapes run-time references too.
pub fn quoted(out: &mut String, text: &str, verbatim: bool) {
    out.reserve(text.len() + 2);
    out.push('"');
    let (mut plain, mut from) = (0, 0);
    let bytes = text.as_bytes();
    while let Some((at, byte)) = special(bytes, from, &IN_QUOTES) {
        from = at + 1;
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            b'$' | b'%' => {
                if !starts_template(text, at) {
                    continue;
                }
                match bare_end(text, at).filter(|_| !verbatim) {
                    // Inside a bare reference the quotes are HCL's own: `"${env["HOME"]}"`.
                    Some(end) => {
                        from = end;
                        continue;
                    }
                    None if byte == b'$' => "$$",
                    None => "%%",
                }
            }
            _ => {
                let letter = text[at..].chars().next().filter(|letter| is_obeyed(*letter));
                let Some(letter) = letter else { continue };
                out.push_str(&text[plain..at]);
                plain = at + letter.len_utf8();
                from = plain;
                _ = write!(out, "\\u{:04x}", u32::from(letter));
                continue;
            }
        };
        out.push_str(&text[plain..at]);
        out.push_str(escape);
        plain = at + 1;
    }
    out.push_str(&text[plain..]);
    out.push('"');
}

/// The position of the next byte that a table marks, from `from` on, and the byte.
fn special(bytes: &[u8], from: usize, marks: &[bool; 256]) -> Option<(usize, u8)> {
    let rest = bytes.get(from..)?;
    let at = rest.iter().position(|&byte| marks[usize::from(byte)])?;
    rest.get(at).map(|&byte| (from + at, byte))
}

/// Bytes that quoted strings do not contain unescaped, or not everywhere.
static IN_QUOTES: [bool; 256] = table(b"\"\\$%\n\r\t");

/// Bytes that heredocs cannot contain, or not everywhere.
static IN_HEREDOC: [bool; 256] = table(b"$%");

/// The first bytes of all non-ASCII characters that a terminal would obey, and of some that it
/// displays.
const OBEYED: [u8; 4] = [0xc2, 0xd8, 0xe2, 0xef];

/// Marks these bytes, and the first bytes of characters that a terminal would obey, except newlines
/// and tabs.
const fn table(bytes: &[u8]) -> [bool; 256] {
    let mut marks = [false; 256];
    let mut first = 0;
    while first < OBEYED.len() {
        marks[OBEYED[first] as usize] = true;
        first += 1;
    }
    let mut byte = 0;
    while byte < 128 {
        marks[byte] = matches!(byte, 0..=8 | 11..=31 | 127);
        byte += 1;
    }
    let mut at = 0;
    while at < bytes.len() {
        marks[bytes[at] as usize] = true;
        at += 1;
    }
    marks
}

fn starts_template(text: &str, at: usize) -> bool {
    text.as_bytes().get(at + 1) == Some(&b'{')
}

/// The end of the reference at `at`, if it can be printed bare. A dollar before it would make it an
/// escape, and Nomad garbles a closing brace that follows a reference.
fn bare_end(text: &str, at: usize) -> Option<usize> {
    let end = at + reference(&text[at..])?;
    (!text[..at].ends_with('$') && !text[end..].trim_start().starts_with('}')).then_some(end)
}

/// A heredoc always ends with a newline and has no escapes: it cannot contain control characters
/// other than newlines and tabs, and invisible characters are written in a quoted string.
fn suits_heredoc(text: &str) -> bool {
    if !text.ends_with('\n') || text.len() == 1 {
        return false;
    }
    let mut from = 0;
    while let Some((at, byte)) = special(text.as_bytes(), from, &IN_HEREDOC) {
        if !matches!(byte, b'$' | b'%') && text[at..].chars().next().is_some_and(is_obeyed) {
            return false;
        }
        from = at + 1;
    }
    true
}

fn heredoc(out: &mut String, text: &str, verbatim: bool) {
    let marker = marker(text);
    out.reserve(text.len() + text.len() / 32 + 2 * marker.len() + 3);
    out.push_str("<<");
    out.push_str(&marker);
    out.push('\n');
    let (mut plain, mut from) = (0, 0);
    while let Some((at, byte)) = special(text.as_bytes(), from, &IN_HEREDOC) {
        if matches!(byte, b'$' | b'%')
            && starts_template(text, at)
            && (verbatim || bare_end(text, at).is_none())
        {
            out.push_str(&text[plain..at]);
            out.push(char::from(byte));
            plain = at;
        }
        from = at + 1;
    }
    out.push_str(&text[plain..]);
    out.push_str(&marker);
}

/// A marker that is not at the start of any line of the string, so that the heredoc does not end
/// early, neither for Nomad nor for readers that ignore the rest of the line.
fn marker(text: &str) -> String {
    let follows =
        |rest: &str| !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_');
    let taken = |marker: &str| {
        text.contains(marker)
            && text.lines().any(|line| line.trim_start().strip_prefix(marker).is_some_and(follows))
    };
    let mut marker = String::from("EOT");
    let mut number = 1;
    while taken(&marker) {
        number += 1;
        marker = format!("EOT{number}");
    }
    marker
}

#[cfg(test)]
mod tests {
    use super::{Style, value};
    use crate::jobspec::{Map, Value, literal};

    fn check(from: impl Into<Value>, style: Style, expected: &str) {
        let mut out = String::new();
        value(&mut out, &from.into(), style);
        assert_eq!(out, expected);
    }

    const PLAIN: Style = Style { config: false, verbatim: false, heredoc: false };
    const CONFIG: Style = Style { config: true, ..PLAIN };
    const HEREDOC: Style = Style { heredoc: true, ..PLAIN };

    #[test]
    fn texts_are_quoted() {
        check("a \"b\" \\ \n\r\t\u{1}", PLAIN, r#""a \"b\" \\ \n\r\t\u0001""#);
        check(
            "a\u{202e}\u{9b}é\u{61c}—\u{feff}\u{2028}×",
            PLAIN,
            r#""a\u202e\u009bé\u061c—\ufeff\u2028×""#,
        );
        check(crate::jobspec::expr("f(\"a\u{202e}\")"), PLAIN, r#"f("a\u202e")"#);
        check("${1} %{http_code} $5 100%", PLAIN, r#""$${1} %%{http_code} $5 100%""#);
        check("$${x} %%{y}", PLAIN, r#""$$${x} %%%{y}""#);
    }

    #[test]
    fn references_stay_bare_where_nomad_reads_them_right() {
        check("${NOMAD_IP_a}:${NOMAD_PORT_a}", PLAIN, r#""${NOMAD_IP_a}:${NOMAD_PORT_a}""#);
        check("{${NOMAD_IP_a}}", PLAIN, r#""{$${NOMAD_IP_a}}""#);
        check("{${NOMAD_IP_a} }", PLAIN, r#""{$${NOMAD_IP_a} }""#);
        check("$${NOMAD_IP_a}", PLAIN, r#""$$${NOMAD_IP_a}""#);
        check("${env[\"HOME\"]}\"", PLAIN, r#""${env["HOME"]}\"""#);
        check("${NOMAD_IP_a}", Style { verbatim: true, ..PLAIN }, r#""$${NOMAD_IP_a}""#);
    }

    #[test]
    fn config_is_escaped_twice() {
        check("${1} ${NOMAD_DC} %{x}", CONFIG, r#""$$${1} ${NOMAD_DC} %%%{x}""#);
        check(literal("${NOMAD_DC}"), CONFIG, r#""$$${NOMAD_DC}""#);
    }

    #[test]
    fn lines_become_a_heredoc() {
        check("a\nb ${x}\n", HEREDOC, "<<EOT\na\nb $${x}\nEOT");
        check("a\n  EOT\n", HEREDOC, "<<EOT2\na\n  EOT\nEOT2");
        check("a\nEOT;\nEOTS\n", HEREDOC, "<<EOT2\na\nEOT;\nEOTS\nEOT2");
        check("a\nb", HEREDOC, r#""a\nb""#);
        check("é — ×\n", HEREDOC, "<<EOT\né — ×\nEOT");
        check("a\u{2066}\nb\n", HEREDOC, r#""a\u2066\nb\n""#);
        check(Map::from_iter([("\u{200f}", 1)]), PLAIN, r#"{ "\u200f" = 1 }"#);
        check("a\r\nb\r\n", HEREDOC, r#""a\r\nb\r\n""#);
    }

    #[test]
    fn long_lists_are_broken() {
        check(["a", "b"], PLAIN, r#"["a", "b"]"#);
        check(
            ["x".repeat(50), "y".repeat(50)],
            PLAIN,
            &format!("[\n\"{}\",\n\"{}\",\n]", "x".repeat(50), "y".repeat(50)),
        );
        check(Map::from_iter([("a", 1), ("b.c", 2)]), PLAIN, r#"{ a = 1, "b.c" = 2 }"#);
    }
}
