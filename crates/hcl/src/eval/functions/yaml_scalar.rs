//! The scalars of YAML: what they mean, and how they are written.

use super::base64;
use super::date::{self, Time};
use crate::eval::number::Number;
use crate::eval::value::Value;

/// How a scalar is written.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Style {
    Quoted,
    /// Without quotes, or as a block.
    Plain,
}

const TAGS: &str = "tag:yaml.org,2002:";

/// The value of a scalar with this tag, which may be empty.
pub(super) fn resolve(tag: &str, text: &str, style: Style) -> Result<Value, String> {
    let mut kind = match tag {
        "" => "",
        tag => match tag.strip_prefix(TAGS) {
            Some(kind @ ("str" | "bool" | "int" | "float" | "null" | "timestamp" | "binary")) => {
                kind
            }
            _ => return Err(format!("the tag `{tag}` is not supported")),
        },
    };
    let hint = text.as_bytes().first().copied();
    let special = matches!(
        hint,
        None | Some(
            b'+' | b'-' | b'0'
                ..=b'9'
                    | b'y'
                    | b'Y'
                    | b'n'
                    | b'N'
                    | b't'
                    | b'T'
                    | b'f'
                    | b'F'
                    | b'o'
                    | b'O'
                    | b'~'
                    | b'.'
        )
    );
    if special && kind != "str" && kind != "binary" {
        if style == Style::Quoted {
            return Ok(text.into());
        }
        if kind.is_empty() && matches!(text, ".nan" | ".NaN" | ".NAN") {
            return Err("`.nan` is not supported".to_owned());
        }
        if let Some(value) = bare(kind, text) {
            return Ok(value);
        }
        if matches!(hint, Some(b'+' | b'-' | b'0'..=b'9')) && looks_numeric(text) {
            kind = "int";
        }
    }
    tagged(kind, text)
}

/// The value of an unquoted scalar by its form: a word, a fraction or a timestamp.
fn bare(kind: &str, text: &str) -> Option<Value> {
    if let Some(value) = word(text) {
        return Some(value);
    }
    if text.starts_with('.') {
        return Number::parse(text).map(Value::Number);
    }
    let time = timestamp(text).filter(|_| matches!(kind, "" | "timestamp"));
    time.map(|time| time.rfc3339().into())
}

fn tagged(kind: &str, text: &str) -> Result<Value, String> {
    let fault = || Err(format!("invalid {kind} `{text}`"));
    match kind {
        "binary" if base64::decode(text).is_none() => fault(),
        "str" | "binary" | "" => Ok(text.into()),
        "bool" => match word(text) {
            Some(value @ Value::Bool(_)) => Ok(value),
            _ => fault(),
        },
        "int" | "float" => match Number::parse(&text.replace('_', "")) {
            Some(number) => Ok(number.into()),
            None => based(&text.replace('_', "")).map(Value::Number).map_or_else(fault, Ok),
        },
        "timestamp" => match timestamp(text) {
            Some(time) => Ok(time.rfc3339().into()),
            None => fault(),
        },
        _ => Ok(Value::NULL),
    }
}

fn word(text: &str) -> Option<Value> {
    Some(match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            true.into()
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            false.into()
        }
        "" | "~" | "null" | "Null" | "NULL" => Value::NULL,
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Number::infinity(false).into(),
        "-.inf" | "-.Inf" | "-.INF" => Number::infinity(true).into(),
        _ => return None,
    })
}

/// Whether a string is a decimal, or an integer in base 8 or 16.
fn looks_numeric(text: &str) -> bool {
    if let Some(digits) = text.strip_prefix("0o") {
        return !digits.is_empty() && digits.bytes().all(|byte| (b'0'..=b'7').contains(&byte));
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    }
    let rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match rest.find(['e', 'E']) {
        Some(at) => (&rest[..at], Some(&rest[at + 1..])),
        None => (rest, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let good = digits(whole) && digits(fraction) && whole.len() + fraction.len() > 0;
    let exponent = exponent.map(|text| text.strip_prefix(['+', '-']).unwrap_or(text));
    good && exponent.is_none_or(|text| !text.is_empty() && digits(text))
}

/// An integer of 64 bits with a prefix for its base.
fn based(text: &str) -> Option<Number> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (base, digits) = match digits.get(..2)? {
        "0x" | "0X" => (16, digits.get(2..)?),
        "0o" | "0O" => (8, digits.get(2..)?),
        "0b" | "0B" => (2, digits.get(2..)?),
        _ => return None,
    };
    let size = u64::from_str_radix(digits, base).ok()?;
    if negative {
        return i64::try_from(-i128::from(size)).ok().map(Number::from);
    }
    Some(Number::from(size))
}

/// A timestamp: a date, or a date and a time of day, in which leading zeros can be missing.
fn timestamp(text: &str) -> Option<Time> {
    let (year, rest) = text.split_at_checked(4)?;
    let year: i64 = year.bytes().all(|byte| byte.is_ascii_digit()).then(|| year.parse().ok())??;
    let (month, rest) = short(rest.strip_prefix('-')?)?;
    let (day, rest) = short(rest.strip_prefix('-')?)?;
    let date = (year, month as u32, day as u32);
    if rest.is_empty() {
        return Time::new(date, (0, 0, 0), 0, 0).ok();
    }
    let (zoned, rest) = match rest.strip_prefix(['T', 't']) {
        Some(rest) => (true, rest),
        None => (false, rest.strip_prefix(' ')?.trim_start_matches(' ')),
    };
    let (hour, rest) = short(rest)?;
    let (minute, rest) = short(rest.strip_prefix(':')?)?;
    let (second, rest) = short(rest.strip_prefix(':')?)?;
    let (nanos, rest) = date::fraction(rest);
    let offset = match zoned {
        true => date::offset(rest)?,
        false => rest.is_empty().then_some(0)?,
    };
    Time::new(date, (hour, minute, second), nanos, offset).ok()
}

/// A number of one or two digits, and what follows.
fn short(text: &str) -> Option<(i64, &str)> {
    let length = text.bytes().take(2).take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(length);
    Some((digits.parse().ok()?, rest))
}

/// The width of lines after which a quoted scalar continues on the next one.
const WIDTH: usize = 80;

/// The characters that end a line.
const BREAKS: [char; 5] = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];

