//! The description of each block: what `gen` prints, the reader accepts and an editor can ask about.

use super::{Duration, Effect, Special, Value, Version};
use jobwright_hcl::duration;

/// What the jobspec says of one block.
#[derive(Debug, PartialEq)]
pub struct Schema {
    /// The keyword in HCL.
    pub name: &'static str,
    /// The template that prints the block where there is one for it alone; no two blocks have the same.
    pub template: &'static str,
    /// Nomad's name of the struct behind the block.
    pub go: &'static str,
    /// What code knows the block by, where it is unlike all others.
    pub special: Option<Special>,
    /// What the block is for.
    pub doc: &'static str,
    /// Whether Nomad's client evaluates the strings inside once more (task `config` does).
    pub config: bool,
    /// Labels, attributes and inner blocks, in the order in which they are printed.
    pub fields: &'static [Field],
}

/// One label, attribute or inner block.
#[derive(Debug, PartialEq)]
pub struct Field {
    /// The name in HCL.
    pub name: &'static str,
    /// The name in Nomad's API JSON.
    pub json: &'static str,
    /// Whether it is a label, an attribute or a block.
    pub kind: Kind,
    /// What it means.
    pub doc: &'static str,
    /// The first version of Nomad that supports it, where that is newer than 1.6.
    pub since: Option<Version>,
    /// The value that Nomad uses when it is absent.
    pub default: Option<Preset>,
    /// The valid strings, where Nomad accepts only a few. An empty string counts as absent.
    pub one_of: &'static [&'static str],
    /// The strings of the enumeration that its setter accepts; empty where it accepts none.
    pub choices: &'static [&'static str],
    /// The minimum that Nomad accepts, where its type allows less: a number, or nanoseconds.
    pub min: Option<i64>,
    /// The maximum, likewise.
    pub max: Option<i64>,
    /// An absent value is the zero value in API JSON, not null.
    pub zero: bool,
    /// Nomad refuses the block without it.
    pub required: bool,
    /// Nomad's parser already requires it, and not only the validation of what was parsed.
    pub parser_required: bool,
    /// A server writes [`Self::default`] into the job, where the API has the zero value for an
    /// absent one.
    pub filled: bool,
    /// A server does not write [`Self::default`] into the job: it depends on what is around the
    /// block, or an absent value has a meaning of its own.
    pub contextual: bool,
    /// The labels of this repeated block are keys of a map.
    pub keyed: bool,
    /// Of a block that repeats: which one of one job corresponds to which one of another. A list
    /// that is a set is the same in another order.
    pub pairing: Pairing,
    /// Of a block that repeats: a change of order alone has the effect [`Self::update`]. Elsewhere
    /// it is a change in place.
    pub reorder: bool,
    /// What a change does to running allocations; not set where the field that holds the block sets
    /// it.
    pub update: Option<Effect>,
    /// Nomad compares the block as a whole: whatever is in it has this effect.
    pub whole: bool,
    /// The effect inside a block that is compared as a whole, where it is a different one.
    pub apart: Option<Effect>,
    /// A map that may also be written as an attribute, which allows keys that are not identifiers.
    pub attribute_form: bool,
    /// Nomad never gives `${…}` a meaning in this string.
    pub verbatim: bool,
    /// Only Nomad Enterprise supports it; [`Self::default`] does not count as using it.
    pub enterprise: bool,
    /// Nomad leaves run-time references such as `${NOMAD_TASK_DIR}` in this string unchanged.
    pub unreplaced: bool,
}

/// Which of several blocks in one job corresponds to which one in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pairing {
    /// The first is the first.
    Ordered,
    /// The one with the same labels and attributes of these names.
    Keyed(&'static [&'static str]),
    /// The one that is the same as a whole: a changed one is another.
    Set,
}

