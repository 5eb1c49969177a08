//! Values as Rust expressions.

use std::collections::BTreeMap;

use super::code::{Code, Link, Named};
use super::comment::links;
use super::printer::Printer;
use super::{layout, literal};
use crate::import::comments::{ELEMENT, END, LIST_END};
use crate::jobspec::{Expr, Free, FreeItem, Interpolated, Map, Text, Type, Value, hcl, reference};

impl Printer {
    /// The argument for a setter of this type; `None` if the value is not of the type.
    pub(super) fn attr(&mut self, value: &Value, kind: Type, hint: &str) -> Option<Code> {
        Some(match (value, kind) {
            (value, Type::Any) => self.value(value, hint),
            (Value::Expr(expr), _) => self::expr(expr),
            (Value::Null, _) => Code::call("expr", [Code::atom("\"null\"")]),
            (Value::Int(number), Type::Int(..)) => Code::atom(number.to_string()),
            (Value::Bool(_), Type::Bool)
            | (Value::Duration(_), Type::Duration)
            | (Value::Text(_) | Value::Interpolated(_), Type::Text) => self.value(value, hint),
            (Value::List(values), Type::List(of)) => return self.list(values, *of, hint),
            _ => return None,
        })
    }

    fn list(&mut self, values: &[Value], of: Type, hint: &str) -> Option<Code> {
        if values.is_empty() {
            let of = if matches!(of, Type::Int(..)) { "i64" } else { "String" };
            return Some(Code::call(&format!("Vec::<{of}>::new"), []));
        }
        let codes = self.elements(values, |printer, value| printer.attr(value, of, hint));
        let codes: Vec<Code> = codes.into_iter().collect::<Option<_>>()?;
        if alike(values) {
            return Some(self.commented(codes));
        }
        if values.iter().all(|value| matches!(value, Value::Text(_))) {
            let texts = values.iter().zip(codes).map(|(value, code)| match value {
                Value::Text(Text::Plain(_)) => Code::call("Text::from", [code]),
                _ => code,
            });
            let texts = texts.collect();
            return Some(self.commented(texts));
        }
        if let Some(written) = written(values) {
            return Some(Code::List(self.hcl(&written, hint)));
        }
        self.imports.insert("Attr");
        let attributes = values.iter().zip(codes).map(|(value, code)| match value {
            Value::Text(Text::Literal(_) | Text::Runtime(_)) => {
                self.imports.insert("IntoAttr");
                code.method("into_attr")
            }
            _ => Code::call("Attr::from", [code]),
        });
        let attributes = attributes.collect();
        Some(self.commented(attributes))
    }

    /// A value where any type is allowed.
    pub(super) fn value(&mut self, value: &Value, hint: &str) -> Code {
        match value {
            Value::Null => Code::atom("Value::Null"),
            Value::Bool(value) => Code::atom(value.to_string()),
            Value::Int(number) => Code::atom(literal::whole(*number)),
            Value::Float(number) => Code::atom(literal::fraction(*number)),
            Value::Duration(duration) => call_of(&literal::duration(*duration)),
            Value::Text(text) => self.text(text, hint),
            Value::List(values) => self.values(values, hint),
            Value::Object(map) => self.map(map),
            Value::Expr(expr) => self::expr(expr),
            Value::Interpolated(text) => self.interpolated(text, hint),
        }
    }

    fn values(&mut self, values: &[Value], hint: &str) -> Code {
        if values.is_empty() {
            return Code::call("Value::List", [Code::call("Vec::new", [])]);
        }
        let wrap = !alike(values);
        if let Some(written) = written(values).filter(|_| wrap) {
            return Code::List(self.hcl(&written, hint));
        }
        let codes = self.elements(values, |printer, value| printer.entry(value, hint, wrap));
        self.commented(codes)
    }

    /// Prints each element, with the comments at its index.
    fn elements<T>(
        &mut self,
        values: &[Value],
        mut print: impl FnMut(&mut Self, &Value) -> T,
    ) -> Vec<T> {
        let print = |(number, value)| {
            self.comments.enter(ELEMENT, number);
            let code = print(self, value);
            self.comments.leave();
            code
        };
        values.iter().enumerate().map(print).collect()
    }

