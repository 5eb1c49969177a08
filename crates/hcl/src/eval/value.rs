//! Values.

use std::collections::BTreeMap;
use std::sync::Arc;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::number::Number;
use super::types::Type;

/// The names of a map or an object with their values, in the order of the names.
pub type Entries = BTreeMap<Arc<str>, Value>;

/// The result of evaluating an expression.
#[derive(Clone, Debug)]
pub enum Value {
    /// Null; it may have a type nevertheless.
    Null(Type),
    /// A value that cannot be known, because something in it was an error.
    Unknown(Type),
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string, in Unicode's composed form (NFC).
    String(Arc<str>),
    /// Elements of one type, which the empty list has as well.
    List(Type, Arc<Vec<Value>>),
    /// Elements of one type, each of them once and in order.
    Set(Type, Arc<Vec<Value>>),
    /// Names with values of one type.
    Map(Type, Arc<Entries>),
    /// Elements of a type each.
    Tuple(Arc<Vec<Value>>),
    /// Names with values of a type each.
    Object(Arc<Entries>),
}

/// Elements that a list or map cannot hold together, because their types differ.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mixed;

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<Number> for Value {
    fn from(value: Number) -> Self {
        Self::Number(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Number(value.into())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(composed(text))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::String(composed(&text))
    }
}

/// The string in Unicode's composed form.
pub(super) fn composed(text: &str) -> Arc<str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return Arc::from(text);
    }
    Arc::from(text.nfc().collect::<String>())
}

/// The one type that all elements have; those without a type do not count.
pub(super) fn common_type<'v>(values: impl Iterator<Item = &'v Value>) -> Result<Type, Mixed> {
    let mut common = Type::Any;
    for value in values {
        let this = value.type_of();
        if common == Type::Any {
            common = this;
        } else if this != Type::Any && this != common {
            return Err(Mixed);
        }
    }
    Ok(common)
}

impl Value {
    /// Null, without a type: the value of `null`.
    pub const NULL: Self = Self::Null(Type::Any);

    /// A value of which nothing is known.
    pub const UNKNOWN: Self = Self::Unknown(Type::Any);

    /// A list, whose elements must agree in type; `empty` is the type when there are none.
    pub(super) fn list(values: Vec<Self>, empty: Type) -> Result<Self, Mixed> {
        if values.is_empty() {
            return Ok(Self::List(empty, Arc::default()));
        }
        let of = common_type(values.iter())?;
        let values = values.into_iter().map(|value| value.typed(&of)).collect();
        Ok(Self::List(of, Arc::new(values)))
    }

    /// A list of strings.
    pub(super) fn texts<S: AsRef<str>>(texts: impl IntoIterator<Item = S>) -> Self {
        let values = texts.into_iter().map(|text| Self::from(text.as_ref())).collect();
        Self::List(Type::String, Arc::new(values))
    }

    /// A map, whose elements must agree in type; `empty` is the type when there are none.
    pub(super) fn map(entries: Entries, empty: Type) -> Result<Self, Mixed> {
        if entries.is_empty() {
            return Ok(Self::Map(empty, Arc::default()));
        }
        let of = common_type(entries.values())?;
        let entries = entries.into_iter().map(|(name, value)| (name, value.typed(&of))).collect();
        Ok(Self::Map(of, Arc::new(entries)))
    }

    /// A tuple: what `[…]` makes.
    #[must_use]
    pub fn tuple(values: Vec<Self>) -> Self {
        Self::Tuple(Arc::new(values))
    }

    /// An object: what `{…}` makes.
    #[must_use]
    pub fn object(entries: Entries) -> Self {
        Self::Object(Arc::new(entries))
    }

    /// The same value; one that has no type gets this one.
    pub(super) fn typed(self, of: &Type) -> Self {
        match self {
            Self::Null(Type::Any) => Self::Null(of.clone()),
            Self::Unknown(Type::Any) => Self::Unknown(of.clone()),
            other => other,
        }
    }

    /// The value's type.
    #[must_use]
    pub fn type_of(&self) -> Type {
        match self {
            Self::Null(of) | Self::Unknown(of) => of.clone(),
            Self::Bool(_) => Type::Bool,
            Self::Number(_) => Type::Number,
            Self::String(_) => Type::String,
            Self::List(of, _) => Type::list(of.clone()),
            Self::Set(of, _) => Type::set(of.clone()),
            Self::Map(of, _) => Type::map(of.clone()),
            Self::Tuple(values) => Type::Tuple(values.iter().map(Self::type_of).collect()),
            Self::Object(entries) => Type::object(
                entries.iter().map(|(name, value)| (name.clone(), value.type_of())).collect(),
            ),
        }
    }

