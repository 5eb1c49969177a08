//! The values in a block, one by one, and how they are told of.

use crate::jobspec::{Block, Field, FieldItem, Free, FreeItem, Job, Location, Text, Value};
use jobwright_hcl::syntax::is_identifier;

/// A value that contains no others, and its location.
pub struct Leaf<'v> {
    pub value: &'v Value,
    /// The name that it has there, or that of the list or object that contains it.
    pub name: &'v str,
    /// The field that it is in, if the model knows it.
    pub field: Option<&'static Field>,
    place: At<'v>,
}

/// The location of a value, which is resolved only when it is needed: most values have no findings.
#[derive(Clone, Copy)]
enum At<'v> {
    /// There.
    Known(Location),
    /// In an attribute of a block, by the index of its field, or in a value of its list.
    Attr(&'v dyn Block, usize, usize),
}

impl At<'_> {
    fn location(self) -> Location {
        match self {
            Self::Known(location) => location,
            Self::Attr(block, field, value) => {
                block.locations(field).map(|all| all.of_value(value)).unwrap_or_default()
            }
        }
    }
}

impl Leaf<'_> {
    /// Its location.
    pub fn location(&self) -> Location {
        self.place.location()
    }
}

/// Shows the values of a block, without those of the blocks in it; of a job, its local values too.
pub fn leaves<'v>(block: &'v dyn Block, see: &mut dyn FnMut(Leaf<'v>)) {
    let schema = block.schema();
    block.visit(&mut |index, item| {
        let field = &schema.fields[index];
        let mut inner = Leaves { field: Some(field), see };
        match item {
            FieldItem::Attr(Value::List(values)) => {
                for (at, value) in values.iter().enumerate() {
                    inner.value(value, field.name, At::Attr(block, index, at));
                }
            }
            FieldItem::Attr(value) => inner.value(value, field.name, At::Attr(block, index, 0)),
            FieldItem::Map(map) => map.placed().for_each(|(_, value, location)| {
                inner.value(value, field.name, At::Known(location));
            }),
            FieldItem::Free(free) => inner.free(free),
            FieldItem::Label(_) | FieldItem::Block(_) => {}
        }
    });
    let mut others = Leaves { field: None, see };
    others.free(&block.base().extra);
    if let Some(job) = block.as_any().downcast_ref::<Job>() {
        for (name, value, location) in job.locals.placed() {
            others.value(value, name, At::Known(location));
        }
    }
}

/// Shows the strings in a value.
pub fn texts(value: &Value, see: &mut dyn FnMut(&str)) {
    let mut text = |leaf: Leaf<'_>| {
        if let Value::Text(text) = leaf.value {
            see(text.as_str());
        }
    };
    Leaves { field: None, see: &mut text }.value(value, "", At::Known(Location::Unknown));
}

struct Leaves<'s, 'v> {
    field: Option<&'static Field>,
    see: &'s mut dyn FnMut(Leaf<'v>),
}

impl<'v> Leaves<'_, 'v> {
    fn value(&mut self, value: &'v Value, name: &'v str, place: At<'v>) {
        match value {
            Value::List(values) => {
                values.iter().for_each(|value| self.value(value, name, place));
            }
            Value::Object(map) => {
                for (_, value, own) in map.placed() {
                    let place = if own.is_known() { At::Known(own) } else { place };
                    self.value(value, name, place);
                }
            }
            Value::Interpolated(text) => {
                text.parts().iter().for_each(|part| self.value(part, name, place));
            }
            value => (self.see)(Leaf { value, name, field: self.field, place }),
        }
    }

    fn free(&mut self, free: &'v Free) {
        for (item, location) in free.placed() {
            match item {
                FreeItem::Attr(name, value) => self.value(value, name, At::Known(location)),
                FreeItem::Object(name, entries) => {
                    for (_, value, own) in entries.placed() {
                        self.value(value, name, At::Known(own.or(location)));
                    }
                }
                FreeItem::Block { body, .. } => self.free(body),
            }
        }
    }
}

/// Whether a block holds nothing but what needs no second look: see [`is_plain`].
pub fn has_plain_values(block: &dyn Block) -> bool {
    let nothing = |free: &Free| free.is_empty() && free.problems().is_empty();
    let mut plain = nothing(&block.base().extra);
    let schema = block.schema();
    block.visit(&mut |index, item| {
        plain = plain
            && match item {
                FieldItem::Attr(value) => is_plain(value),
                FieldItem::Label(label) => !label.is_empty(),
                FieldItem::Map(map) => {
                    let attribute_form = schema.fields[index].attribute_form;
                    let name = |key: &str| match attribute_form {
                        true => key.is_ascii(),
                        false => is_identifier(key) && key.is_ascii(),
                    };
                    map.iter().all(|(key, value)| name(key) && is_plain(value))
                }
                FieldItem::Free(free) => nothing(free),
                FieldItem::Block(_) => true,
            };
    });
    let job = block.as_any().downcast_ref::<Job>();
    plain && job.is_none_or(|job| job.locals.iter().next().is_none())
}

/// Whether a value is one that every file can carry as it is, and that refers to nothing: most are.
pub fn is_plain(value: &Value) -> bool {
    match value {
        Value::Text(Text::Plain(text) | Text::Literal(text)) => text.is_ascii() && !may_refer(text),
        Value::List(values) => values.iter().all(is_plain),
        Value::Float(number) => number.is_finite(),
        Value::Null | Value::Bool(_) | Value::Int(_) | Value::Duration(_) => true,
        Value::Text(Text::Runtime(_))
        | Value::Object(_)
        | Value::Interpolated(_)
        | Value::Expr(_) => false,
    }
}

/// Whether a string may contain a reference: most do not, and need not be searched.
pub fn may_refer(text: &str) -> bool {
    text.as_bytes().contains(&b'$')
}

/// The offsets at which references in a string may begin: those of each `${`.
pub fn braces(text: &str) -> impl Iterator<Item = usize> + '_ {
    let at = |(at, _): (usize, &str)| at;
    text.match_indices('$').map(at).filter(|at| text.as_bytes().get(at + 1) == Some(&b'{'))
}

/// The length of the name in braces that `text` starts with, if it could be one of an environment variable: Nomad
/// replaces those that it knows, the node's own among them.
pub fn variable(text: &str) -> Option<usize> {
    let (name, _) = text.strip_prefix("${")?.split_once('}')?;
    let word = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    let first = name.bytes().next()?;
    (name.bytes().all(word) && !first.is_ascii_digit()).then_some(name.len() + 3)
}

/// A string in a message: escaped and shortened.
pub fn shown(text: &str) -> String {
    let short: String = text.chars().take(40).collect();
    let more = if short.len() < text.len() { "…" } else { "" };
    format!("\"{}{more}\"", short.escape_default())
}
