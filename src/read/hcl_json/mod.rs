//! HCL's JSON syntax: rewritten in native syntax, block by block as the schema has them, and then read as that.
//!
//! Names are HCL's; labels are objects in each other; a block that repeats is a list; strings are templates. Without a
//! schema JSON cannot tell blocks from attributes, so a free-form body has attributes only, and an object there stays
//! one. What native syntax cannot say (other names than identifiers in such a body) is refused.

mod text;
mod writer;

pub use writer::{Rewritten, STAND_IN};

use super::finding::{Finding, findings};
use crate::jobspec::{Field, Job, Kind, Schema, Secret, Special, Task, Type, Variable, Vault};
use jobwright_hcl::json::{self, Json, Member, Node};
use jobwright_hcl::syntax::{Span, is_identifier};
use writer::Writer;

/// Rewrites a job file in HCL's JSON syntax in native syntax.
///
/// # Errors
///
/// The source is not JSON, or cannot be written in native syntax.
pub fn rewritten(text: &str) -> Result<Rewritten, Vec<Finding>> {
    // A duplicate name is one more block. A duplicate attribute is refused later.
    let (root, _) = json::parse_with_repeats(text).map_err(findings)?;
    rewritten_of(text, &root)
}

/// The same for a source that is already parsed.
pub fn rewritten_of(text: &str, root: &Node<'_>) -> Result<Rewritten, Vec<Finding>> {
    let mut writer = Writer::new(text);
    for member in writer.members(root) {
        writer.top(member);
    }
    if writer.findings.is_empty() { Ok(writer.out) } else { Err(writer.findings) }
}

/// What a block has in it.
#[derive(Clone, Copy)]
enum Content {
    Block(&'static Schema),
    /// Names with values.
    Map,
    /// The same, but what is an object as a whole stays one: in native syntax it does in parentheses.
    Free,
}

impl Content {
    fn of(field: &Field) -> Self {
        match field.kind {
            Kind::Block(inner) | Kind::Blocks(inner) => Self::Block(inner),
            Kind::Free | Kind::Config => Self::Free,
            Kind::Map(_) | Kind::Label | Kind::Attr(_) => Self::Map,
        }
    }
}

impl Writer<'_> {
    fn top(&mut self, member: &Member<'_>) {
        match member.key.as_str() {
            "job" => self.blocks(member, Content::Block(&Job::SCHEMA), 1),
            "variable" => self.blocks(member, Content::Block(&Variable::SCHEMA), 1),
            "Job" => self.finding(
                member.key_span,
                "expected a job file in HCL's JSON syntax, found Nomad's API JSON",
            ),
            _ => self.blocks(member, Content::Map, 0),
        }
    }

    /// What an object, or several in a list, has in it, but for comments.
    fn members<'n, 'a>(&mut self, node: &'n Node<'a>) -> Vec<&'n Member<'a>> {
        match &node.kind {
            Json::Object(members) => members.iter().filter(|one| one.key != "//").collect(),
            Json::List(all) => all.iter().flat_map(|one| self.members(one)).collect(),
            _ => {
                self.finding(node.span, format!("expected an object, found {}", node.name()));
                Vec::new()
            }
        }
    }

    /// The blocks of a type, with this number of labels.
    fn blocks(&mut self, member: &Member<'_>, content: Content, labels: usize) {
        if self.is_name(member) {
            self.labelled(&member.key, member.key_span, &member.value, (content, labels), "");
        }
    }

    fn labelled(
        &mut self,
        keyword: &str,
        place: Span,
        node: &Node<'_>,
        (content, labels): (Content, usize),
        before: &str,
    ) {
        if labels > 0 {
            for member in self.members(node) {
                let mut label = format!("{before} ");
                text::quote(&mut label, &member.key, true);
                let rest = (content, labels - 1);
                self.labelled(keyword, member.key_span, &member.value, rest, &label);
            }
            return;
        }
        let bodies = match &node.kind {
            Json::Null => &[],
            Json::List(bodies) => bodies.as_slice(),
            _ => std::slice::from_ref(node),
        };
        for node in bodies {
            self.line(place, &format!("{keyword}{before} {{\n"));
            for member in self.members(node) {
                match content {
                    Content::Block(schema) => self.member(member, schema),
                    Content::Map | Content::Free if !is_identifier(&member.key) => {
                        let name = self.out.name(&member.key);
                        self.named(&name, member, None, matches!(content, Content::Free));
                    }
                    Content::Map => self.attribute(member, None, false),
                    Content::Free => self.attribute(member, None, true),
                }
            }
            self.line(node.span, "}\n");
        }
    }