/// The value that Nomad uses when an attribute is absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// A value as it is written in the strings of its type.
    Value(&'static str),
    /// A description, where the value depends on something else.
    Words(&'static str),
}

impl Preset {
    /// As people read it.
    #[must_use]
    pub fn text(self) -> &'static str {
        let (Self::Value(text) | Self::Words(text)) = self;
        text
    }

    /// As an attribute of a type would have it.
    #[must_use]
    pub fn value(self, of: Type) -> Option<Value> {
        let Self::Value(text) = self else { return None };
        match of {
            Type::Bool => text.parse().ok().map(Value::Bool),
            Type::Int(..) => text.parse().ok().map(Value::Int),
            Type::Duration => {
                duration::parse(text).map(|nanos| Value::Duration(Duration::from_nanos(nanos)))
            }
            Type::Text => Some(Value::from(text)),
            Type::List(Type::Text) => {
                let inside = text.strip_prefix("[\"")?.strip_suffix("\"]")?;
                Some(Value::List(vec![Value::from(inside)]))
            }
            Type::Number | Type::List(_) | Type::Map(_) | Type::Any | Type::Expression => None,
        }
    }
}

/// The kind of a field.
#[derive(Debug, PartialEq)]
pub enum Kind {
    /// A block label.
    Label,
    /// An attribute of a type.
    Attr(Type),
    /// A block of free names, with values of a type: mostly strings.
    Map(Type),
    /// A block that may appear only once.
    Block(&'static Schema),
    /// A block that may repeat.
    Blocks(&'static Schema),
    /// A block whose content Nomad does not describe.
    Free,
    /// A task's driver configuration: free to Nomad, typed here for the drivers that come with it.
    Config,
}

/// The type of an attribute.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Type {
    /// `true` or `false`.
    Bool,
    /// An integer between two bounds, both included.
    Int(i64, i64),
    /// A number.
    Number,
    /// A duration, such as `"1m30s"`.
    Duration,
    /// A string.
    Text,
    /// A list of one type.
    List(&'static Type),
    /// A map from names to one type.
    Map(&'static Type),
    /// Whatever a driver or plugin takes.
    Any,
    /// The source of an expression, such as a condition or the type of a variable.
    Expression,
}

impl Type {
    /// The type with its article, as in "expected an integer".
    #[must_use]
    pub fn with_article(&self) -> String {
        let name = self.to_string();
        let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        match self {
            Type::Any => name,
            _ => format!("{article} {name}"),
        }
    }
}

impl std::fmt::Display for Type {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Type::Bool => f.write_str("bool"),
            Type::Int(..) => f.write_str("integer"),
            Type::Number => f.write_str("number"),
            Type::Duration => f.write_str("duration"),
            Type::Text => f.write_str("string"),
            Type::List(of) => write!(f, "list of {of}"),
            Type::Map(of) => write!(f, "map of {of}"),
            Type::Any => f.write_str("any value"),
            Type::Expression => f.write_str("expression"),
        }
    }
}

impl Schema {
    /// Whether both are of one block. The template tells blocks apart: it is named after the Rust type.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.template == other.template
    }

    /// The field of a name, with its index.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<(usize, &'static Field)> {
        self.fields
            .iter()
            .enumerate()
            .find(|(_, field)| field.name == name && field.kind != Kind::Label)
    }

    /// The label fields, with their indices.
    pub fn labels(&self) -> impl Iterator<Item = (usize, &'static Field)> {
        self.fields.iter().enumerate().filter(|(_, field)| field.kind == Kind::Label)
    }
}

impl Effect {
    /// What a change does at the end of a way, whose fields these are, from the job's own on. A block whose fields say
    /// nothing has the effect of the field that holds it; one that is compared as a whole has it throughout.
    ///
    /// ```
    /// use jobwright::jobspec::{Effect, Group, Job, Task};
    ///
    /// let field = |schema: &jobwright::jobspec::Schema, name| schema.field(name).map(|(_, field)| field);
    /// let (group, task) = (field(&Job::SCHEMA, "group"), field(&Group::SCHEMA, "task"));
    /// let effect = |name| Effect::of([group, task, field(&Task::SCHEMA, name)].into_iter().flatten());
    /// assert_eq!(effect("user"), Some(Effect::Destructive));
    /// assert_eq!(effect("leader"), Some(Effect::InPlace));
    /// ```
    pub fn of<'f>(way: impl IntoIterator<Item = &'f Field>) -> Option<Self> {
        let (mut effect, mut whole) = (None, false);
        for field in way {
            let own = match field.update {
                Some(Self::Nothing) => Some(Self::Nothing),
                _ if whole => field.apart,
                own => own,
            };
            effect = own.or(effect);
            whole |= field.whole;
        }
        effect
    }
}
