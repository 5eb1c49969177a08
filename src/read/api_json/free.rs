//! Bodies without a schema, and drivers' configurations: a block is a list of objects there.
//!
//! Several spellings in HCL make the same JSON. The one that is chosen is what the reader of HCL
//! makes of the printed source: an object in a list is a block if its names are valid in one; an
//! object that is not in a list is printed in parentheses.

use super::reader::ApiReader;
use crate::jobspec::{Block, Child, Field, Free, FreeItem, Kind, Map, Text, Type, Value};
use crate::read::Finding;
use crate::read::value;
use jobwright_hcl::json::{Json, Member, Node};
use jobwright_hcl::syntax::is_identifier;

/// Blocks of the autoscaler's policies that have labels. To Nomad, a label is a block of that name inside.
const LABELLED: [&str; 3] = ["check", "strategy", "target"];

impl ApiReader {
    /// Any value, unchanged.
    pub fn any(&mut self, node: &Node<'_>, config: bool) -> Value {
        match &node.kind {
            Json::Null => Value::Null,
            Json::Bool(value) => Value::Bool(*value),
            Json::Number(number) => self::number(number),
            Json::Text(text) => Value::Text(self::text(text, config)),
            Json::List(values) => {
                Value::List(values.iter().map(|value| self.any(value, config)).collect())
            }
            Json::Object(members) => Value::Object(self.object(members, config)),
        }
    }