    /// Whether it is null.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null(_))
    }

    /// Whether it is not known.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_))
    }

    /// Whether nothing in it is unknown.
    #[must_use]
    pub fn is_known(&self) -> bool {
        match self {
            Self::Unknown(_) => false,
            Self::Null(_) | Self::Bool(_) | Self::Number(_) | Self::String(_) => true,
            Self::List(_, values) | Self::Set(_, values) | Self::Tuple(values) => {
                values.iter().all(Self::is_known)
            }
            Self::Map(_, entries) | Self::Object(entries) => entries.values().all(Self::is_known),
        }
    }

    /// The contents, if it is a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The elements of a list, set or tuple.
    #[must_use]
    pub fn elements(&self) -> Option<&Arc<Vec<Self>>> {
        match self {
            Self::List(_, values) | Self::Set(_, values) | Self::Tuple(values) => Some(values),
            _ => None,
        }
    }

    /// The entries of a map or object.
    #[must_use]
    pub fn entries(&self) -> Option<&Arc<Entries>> {
        match self {
            Self::Map(_, entries) | Self::Object(entries) => Some(entries),
            _ => None,
        }
    }

    /// The elements that a `for` or `for_each` iterates over: each key with its value. The keys of
    /// a set are its values. `None` for a value that cannot be iterated over.
    #[must_use]
    pub fn pairs(&self) -> Option<Vec<(Self, Self)>> {
        if let Self::Set(_, values) = self {
            return Some(values.iter().map(|value| (value.clone(), value.clone())).collect());
        }
        if let Some(values) = self.elements() {
            let pair = |(at, value): (usize, &Self)| (Self::Number(at.into()), value.clone());
            return Some(values.iter().enumerate().map(pair).collect());
        }
        let pair = |(name, value): (&Arc<str>, &Self)| (Self::String(name.clone()), value.clone());
        self.entries().map(|entries| entries.iter().map(pair).collect())
    }

    /// Whether both are the same value; `None` if that cannot be known.
    pub(super) fn compare(&self, other: &Self) -> Option<bool> {
        if let Some(answer) = self.compare_plain(other) {
            return answer;
        }
        if !self.has_known_type() || !other.has_known_type() {
            return if self.alike(other) { None } else { Some(false) };
        }
        if self.type_of() != other.type_of() {
            return Some(false);
        }
        self.compare_parts(other)
    }

    /// The answer if one is not a collection; `None` if both may be.
    fn compare_plain(&self, other: &Self) -> Option<Option<bool>> {
        Some(match (self, other) {
            (Self::Null(_), Self::Null(_)) => Some(true),
            (Self::Unknown(_), Self::Unknown(_)) => None,
            (Self::Unknown(of), known) | (known, Self::Unknown(of)) => {
                let open = known.is_null() || of.has_any() || known.type_of() == *of;
                if open { None } else { Some(false) }
            }
            (Self::Null(_), _) | (_, Self::Null(_)) => Some(false),
            (Self::Bool(one), Self::Bool(two)) => Some(one == two),
            (Self::String(one), Self::String(two)) => Some(one == two),
            (Self::Number(one), Self::Number(two)) => Some(one.same(two)),
            _ => return None,
        })
    }

    /// As [`Self::compare`], for values that are known to have the same type.
    fn compare_parts(&self, other: &Self) -> Option<bool> {
        if let Some(answer) = self.compare_plain(other) {
            return answer;
        }
        let same = |pairs: &mut dyn Iterator<Item = (&Self, &Self)>| {
            for (one, two) in pairs {
                match one.compare_parts(two) {
                    Some(true) => {}
                    other => return other,
                }
            }
            Some(true)
        };
        match (self.elements(), other.elements(), self.entries(), other.entries()) {
            (Some(one), Some(two), ..) if one.len() == two.len() => {
                same(&mut one.iter().zip(two.iter()))
            }
            (_, _, Some(one), Some(two)) if one.keys().eq(two.keys()) => {
                same(&mut one.values().zip(two.values()))
            }
            _ => Some(false),
        }
    }

    /// Whether all unknown values in it have a known type.
    fn has_known_type(&self) -> bool {
        match self {
            Self::Unknown(of) => !of.has_any(),
            Self::List(_, values) | Self::Set(_, values) | Self::Tuple(values) => {
                values.iter().all(Self::has_known_type)
            }
            Self::Map(_, entries) | Self::Object(entries) => {
                entries.values().all(Self::has_known_type)
            }
            _ => true,
        }
    }

    /// Whether the types of both could turn out to be the same.
    fn alike(&self, other: &Self) -> bool {
        let (one, two) = (self.type_of(), other.type_of());
        conforms(&one, &two) || conforms(&two, &one)
    }

    /// Whether both are known to be the same value.
    pub(super) fn equals(&self, other: &Self) -> bool {
        self.compare(other) == Some(true)
    }
}

/// Whether the one type is the other, apart from what is not known in the other.
fn conforms(one: &Type, two: &Type) -> bool {
    match (one, two) {
        (_, Type::Any) => true,
        (Type::List(one), Type::List(two))
        | (Type::Set(one), Type::Set(two))
        | (Type::Map(one), Type::Map(two)) => conforms(one, two),
        (Type::Tuple(one), Type::Tuple(two)) => {
            one.len() == two.len()
                && one.iter().zip(two.iter()).all(|(one, two)| conforms(one, two))
        }
        (Type::Object(one), Type::Object(two)) => {
            one.attributes.keys().eq(two.attributes.keys())
                && one.attributes.values().zip(two.attributes.values()).all(|(a, b)| conforms(a, b))
        }
        (one, two) => one == two,
    }
}

impl Number {
    /// Whether both are written the same way: that is what Nomad calls equal.
    fn same(&self, other: &Self) -> bool {
        if self == other {
            return true;
        }
        if self.is_whole() || other.is_whole() || self.is_infinite() || other.is_infinite() {
            return false;
        }
        self.to_f64() == other.to_f64() && self.decimal() == other.decimal()
    }
}
