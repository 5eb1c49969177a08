//! JSON, to and from.

use super::{Fault, Outcome, argument, text};
use crate::eval::context::Context;
use crate::eval::number::Number;
use crate::eval::value::{Entries, Value, composed};

/// How deep JSON may be nested.
const MAX_DEPTH: usize = 256;

pub(super) fn encode_call(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    Ok(encode(argument(arguments, 0))?.into())
}

/// The value as JSON without white space; numbers in full, names in order.
pub(super) fn encode(value: &Value) -> Result<String, Fault> {
    let mut out = String::new();
    write(value, &mut out)?;
    Ok(out)
}

fn write(value: &Value, out: &mut String) -> Result<(), Fault> {
    match value {
        Value::Null(_) => out.push_str("null"),
        Value::Unknown(_) => return Err(Fault::from("a value is not known")),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Number(number) if number.is_infinite() => {
            return Err(Fault::from("JSON has no infinity"));
        }
        Value::Number(number) => match number.decimal() {
            Some(digits) => out.push_str(&digits),
            None => return Err(Fault::from("a number has too many digits")),
        },
        Value::String(text) => write_quoted(text, out),
        Value::List(_, values) | Value::Set(_, values) | Value::Tuple(values) => {
            out.push('[');
            for (at, value) in values.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write(value, out)?;
            }
            out.push(']');
        }
        Value::Map(_, entries) | Value::Object(entries) => {
            out.push('{');
            for (at, (name, value)) in entries.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write_quoted(name, out);
                out.push(':');
                write(value, out)?;
            }
            out.push('}');
        }
    }
    Ok(())
}

/// A text in quotes. What could mean something in HTML is escaped.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    write_quoted(text, &mut out);
    out
}

fn write_quoted(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\0'..='\u{1f}' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(character)));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

pub(super) fn decode_call(context: &Context<'_>, arguments: &[Value]) -> Outcome {
    let text = text(arguments, 0);
    if !context.budget.take(text.len() as u64 / 4) {
        return Err(Fault::from("too much work"));
    }
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    match reader.peek() {
        // Closing brackets behind the value do not disturb Nomad.
        None | Some(b']' | b'}') => Ok(value),
        Some(_) => Err(reader.fault("nothing after the value")),
    }
}

/// The value that a JSON text is, with nothing behind it.
pub(in crate::eval) fn decode(text: &str) -> Result<Value, String> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0).map_err(|fault| fault.message)?;
    match reader.peek() {
        None => Ok(value),
        Some(_) => Err(reader.fault("nothing after the value").message),
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    /// The next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.text.as_bytes().get(self.at) {
            self.at += 1;
        }
        self.text.as_bytes().get(self.at).copied()
    }

    fn fault(&self, expected: &str) -> Fault {
        let found = match self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
            Some(found) => format!("`{found}`"),
            None => "the end".to_owned(),
        };
        Fault::at(
            0,
            format!("this is no JSON: expected {expected}, found {found} at byte {}", self.at),
        )
    }

    fn value(&mut self, depth: usize) -> Outcome {
        if depth > MAX_DEPTH {
            return Err(Fault::at(0, format!("JSON nested more than {MAX_DEPTH} levels deep")));
        }
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => Ok(Value::String(composed(&self.string()?))),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => {
                let rest = self.text.get(self.at..).unwrap_or_default();
                for (word, value) in
                    [("null", Value::NULL), ("true", true.into()), ("false", false.into())]
                {
                    if rest.starts_with(word) {
                        self.at += word.len();
                        return Ok(value);
                    }
                }
                Err(self.fault("a value"))
            }
        }
    }

    fn object(&mut self, depth: usize) -> Outcome {
        self.at += 1;
        let mut entries = Entries::new();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Value::object(entries));
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err(self.fault("a name in quotes"));
            }
            let name = composed(&self.string()?);
            if self.peek() != Some(b':') {
                return Err(self.fault("`:`"));
            }
            self.at += 1;
            let value = self.value(depth + 1)?;
            let of = value.type_of();
            if let Some(before) = entries.insert(name.clone(), value)
                && before.type_of() != of
            {
                return Err(Fault::at(0, format!("the name `{name}` has values of two types")));
            }
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    self.at += 1;
                    return Ok(Value::object(entries));
                }
                _ => return Err(self.fault("`,` or `}`")),
            }
        }
    }

    fn array(&mut self, depth: usize) -> Outcome {
        self.at += 1;
        let mut values = Vec::new();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Value::tuple(values));
        }
        loop {
            values.push(self.value(depth + 1)?);
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => {
                    self.at += 1;
                    return Ok(Value::tuple(values));
                }
                _ => return Err(self.fault("`,` or `]`")),
            }
        }
    }

    fn number(&mut self) -> Outcome {
        let start = self.at;
        let byte = |at: usize| self.text.as_bytes().get(at).copied().unwrap_or(0);
        let digits = |from: usize| (from..).take_while(|at| byte(*at).is_ascii_digit()).count();
        let mut at = start + usize::from(byte(start) == b'-');
        let whole = if byte(at) == b'0' { 1 } else { digits(at) };
        let mut good = whole > 0;
        at += whole;
        if byte(at) == b'.' {
            good &= digits(at + 1) > 0;
            at += 1 + digits(at + 1);
        }
        if matches!(byte(at), b'e' | b'E') {
            let sign = usize::from(matches!(byte(at + 1), b'+' | b'-'));
            good &= digits(at + 1 + sign) > 0;
            at += 1 + sign + digits(at + 1 + sign);
        }
        self.at = at;
        let number = self.text.get(start..at).filter(|_| good).and_then(Number::parse);
        number.map(Value::Number).ok_or_else(|| self.fault("a number"))
    }

    fn string(&mut self) -> Result<String, Fault> {
        self.at += 1;
        let mut out = String::new();
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let Some(character) = rest.chars().next() else { return Err(self.fault("`\"`")) };
            match character {
                '"' => {
                    self.at += 1;
                    return Ok(out);
                }
                '\\' => self.escape(&mut out)?,
                '\0'..='\u{1f}' => return Err(self.fault("an escape")),
                other => {
                    out.push(other);
                    self.at += other.len_utf8();
                }
            }
        }
    }

    fn escape(&mut self, out: &mut String) -> Result<(), Fault> {
        let plain = match self.text.as_bytes().get(self.at + 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let Some(code) = self.unit(self.at) else { return Err(self.fault("an escape")) };
                self.at += 6;
                // Two halves make one character; a half alone makes none.
                let low = self.unit(self.at).filter(|low| (0xdc00..0xe000).contains(low));
                let character = match (code, low) {
                    (0xd800..0xdc00, Some(low)) => {
                        self.at += 6;
                        char::from_u32(0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00))
                    }
                    (code, _) => char::from_u32(code),
                };
                out.push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
                return Ok(());
            }
            _ => return Err(self.fault("an escape")),
        };
        out.push(plain);
        self.at += 2;
        Ok(())
    }

    /// The code of the `\uNNNN` at a place.
    fn unit(&self, at: usize) -> Option<u32> {
        let hex = self.text.get(at..)?.strip_prefix("\\u")?.get(..4)?;
        let plain = hex.bytes().all(|byte| byte.is_ascii_hexdigit());
        plain.then(|| u32::from_str_radix(hex, 16).ok()).flatten()
    }
}