    fn object(&mut self, members: &[Member<'_>], config: bool) -> Map {
        let mut map = Map::new();
        for member in members {
            let key = Text::from_api(&member.key, config);
            if Text::from(key.as_str()).api(config) != member.key.as_str() {
                let message = format!("invalid name `{}` in `config`", member.key);
                self.losses.push(Finding::new(member.key_span, message));
            }
            let value = self.any(&member.value, config);
            map.set(key.as_str(), value);
        }
        map
    }

    /// A body without a schema.
    pub fn free(&mut self, members: &[Member<'_>], config: bool) -> Free {
        let mut free = Free::new();
        for member in members {
            if self.is_name(member) {
                self.items(member, config, &mut free);
            }
        }
        free
    }

    /// Whether a name is valid in a body; a null is the same as a missing member.
    fn is_name(&mut self, member: &Member<'_>) -> bool {
        if member.value.is_null() {
            return false;
        }
        let is_name = is_identifier(&member.key);
        if !is_name {
            let message = format!(
                "invalid name `{}` for a block in HCL: expected letters, digits, `_` and `-`",
                member.key
            );
            self.losses.push(Finding::new(member.key_span, message));
        }
        is_name
    }

    /// A name and its value as an attribute or as blocks.
    fn items(&mut self, member: &Member<'_>, config: bool, into: &mut Free) {
        let name = &member.key;
        match &member.value.kind {
            Json::Object(members) => {
                let object = self.object(members, config);
                into.set_object(name, object);
            }
            Json::List(values) if !values.is_empty() => {
                let blocks: Option<Vec<_>> =
                    values.iter().map(|value| labelled(name, value)).collect();
                match blocks {
                    Some(blocks) => {
                        for (labels, members) in blocks {
                            let body = self.free(members, config);
                            into.push(FreeItem::Block { name: name.clone(), labels, body });
                        }
                    }
                    None => self.attribute(member, config, into),
                }
            }
            _ => self.attribute(member, config, into),
        }
    }

    /// The same as an attribute. One object in a list is what Nomad makes of an object there.
    fn attribute(&mut self, member: &Member<'_>, config: bool, into: &mut Free) {
        let value = match &member.value.kind {
            Json::List(values) => match values.as_slice() {
                [Node { kind: Json::Object(members), .. }] => {
                    Value::Object(self.object(members, config))
                }
                _ => self.any(&member.value, config),
            },
            _ => self.any(&member.value, config),
        };
        into.push(FreeItem::Attr(member.key.clone(), value));
    }

    /// A typed driver's configuration. What the model does not know or has in another type is kept as it is.
    pub fn typed_config(&mut self, from: &[Member<'_>], into: &mut dyn Block) {
        let schema = into.schema();
        for member in from {
            if !self.is_name(member) {
                continue;
            }
            let known = schema.field(&member.key);
            let done = known.is_some_and(|known| self.config_field(member, known, into));
            if !done {
                self.items(member, true, &mut into.base_mut().extra);
            }
        }
    }

    fn config_field(
        &mut self,
        member: &Member<'_>,
        (index, field): (usize, &Field),
        into: &mut dyn Block,
    ) -> bool {
        if let Kind::Attr(kind) = field.kind {
            return self.config_attribute(member, kind, index, into);
        }
        let Json::List(values) = &member.value.kind else { return false };
        let bodies: Option<Vec<_>> = values.iter().map(body).collect();
        match (&field.kind, values.as_slice(), bodies) {
            (Kind::Map(_), [Node { kind: Json::Object(members), .. }], _) => {
                if let Some(Child::Map(map)) = into.child(index) {
                    *map = self.object(members, true);
                }
            }
            (Kind::Blocks(_), _, Some(bodies)) if !bodies.is_empty() => {
                for members in bodies {
                    self.config_child(members, index, into);
                }
            }
            (Kind::Block(_), _, Some(bodies)) if !bodies.is_empty() => {
                for (at, members) in bodies.into_iter().enumerate() {
                    if at == 0 {
                        self.config_child(members, index, into);
                    } else {
                        let body = self.free(members, true);
                        let (name, labels) = (member.key.clone(), Vec::new());
                        into.base_mut().extra.push(FreeItem::Block { name, labels, body });
                    }
                }
            }
            _ => self.attribute(member, true, &mut into.base_mut().extra),
        }
        true
    }

    fn config_attribute(
        &mut self,
        member: &Member<'_>,
        kind: Type,
        index: usize,
        into: &mut dyn Block,
    ) -> bool {
        let found = match (&member.value.kind, kind) {
            (Json::List(values), Type::Map(_)) => match values.as_slice() {
                [one @ Node { kind: Json::Object(_), .. }] => self.any(one, true),
                _ => return false,
            },
            // An object that is not in a list would be put into one.
            (Json::Object(_), _) => return false,
            _ => self.any(&member.value, true),
        };
        let fits = value::fits(&found, kind);
        if fits {
            into.set(index, found);
        }
        fits
    }

    fn config_child(&mut self, members: &[Member<'_>], index: usize, into: &mut dyn Block) {
        if let Some(Child::Block(child)) = into.child(index) {
            self.typed_config(members, child);
        }
    }
}

/// The members of an object that can be the body of a block: all have valid names, and values.
fn body<'m, 'a>(node: &'m Node<'a>) -> Option<&'m [Member<'a>]> {
    let Json::Object(members) = &node.kind else { return None };
    let fits = |member: &Member<'_>| is_identifier(&member.key) && !member.value.is_null();
    members.iter().all(fits).then_some(members.as_slice())
}

/// The labels and the body of an object that can be a block.
fn labelled<'m, 'a>(name: &str, node: &'m Node<'a>) -> Option<(Vec<String>, &'m [Member<'a>])> {
    if let Json::Object(members) = &node.kind
        && let [Member { key, value: Node { kind: Json::List(inner), .. }, .. }] =
            members.as_slice()
        && let [inner] = inner.as_slice()
        && (LABELLED.contains(&name) || !is_identifier(key))
        && let Some(members) = body(inner)
    {
        return Some((vec![key.clone()], members));
    }
    body(node).map(|members| (Vec::new(), members))
}

/// What is whole is an integer, however it is spelled.
fn number(spelled: &str) -> Value {
    spelled
        .parse::<i64>()
        .map(Value::Int)
        .or_else(|_| spelled.parse::<f64>().map(Value::from))
        .unwrap_or(Value::Null)
}

/// A string that is converted back to exactly the one that came from the API.
fn text(from: &str, config: bool) -> Text {
    let text = Text::from_api(from, config);
    let arrives = text.api(config) == from;
    if arrives { text } else { Text::Runtime(from.to_owned()) }
}
