//! What a block says beyond its constructor: one call per attribute, entry and inner block.

use super::code::{Code, Link};
use super::comment::links;
use super::constructors::Known;
use super::literal;
use super::parts::{Parts, method_name};
use super::printer::Printer;
use super::routes::Parts as Routes;
use super::value::expr;
use crate::import::comments::{END, LIST_END};
use crate::jobspec::{
    Allowance, Base, Block, Field, FieldItem, FreeItem, Kind, Map, Text, Type, Value,
};

/// Fields that no setter sets: attributes, blocks that occur at most once, and repeated blocks.
const NO_SETTER: [(&str, &str); 8] = [
    ("Network", "reserved_ports"),
    ("Gateway", "ingress"),
    ("Gateway", "terminating"),
    ("Gateway", "mesh"),
    ("Connect", "native"),
    ("Connect", "gateway"),
    ("Connect", "sidecar_service"),
    ("Periodic", "crons"),
];

impl Printer {
    /// Adds what sets the field: calls, or a field of a struct expression.
    pub(super) fn setter(&mut self, parts: &mut Parts<'_>, field: &Field, item: FieldItem<'_>) {
        let method = method_name(field.name);
        match item {
            FieldItem::Label(label) => {
                let label = Code::atom(literal::text(label)).method("to_owned");
                parts.fields.push((method, label));
            }
            FieldItem::Attr(value) if parts.of == "Cni" => self.cni(parts, value),
            // For a variable, null is a value as good as any.
            FieldItem::Attr(Value::Null) if parts.of == "Variable" => {
                parts.links.push(Link::method(&method, [Code::atom("Value::Null")]));
            }
            FieldItem::Attr(Value::Null) if !parts.schema.config => {}
            FieldItem::Attr(value) if parts.of == "Service" && field.name.ends_with("tags") => {
                let service = match parts.known("name") {
                    Some(Known::Value(Value::Text(Text::Plain(name)))) => Some(name.as_str()),
                    _ => None,
                };
                match Routes::of(service, value) {
                    Some(routes) => parts.links.push(Link::Method(method, vec![routes.code()])),
                    None => self.set_attr(parts, field, value),
                }
            }
            FieldItem::Attr(value) => self.set_attr(parts, field, value),
            FieldItem::Map(map) => self.entries(parts, field, map),
            FieldItem::Block(block) => self.inner(parts, field, block),
            FieldItem::Free(free) => {
                let code = self.body(free);
                parts.links.push(Link::Method(method, vec![code]));
            }
        }
    }

    fn set_attr(&mut self, parts: &mut Parts<'_>, field: &Field, value: &Value) {
        let method = method_name(field.name);
        let by_field = NO_SETTER.contains(&(parts.of.as_str(), field.name));
        let kind = if let Kind::Attr(kind) = field.kind { kind } else { Type::Any };
        match self.attr(value, kind, field.name) {
            Some(code) if by_field => parts.fields.push((method, some(code.method("into")))),
            Some(code) => parts.links.push(Link::Method(method, vec![code])),
            // What is of another type can only be said as what the model does not know.
            None => {
                let value = self.value(value, field.name);
                let name = Code::atom(literal::text(field.name));
                parts.links.push(Link::method("extra", [name, value]));
            }
        }
    }

    fn inner(&mut self, parts: &mut Parts<'_>, field: &Field, block: &dyn Block) {
        let method = method_name(field.name);
        let code = self.block(block);
        if !NO_SETTER.contains(&(parts.of.as_str(), field.name)) {
            return parts.links.push(Link::Method(method, vec![code]));
        }
        if matches!(field.kind, Kind::Block(_)) {
            return parts.fields.push((method, some(Code::call("Box::new", [code]))));
        }
        let listed = parts.fields.iter_mut().find(|(name, _)| *name == method);
        if let Some((_, Code::Call(_, arguments))) = listed {
            if let Some(Code::List(codes)) = arguments.first_mut() {
                codes.push(code);
            }
        } else {
            let blocks = Code::call("Vec::from", [Code::List(vec![code])]);
            parts.fields.push((method, blocks));
        }
    }

    /// The arguments of a CNI network are an attribute that is set like a map.
    fn cni(&mut self, parts: &mut Parts<'_>, value: &Value) {
        match value {
            Value::Object(map) if !map.is_empty() => {
                for (key, value) in map.iter() {
                    let code = self.attr(value, Type::Text, key);
                    let code = code.unwrap_or_else(|| self.value(value, key));
                    parts.links.push(Link::method("args", [Code::atom(literal::text(key)), code]));
                }
            }
            Value::Expr(args) => {
                parts.fields.push(("args".to_owned(), some(expr(args).method("into"))))
            }
            _ => {
                let empty = Code::call("Map::new", []).method("into");
                parts.fields.push(("args".to_owned(), some(empty)));
            }
        }
    }

    /// A map, one call per entry where the setter takes all of them.
    fn entries(&mut self, parts: &mut Parts<'_>, field: &Field, map: &Map) {
        let of = if let Kind::Map(of) = field.kind { of } else { Type::Text };
        let (mut calls, mut whole) = (Vec::new(), false);
        for (key, value) in map.iter() {
            self.comments.enter(key, 0);
            let above = self.comments.take();
            let code = self.attr(value, of, key);
            let below = self.comments.take_at(END, 0);
            calls.extend(links([above, self.comments.take_below()].concat()));
            self.comments.leave();
            whole |= code.is_none();
            let arguments = code.map(|code| [Code::atom(literal::text(key)), code]);
            let name = method_name(field.name);
            calls.extend(arguments.map(|arguments| Link::method(&name, arguments)));
            calls.extend(links(below));
        }
        calls.extend(links(self.comments.take_at(LIST_END, 0)));
        if whole {
            calls.retain(|link| matches!(link, Link::Comment(_)));
        }
        if whole || map.is_empty() {
            let map = self.map(map);
            parts.fields.push((method_name(field.name), some(map)));
        }
        parts.links.extend(calls);
    }

    /// What the model does not know of the block, and its comment.
    pub(super) fn rest(&mut self, parts: &mut Parts<'_>, base: &Base) {
        if !base.extra.iter().any(|item| matches!(item, FreeItem::Object(..))) {
            for link in self.free(&base.extra) {
                parts.links.push(match link {
                    Link::Method(name, arguments) => {
                        let name = match name.as_str() {
                            "attr" => "extra",
                            "block" => "extra_block",
                            _ => "extra_labelled_block",
                        };
                        Link::Method(name.to_owned(), arguments)
                    }
                    comment @ Link::Comment(_) => comment,
                });
            }
        } else {
            self.imports.insert("Base");
            let extra = Code::call("Free::new", []).chain(self.free(&base.extra));
            parts.fields.push(("base".to_owned(), Code::call("Base::with", [extra])));
        }
        if let Some(comment) = &base.comment {
            let name = if parts.of == "Port" { "because" } else { "comment" };
            let text = self.texts.text(comment, "comment");
            parts.links.push(Link::method(name, [text]));
        }
        parts.links.extend(base.allowances.iter().map(allow));
    }
}

/// The call that lets the findings of a rule pass.
pub fn allow(allowance: &Allowance) -> Link {
    let [rule, reason] = [&allowance.rule, &allowance.reason].map(|text| literal::text(text));
    Link::method("allow", [Code::atom(rule), Code::atom(reason)])
}

fn some(code: Code) -> Code {
    Code::call("Some", [code])
}
