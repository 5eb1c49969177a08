//! JSON source to a tree with spans: the only JSON parser in this crate.
//!
//! It parses JSON as RFC 8259 defines it. Numbers are kept as written, duplicate names stay in the
//! tree and are reported, and unpaired surrogates become what Go makes of them.

mod parser;

use std::borrow::Cow;

use crate::syntax::Span;

pub use parser::{MAX_DEPTH, parse, parse_first, parse_with_repeats};

/// A value with its span in the source.
#[derive(Debug)]
pub struct Node<'a> {
    /// Its location in the source.
    pub span: Span,
    /// What it is.
    pub kind: Json<'a>,
}

/// What a value is.
#[derive(Debug)]
pub enum Json<'a> {
    /// `null`
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as it is spelled.
    Number(Cow<'a, str>),
    /// A string, its escapes resolved.
    Text(String),
    /// An array.
    List(Vec<Node<'a>>),
    /// An object, its names in source order.
    Object(Vec<Member<'a>>),
}

/// A name in an object, with its value.
#[derive(Debug)]
pub struct Member<'a> {
    /// The name, its escapes resolved.
    pub key: String,
    /// The location of the name, quotes included.
    pub key_span: Span,
    /// The value of the name.
    pub value: Node<'a>,
}

impl Node<'_> {
    /// The kind of value, for people.
    pub fn name(&self) -> &'static str {
        match self.kind {
            Json::Null => "null",
            Json::Bool(_) => "a bool",
            Json::Number(_) => "a number",
            Json::Text(_) => "a string",
            Json::List(_) => "a list",
            Json::Object(_) => "an object",
        }
    }

    /// Whether it is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self.kind, Json::Null)
    }

    /// Whether this is the value of an unset field in Go.
    pub fn is_zero(&self) -> bool {
        match &self.kind {
            Json::Null | Json::Bool(false) => true,
            Json::Bool(true) => false,
            Json::Number(number) => number.parse() == Ok(0.0),
            Json::Text(text) => text.is_empty(),
            Json::List(values) => values.is_empty(),
            Json::Object(members) => members.is_empty(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Json, parse};

    fn check(text: &str, expected: &str) {
        match parse(text) {
            Ok(node) => match node.kind {
                Json::Text(text) => assert_eq!(text, expected),
                other => assert_eq!(format!("{other:?}"), expected),
            },
            Err(findings) => {
                let said: Vec<_> = findings
                    .iter()
                    .map(|finding| format!("{:?} {}", finding.span, finding.message))
                    .collect();
                assert_eq!(said.join("; "), expected, "{text}");
            }
        }
    }

    #[test]
    fn values() {
        check(" null ", "Null");
        check("true", "Bool(true)");
        check("-0.5e+3", "Number(\"-0.5e+3\")");
        check(r#""a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00""#, "a\"\\/\u{8}\u{c}\n\r\té😀");
        check(r#""\ud83dx\udc00\ud800\u0041""#, "\u{fffd}x\u{fffd}\u{fffd}A");
        check("[]", "List([])");
        check("{}", "Object([])");
    }

    #[test]
    fn what_is_no_json_has_a_place() {
        check("", "0..0 invalid JSON: expected a value, found the end of the input");
        check("[1,]", "3..3 invalid JSON: expected a value, found `]`");
        check("{\"a\" 1}", "5..5 invalid JSON: expected `:`, found `1`");
        check("{a: 1}", "1..1 invalid JSON: expected a name in double quotes, found `a`");
        check("01", "1..1 invalid JSON: expected the end of the input, found `1`");
        check("\"a\nb\"", "2..2 invalid JSON: expected an escape such as `\\n`, found `\\n`");
        check(r#"{"a": 1, "a": 2, "b": [}"#, "23..23 invalid JSON: expected a value, found `}`");
        check(r#"{"a": 1, "a": 2}"#, "9..12 duplicate key `a` in this object");
    }

    #[test]
    fn depth_is_limited() {
        assert!(parse(&format!("{}{}", "[".repeat(256), "]".repeat(256))).is_ok());
        check(&"[".repeat(100_000), "256..257 nested more than 256 levels deep");
    }
}
