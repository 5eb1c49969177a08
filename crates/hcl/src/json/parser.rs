//! The parser: RFC 8259, byte by byte, with spans.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{Json, Member, Node};
use crate::syntax::{Span, SyntaxError, work};

/// The maximum nesting depth of arrays and objects.
pub const MAX_DEPTH: u32 = 256;

/// Parses one JSON value with nothing after it, and without duplicate names in its objects.
///
/// # Errors
///
/// The first mistake, or all duplicate names.
pub fn parse(text: &str) -> Result<Node<'_>, Vec<SyntaxError>> {
    match parse_with_repeats(text)? {
        (node, twice) if twice.is_empty() => Ok(node),
        (_, twice) => Err(twice),
    }
}

/// Like [`parse`], but accepts duplicate names in an object and returns them as errors beside the
/// value.
///
/// # Errors
///
/// The first mistake, after the duplicate names before it.
pub fn parse_with_repeats(text: &str) -> Result<(Node<'_>, Vec<SyntaxError>), Vec<SyntaxError>> {
    work::count(|done| done.json += 1);
    let mut parser = Parser::new(text).map_err(|error| vec![error])?;
    let read = parser.value().and_then(|node| {
        parser.space();
        if parser.rest().is_empty() { Ok(node) } else { parser.expected("the end of the input") }
    });
    match read {
        Ok(node) => Ok((node, parser.twice)),
        Err(error) => {
            parser.twice.push(error);
            Err(parser.twice)
        }
    }
}

/// Parses the JSON value at the start of the input and returns the rest of the input. Duplicate
/// names in an object are accepted.
///
/// # Errors
///
/// The first mistake.
pub fn parse_first(text: &str) -> Result<(Node<'_>, &str), SyntaxError> {
    let mut parser = Parser::new(text)?;
    let node = parser.value()?;
    parser.space();
    Ok((node, parser.rest()))
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
    /// Duplicate names in an object.
    twice: Vec<SyntaxError>,
}

