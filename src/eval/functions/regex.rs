//! `regex_replace`: patterns as Go reads them, in the words of the `regex-lite` crate.

use regex_lite::RegexBuilder;

use super::strings::limited;
use super::{Fault, Outcome, text};
use crate::eval::context::Context;
use crate::eval::value::Value;

/// Memory that a compiled pattern may take.
const MAX_SIZE: usize = 1 << 20;

pub(super) fn replace(context: &Context<'_>, arguments: &[Value]) -> Outcome {
    let (from, pattern, with) = (text(arguments, 0), text(arguments, 1), text(arguments, 2));
    let cost = (pattern.len() as u64 / 16 + 1).saturating_mul(from.len() as u64 / 16 + 1);
    if !context.budget.take(cost) {
        return Err(Fault::from("too much work"));
    }
    let fault = |message: String| Fault::at(1, format!("this is no regular expression: {message}"));
    let translator = Translator { rest: pattern, out: String::new(), folds: false };
    let translated = translator.run().map_err(fault)?;
    let regex = RegexBuilder::new(&translated)
        .size_limit(MAX_SIZE)
        .build()
        .map_err(|error| fault(error.to_string()))?;
    let mut out = String::new();
    let mut end = 0;
    for captures in regex.captures_iter(from) {
        let Some(whole) = captures.get(0) else { continue };
        out.push_str(&from[end..whole.start()]);
        expand(
            with,
            &|name| match name.parse::<usize>() {
                Ok(index) => captures.get(index).map(|found| found.as_str()),
                Err(_) => captures.name(name).map(|found| found.as_str()),
            },
            &mut out,
        );
        end = whole.end();
        limited(out.len())?;
    }
    out.push_str(&from[end..]);
    Ok(out.into())
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

struct Translator<'t> {
    rest: &'t str,
    out: String,
    /// Whether case does not matter in some part.
    folds: bool,
}

impl<'t> Translator<'t> {
    fn run(mut self) -> Result<String, String> {
        // Whether a repetition just ended: `a**` is refused.
        let mut repeated = false;
        while let Some(first) = self.rest.chars().next() {
            let was_repeated = std::mem::take(&mut repeated);
            match first {
                '\\' => self.escape(false)?,
                '[' => self.class()?,
                '(' => self.group()?,
                '*' | '+' | '?' => {
                    if was_repeated {
                        return Err(format!("`{first}` stands behind a repetition"));
                    }
                    self.take(1);
                    self.out.push(first);
                    self.lazy();
                    repeated = true;
                }
                '{' => match self.bounds()? {
                    true if was_repeated => return Err("a repetition is repeated".to_owned()),
                    bounds => repeated = bounds,
                },
                '.' | '^' | '$' | '|' | ')' => {
                    self.take(1);
                    self.out.push(first);
                }
                other => {
                    self.take(other.len_utf8());
                    literal(other, &mut self.out);
                }
            }
        }
        if self.folds && self.out.chars().any(|letter| !letter.is_ascii() && letter.is_alphabetic())
        {
            return Err(
                "`(?i)` is not supported here for letters beyond ASCII; write `[éÉ]`".to_owned()
            );
        }
        Ok(self.out)
    }

    fn take(&mut self, length: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at(length.min(self.rest.len()));
        self.rest = rest;
        taken
    }

    fn lazy(&mut self) {
        if self.rest.starts_with('?') {
            self.take(1);
            self.out.push('?');
        }
    }

    /// A repetition such as `{2,3}`; braces around anything else are just braces.
    fn bounds(&mut self) -> Result<bool, String> {
        let inner =
            self.rest.get(1..).and_then(|rest| rest.split_once('}')).map(|(inner, _)| inner);
        let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let parts = inner.map(|inner| inner.split_once(',').unwrap_or((inner, inner)));
        match (inner, parts) {
            (Some(inner), Some((least, most)))
                if !least.is_empty() && number(least) && number(most) =>
            {
                let large = |text: &str| {
                    text.len() > 1 && text.starts_with('0')
                        || text.parse::<u32>().is_ok_and(|n| n > 1000)
                        || text.len() > 4
                };
                if large(least) || large(most) {
                    return Err(format!("`{{{inner}}}` is too much"));
                }
                let length = inner.len() + 2;
                let taken = self.take(length);
                self.out.push_str(taken);
                self.lazy();
                Ok(true)
            }
            _ => {
                self.take(1);
                literal('{', &mut self.out);
                Ok(false)
            }
        }
    }

    fn group(&mut self) -> Result<(), String> {
        if !self.rest.starts_with("(?") {
            self.take(1);
            self.out.push('(');
            return Ok(());
        }
        let named = self.rest.starts_with("(?P<") || self.rest.starts_with("(?<");
        let end = self.rest.find(if named { '>' } else { ')' });
        let flags = self.rest.find(':').filter(|colon| end.is_none_or(|end| *colon < end));
        let Some(end) = (if named { end } else { flags.or(end) }) else {
            return Err("a group is never closed".to_owned());
        };
        let head = self.take(end + 1);
        if !named && !head[2..end].bytes().all(|flag| b"imsU-".contains(&flag)) {
            return Err(format!("`{head}` is not known"));
        }
        self.folds |= !named && head.split('-').next().is_some_and(|flags| flags.contains('i'));
        let head = head.replace("(?<", "(?P<");
        self.out.push_str(&head);
        Ok(())
    }

