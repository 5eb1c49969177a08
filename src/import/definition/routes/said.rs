//! What a tag says, and what it is about.

use crate::import::definition::code::Code;
use crate::import::definition::literal;
use crate::import::definition::value::as_written;
use crate::jobspec::{Attr, IntoAttr, Text, Value, hcl};

/// The string of a tag, in HCL's syntax if there are expressions in it.
#[derive(Clone, Copy)]
pub struct Said<'a> {
    pub text: &'a str,
    pub hcl: bool,
}

impl<'a> Said<'a> {
    pub fn with(self, text: &'a str) -> Self {
        Self { text, ..self }
    }

    pub fn attr(self) -> Attr<String> {
        if self.has_expressions() { hcl(self.text).into_attr() } else { self.text.into() }
    }

    pub fn code(self) -> Code {
        let text = Code::atom(literal::text(self.text));
        if self.has_expressions() { Code::call("hcl", [text]) } else { text }
    }

    pub fn has_expressions(self) -> bool {
        self.hcl && self.text.contains("${")
    }

    pub fn split(self) -> impl Iterator<Item = Self> {
        self.text.split(',').map(move |text| self.with(text))
    }
}

/// The tags of a list, if all of them are strings.
pub fn said(value: &Value) -> Option<Vec<(String, bool)>> {
    let Value::List(values) = value else { return None };
    let one = |value: &Value| match value {
        Value::Text(Text::Plain(text)) => Some((text.clone(), false)),
        Value::Interpolated(text) => Some((as_written(text)?, true)),
        _ => None,
    };
    values.iter().map(one).collect()
}

/// Which middleware a tag is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Kind<'a> {
    pub name: &'a str,
    pub kind: &'a str,
}

/// What a tag is about.
pub enum Key<'a> {
    Router { protocol: &'a str, name: &'a str, key: &'a str, value: Said<'a> },
    Middleware { of: Kind<'a>, key: &'a str, value: Said<'a> },
    Server { name: &'a str, key: &'a str, value: Said<'a> },
}

pub fn key<'a>(tag: Said<'a>, prefix: &str) -> Option<Key<'a>> {
    let (key, value) = tag.text.split_once('=')?;
    let value = tag.with(value);
    let (protocol, rest) = key.strip_prefix(prefix)?.strip_prefix('.')?.split_once('.')?;
    if !matches!(protocol, "http" | "tcp" | "udp") || tag.hcl && key.contains("${") {
        return None;
    }
    let (what, rest) = rest.split_once('.')?;
    let (name, key) = rest.split_once('.')?;
    match what {
        "routers" => Some(Key::Router { protocol, name, key, value }),
        "middlewares" if protocol == "http" => {
            let (kind, key) = key.split_once('.')?;
            Some(Key::Middleware { of: Kind { name, kind }, key, value })
        }
        "services" if protocol == "http" => {
            let key = key.strip_prefix("loadbalancer.")?;
            Some(Key::Server { name, key, value })
        }
        _ => None,
    }
}