type Parsed<T> = Result<T, SyntaxError>;

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Parsed<Self> {
        if u32::try_from(text.len()).is_err() {
            return Err(SyntaxError::new(Span::default(), "the input is larger than 4 GiB", ""));
        }
        Ok(Self { text, at: 0, depth: 0, twice: Vec::new() })
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The caller has checked that the input is at most 4 GiB long.
    fn span(&self, start: usize) -> Span {
        Span::new(start as u32, self.at as u32)
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Fails with what was expected and what was found.
    fn expected<T>(&self, what: &str) -> Parsed<T> {
        let found = match self.rest().chars().next() {
            None => "the end of the input".to_owned(),
            Some('\'') => "`'`".to_owned(),
            Some('`') => "a backtick".to_owned(),
            Some(character) => format!("`{}`", character.escape_debug()),
        };
        let here = Span::new(self.at as u32, self.at as u32);
        let message = format!("invalid JSON: expected {what}, found {found}");
        Err(SyntaxError::new(here, message, self.instead(what)))
    }

    /// What to do where `what` was expected.
    fn instead(&self, what: &str) -> &'static str {
        let before = self.text.get(..self.at).unwrap_or_default().trim_end();
        match self.peek() {
            None => "close the open `\"`, `[` or `{`",
            Some(b'}' | b']') if before.ends_with(',') => "remove the comma before it",
            Some(b'/' | b'#') => "remove it: JSON has no comments",
            Some(b'\'') => "write double quotes",
            Some(_) if what.contains("double quotes") => "write `\"name\": value`",
            Some(_) if what.starts_with("`,`") => "separate the two with a comma",
            Some(_) => match what {
                "a value" => {
                    "write a string in double quotes, a number, `true`, `false`, `null`, `[…]` or \
                     `{…}`"
                }
                "`:`" => "write a colon between a name and its value",
                "the end of the input" => "remove everything after the value",
                "a digit" => "write a number in decimal digits",
                _ => "write `\\n` for a newline, and `\\\\` for a backslash",
            },
        }
    }

    fn value(&mut self) -> Parsed<Node<'a>> {
        self.space();
        let start = self.at;
        let kind = match self.peek() {
            Some(b'{') => self.nested(Self::object)?,
            Some(b'[') => self.nested(Self::list)?,
            Some(b'"') => Json::Text(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => self.word()?,
        };
        Ok(Node { span: self.span(start), kind })
    }

    fn nested(&mut self, read: fn(&mut Self) -> Parsed<Json<'a>>) -> Parsed<Json<'a>> {
        if self.depth == MAX_DEPTH {
            let here = Span::new(self.at as u32, self.at as u32 + 1);
            return Err(SyntaxError::new(
                here,
                format!("nested more than {MAX_DEPTH} levels deep"),
                "split it",
            ));
        }
        self.at += 1;
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    fn word(&mut self) -> Parsed<Json<'a>> {
        let rest = self.rest();
        for (word, value) in
            [("null", Json::Null), ("true", Json::Bool(true)), ("false", Json::Bool(false))]
        {
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        self.expected("a value")
    }

    fn list(&mut self) -> Parsed<Json<'a>> {
        let mut values = Vec::new();
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Json::List(values));
        }
        loop {
            values.push(self.value()?);
            if self.closed(b']', "`,` or `]`")? {
                return Ok(Json::List(values));
            }
        }
    }

    fn object(&mut self) -> Parsed<Json<'a>> {
        let mut members = Vec::new();
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Json::Object(members));
        }
        loop {
            self.space();
            let start = self.at;
            if self.peek() != Some(b'"') {
                return self.expected("a name in double quotes");
            }
            let key = self.string()?;
            let key_span = self.span(start);
            self.space();
            if self.peek() != Some(b':') {
                return self.expected("`:`");
            }
            self.at += 1;
            members.push(Member { key, key_span, value: self.value()? });
            if self.closed(b'}', "`,` or `}`")? {
                self.report_twice(&members);
                return Ok(Json::Object(members));
            }
        }
    }

    /// Whether the list or object ends here; if not, a comma.
    fn closed(&mut self, end: u8, what: &str) -> Parsed<bool> {
        self.space();
        match self.peek() {
            Some(b',') => {}
            Some(byte) if byte == end => {}
            _ => return self.expected(what),
        }
        self.at += 1;
        Ok(self.text.as_bytes().get(self.at - 1) == Some(&end))
    }

    fn report_twice(&mut self, members: &[Member<'a>]) {
        let mut seen = BTreeSet::new();
        for member in members {
            if !seen.insert(member.key.as_str()) {
                let message = format!("duplicate key `{}` in this object", member.key);
                self.twice.push(SyntaxError::new(
                    member.key_span,
                    message,
                    "remove one of the two",
                ));
            }
        }
    }

    fn number(&mut self) -> Parsed<Json<'a>> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(Json::Number(Cow::Borrowed(self.text.get(start..self.at).unwrap_or_default())))
    }

    fn digits(&mut self) -> Parsed<()> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start { self.expected("a digit") } else { Ok(()) }
    }

    fn string(&mut self) -> Parsed<String> {
        self.at += 1;
        let mut out = String::new();
        loop {
            let rest = self.rest();
            let plain = rest
                .bytes()
                .position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f))
                .unwrap_or(rest.len());
            out.push_str(rest.get(..plain).unwrap_or_default());
            self.at += plain;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => out.push(self.escape()?),
                Some(_) => return self.expected("an escape such as `\\n`"),
                None => return self.expected("`\"`"),
            }
        }
    }

    fn escape(&mut self) -> Parsed<char> {
        self.at += 1;
        let character = match self.peek() {
            Some(b'u') => {
                self.at += 1;
                return self.unicode();
            }
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            _ => return self.expected("one of `\"\\/bfnrtu` after the backslash"),
        };
        self.at += 1;
        Ok(character)
    }

    /// Halves of a pair that have no other half become the replacement character, as in Go.
    fn unicode(&mut self) -> Parsed<char> {
        let high = self.hex()?;
        if !(0xd800..0xdc00).contains(&high) {
            return Ok(char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let after = self.at;
        if self.rest().starts_with("\\u") {
            self.at += 2;
            let low = self.hex()?;
            if (0xdc00..0xe000).contains(&low) {
                let code = 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.at = after;
        }
        Ok(char::REPLACEMENT_CHARACTER)
    }

    fn hex(&mut self) -> Parsed<u32> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            let Some(digit) = digit else { return self.expected("a hexadecimal digit") };
            code = code * 16 + digit;
            self.at += 1;
        }
        Ok(code)
    }
}