    /// A list of these, with the comments of each. Short ones share lines, and leave their comments to the list's.
    fn commented(&mut self, mut codes: Vec<Code>) -> Code {
        if codes.iter().all(layout::is_short) {
            return Code::List(codes);
        }
        for (number, code) in codes.iter_mut().enumerate() {
            self.comments.enter(ELEMENT, number);
            let below = self.comments.take_at(END, 0);
            let above = self.comments.take_below();
            self.comments.leave();
            *code = std::mem::replace(code, Code::List(Vec::new())).between(above, below);
        }
        let end = self.comments.take_at(LIST_END, 0);
        if let Some(last) = codes.pop() {
            codes.push(last.between(Vec::new(), end));
        }
        Code::List(codes)
    }

    /// A map as `Map::from_iter([…])`.
    pub(super) fn map(&mut self, map: &Map) -> Code {
        if map.is_empty() {
            return Code::call("Map::new", []);
        }
        let values: Vec<Value> = map.iter().map(|(_, value)| value.clone()).collect();
        let wrap = !alike(&values);
        if let Some(written) = written(&values).filter(|_| wrap) {
            let values = self.hcl(&written, "text");
            let entries = map
                .iter()
                .zip(values)
                .map(|((key, _), value)| Code::Tuple(vec![Code::atom(literal::text(key)), value]));
            return Code::call("Map::from_iter", [Code::List(entries.collect())]);
        }
        let entries = map.iter().map(|(key, value)| {
            self.comments.enter(key, 0);
            let above = self.comments.take();
            let value = self.entry(value, key, wrap);
            let below = self.comments.take_at(END, 0);
            let above = [above, self.comments.take_below()].concat();
            self.comments.leave();
            Code::Tuple(vec![Code::atom(literal::text(key)), value]).between(above, below)
        });
        let mut entries: Vec<Code> = entries.collect();
        let end = self.comments.take_at(LIST_END, 0);
        if let Some(last) = entries.pop() {
            entries.push(last.between(Vec::new(), end));
        }
        Code::call("Map::from_iter", [Code::List(entries)])
    }

    /// An entry of a list or map; where the others are of other types, as a value.
    fn entry(&mut self, value: &Value, hint: &str, wrap: bool) -> Code {
        let code = self.value(value, hint);
        let is_value = matches!(&code, Code::Atom(text) if text.starts_with("Value::"))
            || matches!(&code, Code::Call(callee, _) if callee.starts_with("Value::"));
        if wrap && !is_value { Code::call("Value::from", [code]) } else { code }
    }

    /// A string where any form of it is allowed.
    pub(super) fn text(&mut self, text: &Text, hint: &str) -> Code {
        let code = self.texts.text(text.as_str(), hint);
        match text {
            Text::Plain(_) => code,
            Text::Literal(_) => Code::call("literal", [code]),
            Text::Runtime(_) => Code::call("runtime::text", [code]),
        }
    }

    /// Strings that HCL would evaluate: `hcl("…")`.
    fn hcl(&mut self, texts: &[String], hint: &str) -> Vec<Code> {
        let one = |text: &String| Code::call("hcl", [self.texts.text(text, hint)]);
        texts.iter().map(one).collect()
    }

    fn interpolated(&mut self, text: &Interpolated, hint: &str) -> Code {
        if let Some(written) = as_written(text) {
            let code = self.texts.text(&written, hint);
            return Code::call("hcl", [code]);
        }
        let parts = text.parts().iter().map(|part| self.value(part, hint).method("into"));
        Code::call("interpolate", [Code::List(parts.collect())])
    }

    /// The entries of a free-form body, as steps of a chain.
    pub(super) fn free(&mut self, free: &Free) -> Vec<Link> {
        let mut numbers = BTreeMap::<&str, usize>::new();
        let mut steps = Vec::new();
        for item in free.iter() {
            let (FreeItem::Attr(name, _)
            | FreeItem::Object(name, _)
            | FreeItem::Block { name, .. }) = item;
            let number = numbers.entry(name).or_default();
            self.comments.enter(name, *number);
            *number += 1;
            let above = self.comments.take();
            let step = self.free_item(item);
            let below = self.comments.take_at(END, 0);
            steps.extend(links([above, self.comments.take_below()].concat()));
            steps.push(step);
            steps.extend(links(below));
            self.comments.leave();
        }
        steps
    }

    /// The same with the comments at the end of the body.
    pub(super) fn free_body(&mut self, free: &Free) -> Vec<Link> {
        let mut steps = self.free(free);
        steps.extend(links(self.comments.take_at(END, 0)));
        steps
    }

    /// A free-form body.
    pub(super) fn body(&mut self, free: &Free) -> Code {
        Code::call("Free::new", []).chain(self.free_body(free))
    }

