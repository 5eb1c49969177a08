//! `regex_replace`: patterns as Go reads them, matched by the `regex` crate.

use regex::{Regex, RegexBuilder};

use super::function::{Fault, Outcome, text};
use super::regex_syntax;
use super::strings::limited;
use crate::eval::context::Context;
use crate::eval::value::Value;

/// A longer pattern is refused: a few bytes of it can mean thousands of characters.
const MAX_PATTERN: usize = 32 << 10;

/// Memory limits for a compiled pattern. The larger it is, the more each step of a search costs,
/// so that small limits are tried first.
const SIZES: [usize; 3] = [16 << 10, 1 << 20, 10 << 20];

/// Compiles a pattern for a string of so many bytes, and pays for the search.
fn compiled<'p>(
    context: &Context<'_>,
    pattern: &'p str,
    length: usize,
) -> Result<(Regex, Vec<Option<&'p str>>), Fault> {
    let fault = |message: &str| Err(Fault::at(1, format!("invalid regular expression: {message}")));
    if pattern.len() > MAX_PATTERN {
        return Err(Fault::at(1, "the regular expression is longer than 32 KiB"));
    }
    let translated = match regex_syntax::translated(pattern) {
        Ok(translated) => translated,
        Err(message) => return fault(&message),
    };
    for size in SIZES {
        let steps = (size as u64 / 1024).saturating_mul(length as u64 / 16 + 1);
        if !context.budget.take(steps.saturating_add(pattern.len() as u64)) {
            return Err(Fault::from("too many steps"));
        }
        match RegexBuilder::new(&translated.pattern).size_limit(size).build() {
            Ok(regex) => return Ok((regex, translated.names)),
            Err(regex::Error::CompiledTooBig(_)) => {}
            Err(error) => return fault(&reason(&error)),
        }
    }
    Err(Fault::at(1, "the regular expression takes more than 10 MiB; repeat less in it"))
}

/// The crate's objection to a pattern, on one line.
fn reason(error: &regex::Error) -> String {
    let message = error.to_string();
    let last = message.lines().last().unwrap_or_default();
    match last.strip_prefix("error: ").unwrap_or(last) {
        reason if reason.starts_with("Unicode property") => "unknown class after `\\p`".to_owned(),
        reason => reason.to_owned(),
    }
}

/// The reason why Go would refuse a pattern.
pub fn regex_fault(pattern: &str) -> Option<String> {
    Matcher::new(pattern).err()
}

/// A regular expression as Go reads it.
#[derive(Clone, Debug)]
pub struct Matcher(Regex);

impl Matcher {
    /// Compiles a pattern.
    ///
    /// # Errors
    ///
    /// The reason why Go would refuse it.
    pub fn new(pattern: &str) -> Result<Self, String> {
        let [.., largest] = SIZES;
        if pattern.len() > MAX_PATTERN {
            return Err("it is longer than 32 KiB".to_owned());
        }
        let translated = regex_syntax::translated(pattern)?;
        let built = RegexBuilder::new(&translated.pattern).size_limit(largest).build();
        built.map(Self).map_err(|error| reason(&error))
    }

    /// Whether the pattern matches somewhere in a string.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

pub(super) fn replace(context: &Context<'_>, arguments: &[Value]) -> Outcome {
    let (from, pattern, with) = (text(arguments, 0), text(arguments, 1), text(arguments, 2));
    let (regex, names) = compiled(context, pattern, from.len())?;
    let mut out = String::new();
    let mut end = 0;
    for captures in regex.captures_iter(from) {
        let Some(whole) = captures.get(0) else { continue };
        out.push_str(&from[end..whole.start()]);
        let numbered = |at: usize| captures.get(at).map(|found| found.as_str());
        let group = |name: &str| match number(name) {
            Some(at) => numbered(at),
            None => (1..)
                .zip(&names)
                .find_map(|(at, known)| numbered(at).filter(|_| *known == Some(name))),
        };
        expand(with, &group, &mut out);
        end = whole.end();
        limited(out.len())?;
    }
    out.push_str(&from[end..]);
    Ok(out.into())
}

/// The number that a name in a replacement is, if it is one.
fn number(name: &str) -> Option<usize> {
    let plain = name == "0" || !name.starts_with('0');
    name.parse().ok().filter(|_| plain)
}

/// Writes a replacement with `$1`, `${name}` and `$$` filled in.
fn expand<'t>(template: &str, group: &dyn Fn(&str) -> Option<&'t str>, out: &mut String) {
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        if let Some(after) = after.strip_prefix('$') {
            out.push('$');
            rest = after;
            continue;
        }
        let word = |text: &str| {
            text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len())
        };
        let (name, behind) = match after.strip_prefix('{') {
            Some(inner) => {
                let (name, behind) = inner.split_at(word(inner));
                (name, behind.strip_prefix('}'))
            }
            None => {
                let (name, behind) = after.split_at(word(after));
                (name, Some(behind))
            }
        };
        match behind.filter(|_| !name.is_empty()) {
            Some(behind) => {
                out.push_str(group(name).unwrap_or_default());
                rest = behind;
            }
            None => {
                out.push('$');
                rest = after;
            }
        }
    }
    out.push_str(rest);
}