    /// A backslash and what it escapes.
    fn escape(&mut self, in_class: bool) -> Result<(), String> {
        let Some(selector) = self.rest.chars().nth(1) else {
            return Err("a backslash at the end".to_owned());
        };
        let length = 1 + selector.len_utf8();
        let set = |inside: &str, negated: bool| match (in_class, negated) {
            (true, false) => Some(inside.to_owned()),
            (true, true) => None,
            (false, false) => Some(format!("[{inside}]")),
            (false, true) => Some(format!("[^{inside}]")),
        };
        let (digits, words, spaces) = ("0-9", "0-9A-Za-z_", "\\x{9}\\x{a}\\x{c}\\x{d}\\x{20}");
        let translated = match selector {
            'd' => set(digits, false),
            'D' => set(digits, true).or(Some("\\D".to_owned())),
            'w' => set(words, false),
            'W' => set(words, true).or(Some("\\W".to_owned())),
            's' => set(spaces, false),
            'S' => set(spaces, true)
                .or(Some("\\x{0}-\\x{8}\\x{b}\\x{e}-\\x{1f}\\x{21}-\\x{10ffff}".to_owned())),
            'b' | 'B' | 'A' | 'z' if !in_class => Some(format!("\\{selector}")),
            'a' => Some("\\x{7}".to_owned()),
            'f' => Some("\\x{c}".to_owned()),
            'n' => Some("\\x{a}".to_owned()),
            'r' => Some("\\x{d}".to_owned()),
            't' => Some("\\x{9}".to_owned()),
            'v' => Some("\\x{b}".to_owned()),
            'x' => return self.hexadecimal(),
            'Q' if !in_class => {
                self.quoted();
                return Ok(());
            }
            '0'..='7' => return self.octal(selector),
            'p' | 'P' => {
                return Err(
                    "classes such as `\\pL` are not supported here; list the letters".to_owned()
                );
            }
            other if other.is_ascii() && !other.is_ascii_alphanumeric() => {
                self.take(length);
                literal(other, &mut self.out);
                return Ok(());
            }
            other => return Err(format!("`\\{other}` is no escape")),
        };
        self.take(length);
        self.out.push_str(&translated.unwrap_or_default());
        Ok(())
    }

    /// `\Q…\E`, in which everything means itself.
    fn quoted(&mut self) {
        let inner = self.rest.get(2..).unwrap_or_default();
        let (quoted, rest) = inner.split_once("\\E").unwrap_or((inner, ""));
        quoted.chars().for_each(|character| literal(character, &mut self.out));
        self.rest = rest;
    }

    /// `\x7f` or `\x{10ffff}`.
    fn hexadecimal(&mut self) -> Result<(), String> {
        self.take(2);
        let digits = match self.rest.strip_prefix('{') {
            Some(inner) => inner.split_once('}').map(|(digits, _)| digits).unwrap_or_default(),
            None => self.rest.get(..2).unwrap_or_default(),
        };
        let braces = if self.rest.starts_with('{') { 2 } else { 0 };
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let code = u32::from_str_radix(digits, 16).ok().filter(|_| plain).and_then(char::from_u32);
        self.take(digits.len() + braces);
        match code {
            Some(character) => {
                literal(character, &mut self.out);
                Ok(())
            }
            None => Err("an escape `\\x` needs hexadecimal digits".to_owned()),
        }
    }

    /// `\123`, or `\0`; a single digit other than 0 would be a reference to a group, which is not known.
    fn octal(&mut self, first: char) -> Result<(), String> {
        let digits: String =
            self.rest.chars().skip(1).take(3).take_while(|c| ('0'..='7').contains(c)).collect();
        if first != '0' && digits.len() < 2 {
            return Err(format!("`\\{first}` is no escape"));
        }
        self.take(1 + digits.len());
        let code = u32::from_str_radix(&digits, 8).ok().and_then(char::from_u32);
        literal(code.unwrap_or('\0'), &mut self.out);
        Ok(())
    }

    /// Characters in brackets.
    fn class(&mut self) -> Result<(), String> {
        self.take(1);
        self.out.push('[');
        if self.rest.starts_with('^') {
            self.take(1);
            self.out.push('^');
        }
        let mut first = true;
        loop {
            let Some(next) = self.rest.chars().next() else {
                return Err("a `[` is never closed".to_owned());
            };
            match next {
                ']' if !first => {
                    self.take(1);
                    self.out.push(']');
                    return Ok(());
                }
                '[' if self.rest.starts_with("[:") => {
                    let Some(end) = self.rest.find(":]") else {
                        return Err("a `[:` is never closed".to_owned());
                    };
                    let name = self.take(end + 2);
                    self.out.push_str(name);
                }
                '\\' => self.escape(true)?,
                '-' if !first && !self.rest.starts_with("-]") => {
                    self.take(1);
                    self.out.push('-');
                }
                other => {
                    self.take(other.len_utf8());
                    literal(other, &mut self.out);
                }
            }
            first = false;
        }
    }
}

/// A character that means itself.
fn literal(character: char, out: &mut String) {
    if character.is_alphanumeric() || character == '_' {
        out.push(character);
    } else {
        out.push_str(&format!("\\x{{{:x}}}", u32::from(character)));
    }
}