    fn free_item(&mut self, item: &FreeItem) -> Link {
        match item {
            FreeItem::Attr(name, value) => {
                let value = self.value(value, name);
                Link::method("attr", [Code::atom(literal::text(name)), value])
            }
            FreeItem::Object(name, entries) => {
                let entries = self.map(entries);
                Link::method("object", [Code::atom(literal::text(name)), entries])
            }
            FreeItem::Block { name, labels, body } => {
                let hint = labels.last().unwrap_or(name).clone();
                let body = Named { name: hint, of: "Free".to_owned(), code: self.body(body) };
                let (name, body) = (Code::atom(literal::text(name)), Code::Named(Box::new(body)));
                if labels.is_empty() {
                    return Link::method("block", [name, body]);
                }
                let labels: Vec<String> = labels.iter().map(|label| literal::text(label)).collect();
                let labels = Code::atom(format!("&[{}]", labels.join(", ")));
                Link::method("labelled_block", [name, labels, body])
            }
        }
    }
}

/// Whether the entries of a list are of one Rust type.
fn alike(values: &[Value]) -> bool {
    let first = values.first().and_then(type_of);
    first.is_some() && values.iter().all(|value| type_of(value) == first)
}

/// The Rust type as which a value is printed, where lists can be made of it.
fn type_of(value: &Value) -> Option<&'static str> {
    Some(match value {
        Value::Bool(_) => "bool",
        Value::Int(number) if i32::try_from(*number).is_ok() => "i32",
        Value::Int(_) => "i64",
        Value::Float(_) if literal_float(value) => "f64",
        Value::Duration(_) => "Duration",
        Value::Text(Text::Plain(_)) => "&str",
        Value::Text(_) => "Text",
        Value::Object(_) => "Map",
        Value::Expr(_) => "Expr",
        Value::Interpolated(_) => "Interpolated",
        Value::Float(_) | Value::List(_) | Value::Null => return None,
    })
}

fn literal_float(value: &Value) -> bool {
    matches!(value, Value::Float(number) if !literal::fraction(*number).starts_with("Value::"))
}

/// All values as HCL writes them in a string.
fn written(values: &[Value]) -> Option<Vec<String>> {
    values.iter().map(all_written).collect()
}

/// A string, a template or an expression as HCL writes it in a string, if that gives the same
/// value.
fn all_written(value: &Value) -> Option<String> {
    let written = match value {
        Value::Interpolated(text) => return as_written(text),
        Value::Expr(expr) => format!("${{{}}}", expr.source()),
        Value::Text(Text::Plain(text)) => {
            let mut written = String::new();
            escape(text, &mut written);
            written
        }
        Value::Text(Text::Literal(text)) => text.replace("${", "$${"),
        _ => return None,
    };
    (Value::from(hcl(&written)) == *value).then_some(written)
}

/// Appends a string, with escapes where HCL would otherwise find a sequence that is not a
/// reference.
fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find("${") {
        let (before, here) = rest.split_at(at);
        let taken = reference(here).unwrap_or(2);
        out.push_str(before);
        out.push_str(if taken == 2 { "$" } else { "" });
        let (piece, after) = here.split_at(taken);
        out.push_str(piece);
        rest = after;
    }
    out.push_str(rest);
}

/// The string as HCL writes it, if that gives the same value.
pub(super) fn as_written(text: &Interpolated) -> Option<String> {
    let mut written = String::new();
    for part in text.parts() {
        match part {
            Value::Text(Text::Plain(plain)) => escape(plain, &mut written),
            Value::Text(Text::Literal(text)) => written.push_str(&text.replace("${", "$${")),
            Value::Expr(expr) => written.extend(["${", expr.source(), "}"]),
            _ => return None,
        }
    }
    (hcl(&written).parts() == text.parts()).then_some(written)
}

/// An expression: a variable, a local value, or its source.
pub(super) fn expr(expr: &Expr) -> Code {
    let source = expr.source();
    let named = |root: &str| {
        let name = source.strip_prefix(root)?;
        let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
        (!name.is_empty() && name.chars().all(plain)).then(|| Code::atom(literal::text(name)))
    };
    if let Some(name) = named("var.") {
        return Code::call("var", [name]);
    }
    if let Some(name) = named("local.") {
        return Code::call("local", [name]);
    }
    Code::call("expr", [Code::atom(literal::text(source))])
}

/// `name(argument)` as a call.
pub(super) fn call_of(text: &str) -> Code {
    match text.trim_end_matches(')').split_once('(') {
        Some((callee, argument)) => Code::call(callee, [Code::atom(argument)]),
        None => Code::atom(text),
    }
}