/// Writes a key and its colon; returns whether it is a simple one: a long one, or one of several
/// lines, needs a question mark.
pub(super) fn write_key(name: &str, indent: usize, out: &mut String) -> bool {
    let simple = name.len() <= 128 && !name.contains(BREAKS);
    if simple {
        write_quoted(name, None, out);
    } else {
        out.push_str("? ");
        write_text(name, indent + 2, out);
        out.push_str(&" ".repeat(indent));
    }
    out.push(':');
    simple
}

/// Writes a string, as a block scalar if it has several lines, and the end of the line.
pub(super) fn write_text(text: &str, indent: usize, out: &mut String) {
    if text.contains('\n') && fits_block(text) {
        return write_block(text, indent, out);
    }
    write_quoted(text, Some(indent), out);
    out.push('\n');
}

/// Writes a string in double quotes; with an indentation, it may span several lines.
fn write_quoted(text: &str, indent: Option<usize>, out: &mut String) {
    let mut column = out.chars().rev().take_while(|character| !BREAKS.contains(character)).count();
    let mut begin = out.len();
    out.push('"');
    // Nomad's writer looks for the mark at the beginning of the string, wherever it is.
    let marked = text.starts_with('\u{feff}');
    let mut after_space = false;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        column += out.get(begin..).unwrap_or_default().chars().count();
        begin = out.len();
        let inside = at > 0 && at + 1 < text.len();
        let was_space = std::mem::replace(&mut after_space, character == ' ');
        match indent {
            _ if marked => write_escaped(character, out),
            Some(indent) if character == ' ' && !was_space && inside && column > WIDTH => {
                out.push('\n');
                out.push_str(&" ".repeat(indent));
                (column, begin) = (indent, out.len());
                if characters.peek().is_some_and(|(_, next)| *next == ' ') {
                    out.push('\\');
                }
            }
            _ => write_character(character, out),
        }
    }
    out.push('"');
}

fn write_character(character: char, out: &mut String) {
    if printable(character) && !matches!(character, '\n' | '"' | '\\' | '\u{2028}' | '\u{2029}') {
        out.push(character);
    } else {
        write_escaped(character, out);
    }
}

fn write_escaped(character: char, out: &mut String) {
    let short = match character {
        '\0' => '0',
        '\u{7}' => 'a',
        '\u{8}' => 'b',
        '\t' => 't',
        '\n' => 'n',
        '\u{b}' => 'v',
        '\u{c}' => 'f',
        '\r' => 'r',
        '\u{1b}' => 'e',
        '"' => '"',
        '\\' => '\\',
        '\u{85}' => 'N',
        '\u{a0}' => '_',
        '\u{2028}' => 'L',
        '\u{2029}' => 'P',
        other => {
            let code = u32::from(other);
            return out.push_str(&match code {
                0..=0xff => format!("\\x{code:02X}"),
                0x100..=0xffff => format!("\\u{code:04X}"),
                _ => format!("\\U{code:08X}"),
            });
        }
    };
    out.push('\\');
    out.push(short);
}

fn printable(character: char) -> bool {
    matches!(
        character,
        '\n' | ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}'
    )
}

/// Whether a string can be written as a block scalar.
fn fits_block(text: &str) -> bool {
    let special = |character: char| !printable(character);
    let mut lines = text.split(BREAKS);
    !text.contains(special) && lines.all(|line| !line.ends_with(' '))
}

/// Writes a string of several lines as a block scalar.
fn write_block(text: &str, indent: usize, out: &mut String) {
    out.push('|');
    if text.starts_with(' ') || text.starts_with(BREAKS) {
        out.push('2');
    }
    match text.strip_suffix(BREAKS) {
        None => out.push('-'),
        Some(body) if body.is_empty() || body.ends_with(BREAKS) => out.push('+'),
        Some(_) => {}
    }
    out.push('\n');
    for line in text.split_inclusive(BREAKS) {
        if !line.starts_with(BREAKS) {
            out.push_str(&" ".repeat(indent));
        }
        out.push_str(line);
    }
    if !text.ends_with(BREAKS) {
        out.push('\n');
    }
}
