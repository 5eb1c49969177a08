//! The types of values.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

/// The type of a value, or the type that a value is asked to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Unknown, or any: the type of `null`, and of the constraint `any`.
    Any,
    /// `bool`
    Bool,
    /// `number`
    Number,
    /// `string`
    String,
    /// `list(…)`: elements of one type.
    List(Arc<Type>),
    /// `set(…)`: elements of one type, each of them once, in the order of their values.
    Set(Arc<Type>),
    /// `map(…)`: names with values of one type.
    Map(Arc<Type>),
    /// `tuple([…])`: a type for each position; the type of `[…]`.
    Tuple(Arc<[Type]>),
    /// `object({…})`: a type for each name; the type of `{…}`.
    Object(Arc<ObjectType>),
}

/// The names of an object and their types.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ObjectType {
    /// The type of each name.
    pub attributes: BTreeMap<Arc<str>, Type>,
    /// The names that may be missing in a value; only a type constraint has any.
    pub optional: BTreeSet<Arc<str>>,
}

impl Type {
    /// A list of such elements.
    #[must_use]
    pub fn list(of: Self) -> Self {
        Self::List(Arc::new(of))
    }

    /// A set of such elements.
    #[must_use]
    pub fn set(of: Self) -> Self {
        Self::Set(Arc::new(of))
    }

    /// A map of such elements.
    #[must_use]
    pub fn map(of: Self) -> Self {
        Self::Map(Arc::new(of))
    }

    /// An object with these attributes.
    pub(super) fn object(attributes: BTreeMap<Arc<str>, Self>) -> Self {
        Self::Object(Arc::new(ObjectType { attributes, optional: BTreeSet::new() }))
    }

    /// Whether it is a string, a number or a bool.
    #[must_use]
    pub fn is_primitive(&self) -> bool {
        matches!(self, Self::Bool | Self::Number | Self::String)
    }

    /// The type of the elements of a list, set or map.
    pub(super) fn element(&self) -> Option<&Self> {
        match self {
            Self::List(of) | Self::Set(of) | Self::Map(of) => Some(of),
            _ => None,
        }
    }

    /// Whether any part of it is unknown.
    pub(super) fn has_any(&self) -> bool {
        match self {
            Self::Any => true,
            Self::Bool | Self::Number | Self::String => false,
            Self::List(of) | Self::Set(of) | Self::Map(of) => of.has_any(),
            Self::Tuple(types) => types.iter().any(Self::has_any),
            Self::Object(object) => object.attributes.values().any(Self::has_any),
        }
    }

    /// The same type, in which no name of an object is optional.
    pub(super) fn without_optional(&self) -> Self {
        match self {
            Self::List(of) => Self::list(of.without_optional()),
            Self::Set(of) => Self::set(of.without_optional()),
            Self::Map(of) => Self::map(of.without_optional()),
            Self::Tuple(types) => Self::Tuple(types.iter().map(Self::without_optional).collect()),
            Self::Object(object) => Self::object(
                object
                    .attributes
                    .iter()
                    .map(|(name, of)| (name.clone(), of.without_optional()))
                    .collect(),
            ),
            Self::Any | Self::Bool | Self::Number | Self::String => self.clone(),
        }
    }

    /// What a message calls a value of this type, with an article.
    #[must_use]
    pub fn noun(&self) -> &'static str {
        match self {
            Self::Any => "a value",
            Self::Bool => "a bool",
            Self::Number => "a number",
            Self::String => "a string",
            Self::List(_) | Self::Tuple(_) => "a list",
            Self::Set(_) => "a set",
            Self::Map(_) => "a map",
            Self::Object(_) => "an object",
        }
    }
}

impl fmt::Display for Type {
    /// As a type is written in a `variable` block.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("any"),
            Self::Bool => f.write_str("bool"),
            Self::Number => f.write_str("number"),
            Self::String => f.write_str("string"),
            Self::List(of) => write!(f, "list({of})"),
            Self::Set(of) => write!(f, "set({of})"),
            Self::Map(of) => write!(f, "map({of})"),
            Self::Tuple(types) => {
                f.write_str("tuple([")?;
                for (at, of) in types.iter().enumerate() {
                    write!(f, "{}{of}", if at == 0 { "" } else { ", " })?;
                }
                f.write_str("])")
            }
            Self::Object(object) => {
                f.write_str("object({")?;
                for (at, (name, of)) in object.attributes.iter().enumerate() {
                    f.write_str(if at == 0 { "" } else { ", " })?;
                    match object.optional.contains(name) {
                        true => write!(f, "{name} = optional({of})")?,
                        false => write!(f, "{name} = {of}")?,
                    }
                }
                f.write_str("})")
            }
        }
    }
}