    fn is_name(&mut self, member: &Member<'_>) -> bool {
        let is_name = is_identifier(&member.key);
        if !is_name {
            let message = format!(
                "invalid name `{}` in native syntax: expected letters, digits, `_` and `-`",
                member.key
            );
            self.finding(member.key_span, message);
        }
        is_name
    }

    fn member(&mut self, member: &Member<'_>, schema: &'static Schema) {
        if member.key == "dynamic" {
            for label in self.members(&member.value) {
                self.dynamic(label, schema);
            }
            return;
        }
        let Some((_, field)) = schema.field(&member.key) else {
            return self.unknown(member, schema);
        };
        match &field.kind {
            Kind::Attr(kind) => self.attribute(member, Some(*kind), false),
            Kind::Map(_) if field.attribute_form => self.attribute(member, None, false),
            Kind::Block(inner) | Kind::Blocks(inner) => {
                self.blocks(member, Content::of(field), inner.labels().count());
            }
            _ => self.blocks(member, Content::of(field), 0),
        }
    }

    /// What Nomad accepts besides the fields of a block, and what it does not know.
    fn unknown(&mut self, member: &Member<'_>, schema: &'static Schema) {
        match (schema.special, member.key.as_str(), &member.value.kind) {
            (Some(Special::Job | Special::Group), "vault", _) => {
                self.blocks(member, Content::Block(&Vault::SCHEMA), 0)
            }
            (Some(Special::Job | Special::Group), "secret", _) => {
                self.blocks(member, Content::Block(&Secret::SCHEMA), 1)
            }
            (Some(Special::Job), "task", _) => {
                self.blocks(member, Content::Block(&Task::SCHEMA), 1)
            }
            (_, _, Json::Object(_)) => self.blocks(member, Content::Free, 0),
            _ => self.attribute(member, None, false),
        }
    }

    /// `"dynamic": {"port": {"for_each": …, "content": {…}}}`
    fn dynamic(&mut self, label: &Member<'_>, schema: &'static Schema) {
        let known = schema.field(&label.key);
        let content = known.map_or(Content::Free, |(_, field)| Content::of(field));
        let bodies = match &label.value.kind {
            Json::List(bodies) => bodies.as_slice(),
            _ => std::slice::from_ref(&label.value),
        };
        for body in bodies {
            let members = self.members(body);
            let name = members.iter().find_map(|member| match &member.value.kind {
                Json::Text(name) if member.key == "iterator" => Some(name.clone()),
                _ => None,
            });
            self.bound.push(name.unwrap_or_else(|| label.key.clone()));
            let mut keyword = "dynamic ".to_owned();
            text::quote(&mut keyword, &label.key, true);
            self.line(label.key_span, &format!("{keyword} {{\n"));
            for member in members {
                match member.key.as_str() {
                    "content" => self.blocks(member, content, 0),
                    "iterator" => self.attribute(member, Some(Type::Expression), false),
                    _ => self.attribute(member, None, false),
                }
            }
            self.line(body.span, "}\n");
            self.bound.pop();
        }
    }

    /// `name = value`.
    fn attribute(&mut self, member: &Member<'_>, kind: Option<Type>, free: bool) {
        if self.is_name(member) {
            self.named(&member.key, member, kind, free);
        }
    }

    fn named(&mut self, name: &str, member: &Member<'_>, kind: Option<Type>, free: bool) {
        let mut value = String::new();
        match (&member.value.kind, kind) {
            (Json::Text(source), Some(Type::Expression)) => {
                let inner = source.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
                value.push_str(inner.unwrap_or(source));
            }
            (Json::Object(_), _) if free => {
                value.push('(');
                self.value(&mut value, &member.value);
                value.push(')');
            }
            _ => self.value(&mut value, &member.value),
        }
        self.line(member.value.span, &format!("{name} = {value}\n"));
    }
}
