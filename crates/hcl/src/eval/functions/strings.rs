//! Strings. A grapheme cluster, which a reader sees as one character, counts as one.

use super::function::{Fault, Outcome, argument, elements, number, text, whole};
use crate::eval::context::Context;
use crate::eval::value::Value;
use crate::syntax::grapheme;

/// The maximum length of a string that a function makes.
const MAX_LENGTH: usize = 1 << 24;

/// An error for a string of this length if that is too long.
pub(super) fn limited(length: usize) -> Result<(), Fault> {
    if length <= MAX_LENGTH {
        return Ok(());
    }
    Err(Fault::from("the string would be longer than 16 MiB"))
}

pub(super) fn chomp(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    Ok(text(arguments, 0).trim_end_matches(['\r', '\n']).into())
}

pub(super) fn trimspace(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    Ok(text(arguments, 0).trim().into())
}

pub(super) fn trim(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let cut = text(arguments, 1);
    Ok(text(arguments, 0).trim_matches(|character| cut.contains(character)).into())
}

pub(super) fn trimprefix(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let from = text(arguments, 0);
    Ok(from.strip_prefix(text(arguments, 1)).unwrap_or(from).into())
}

pub(super) fn trimsuffix(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let from = text(arguments, 0);
    Ok(from.strip_suffix(text(arguments, 1)).unwrap_or(from).into())
}

pub(super) fn indent(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let from = text(arguments, 1);
    let spaces = usize::try_from(whole(arguments, 0)?)
        .map_err(|_| Fault::at(0, "expected a number of spaces that is not negative"))?;
    limited(from.matches('\n').count().saturating_mul(spaces).saturating_add(from.len()))?;
    limited(spaces)?;
    Ok(from.replace('\n', &format!("\n{}", " ".repeat(spaces))).into())
}

pub(super) fn replace(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let (from, what, with) = (text(arguments, 0), text(arguments, 1), text(arguments, 2));
    let count = if what.is_empty() { from.len() + 1 } else { from.matches(what).count() };
    limited(count.saturating_mul(with.len()).saturating_add(from.len()))?;
    Ok(from.replace(what, with).into())
}

pub(super) fn split(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let (separator, from) = (text(arguments, 0), text(arguments, 1));
    Ok(match separator {
        "" => Value::texts(from.chars().map(String::from)),
        separator => Value::texts(from.split(separator)),
    })
}

pub(super) fn join(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    if arguments.len() < 2 {
        return Err(Fault::from("expected at least one list"));
    }
    let mut parts = Vec::new();
    let mut length = 0_usize;
    for at in 1..arguments.len() {
        for (index, value) in elements(arguments, at).iter().enumerate() {
            let Some(part) = value.as_str() else {
                return Err(Fault::at(at, format!("element {index} is null")));
            };
            length = length.saturating_add(part.len() + text(arguments, 0).len());
            parts.push(part);
        }
    }
    limited(length)?;
    Ok(parts.join(text(arguments, 0)).into())
}

pub(super) fn strlen(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    Ok(Value::Number(grapheme::count(text(arguments, 0)).into()))
}

pub(super) fn reverse(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let mut rest = text(arguments, 0);
    let mut clusters = Vec::new();
    while !rest.is_empty() {
        let (cluster, after) = rest.split_at(grapheme::first(rest));
        clusters.push(cluster);
        rest = after;
    }
    clusters.reverse();
    Ok(clusters.concat().into())
}

pub(super) fn substr(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let from = text(arguments, 0);
    let (mut offset, length) = (whole(arguments, 1)?, whole(arguments, 2)?);
    if offset < 0 {
        offset = offset.saturating_add(grapheme::count(from) as i64);
    } else if length == 0 {
        return Ok("".into());
    }
    let start = match usize::try_from(offset) {
        Ok(offset) if offset > 0 => match clusters(from, offset) {
            // Nothing is left when the string is shorter.
            Err(found) if found > 0 => return Ok("".into()),
            Ok(start) | Err(start) => start,
        },
        _ => 0,
    };
    let rest = from.get(start..).unwrap_or_default();
    let Some(length) = usize::try_from(length).ok() else { return Ok(rest.into()) };
    let end = match clusters(rest, length) {
        Ok(end) if length > 0 => end,
        _ => rest.len(),
    };
    Ok(rest.get(..end).unwrap_or_default().into())
}

/// The length in bytes of the first `count` clusters; an error, with the length of the string, if
/// there are fewer.
fn clusters(text: &str, count: usize) -> Result<usize, usize> {
    let mut rest = text;
    for _ in 0..count {
        if rest.is_empty() {
            return Err(text.len());
        }
        rest = rest.get(grapheme::first(rest)..).unwrap_or_default();
    }
    Ok(text.len() - rest.len())
}

pub(super) fn urlencode(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let mut encoded = String::new();
    for byte in text(arguments, 0).bytes() {
        match byte {
            b' ' => encoded.push('+'),
            b'-' | b'_' | b'.' | b'~' => encoded.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    Ok(encoded.into())
}

/// The argument at this position, as a count of elements.
pub(super) fn count(arguments: &[Value], at: usize) -> Result<usize, Fault> {
    if number(arguments, at).is_negative() {
        return Err(Fault::at(at, "expected a number that is not negative"));
    }
    usize::try_from(whole(arguments, at)?).map_err(|_| Fault::at(at, "the number is too large"))
}

/// The name of the type of an argument, for a message.
pub(super) fn noun(arguments: &[Value], at: usize) -> &'static str {
    argument(arguments, at).type_of().noun()
}
