//! What an attribute holds, once its type has been checked.

use super::entries::{Entries, Named};
use super::{Duration, Location, Text};
use jobwright_hcl::syntax;

/// The value of an attribute. Typed attributes ([`super::Attr`]) wrap one; free-form bodies hold them as they are.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`: as good as absent.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A number with a fraction.
    Float(f64),
    /// A duration.
    Duration(Duration),
    /// A string.
    Text(Text),
    /// `[…]`
    List(Vec<Value>),
    /// `{…}`
    Object(Map),
    /// An HCL expression, which Nomad evaluates when it reads the file.
    Expr(Expr),
    /// A string with such expressions in it.
    Interpolated(Interpolated),
}

/// The source of an HCL expression, such as `var.count` or `max(2, local.replicas)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expr(String);

/// An HCL expression, verbatim. Nomad evaluates it when it reads the job file.
#[must_use]
pub fn expr(source: impl Into<String>) -> Expr {
    Expr(source.into())
}

/// A reference to a job file's input variable: `var.NAME`.
#[must_use]
pub fn var(name: &str) -> Expr {
    Expr(format!("var.{name}"))
}

/// A reference to a job file's local value: `local.NAME`.
#[must_use]
pub fn local(name: &str) -> Expr {
    Expr(format!("local.{name}"))
}

/// A string with expressions in it. It prints as `"registry.lab/app:${var.tag}"`.
#[derive(Clone, Debug, PartialEq)]
pub struct Interpolated(Vec<Value>);

/// A piece of such a string.
#[derive(Debug)]
pub(crate) enum Piece {
    /// A string.
    Text(String),
    /// An expression.
    Expr(Expr),
}

impl PartialEq for Piece {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(one), Self::Text(two)) => one == two,
            (Self::Expr(one), Self::Expr(two)) => one.same(two),
            _ => false,
        }
    }
}

/// A string made of strings and expressions. The strings in it are plain strings: references that Nomad resolves at run time
/// mean references, all else is text.
///
/// ```
/// use jobwright::jobspec::{Docker, interpolate, var};
/// let image = Docker::image(interpolate(["registry.lab/app:".into(), var("tag").into()]));
/// ```
#[must_use]
pub fn interpolate(parts: impl IntoIterator<Item = Value>) -> Interpolated {
    let mut merged: Vec<Value> = Vec::new();
    for part in parts {
        let part = match part {
            expr @ Value::Expr(_) => expr,
            Value::Interpolated(Interpolated(inner)) => {
                merged.extend(inner);
                continue;
            }
            Value::Text(text) => Value::Text(text),
            other => Value::Text(other.plain().into()),
        };
        match (merged.last_mut(), part) {
            (Some(Value::Text(Text::Plain(before))), Value::Text(Text::Plain(text))) => {
                before.push_str(&text)
            }
            (_, part) => merged.push(part),
        }
    }
    Interpolated(merged)
}

impl Interpolated {
    /// The strings and expressions, in order.
    #[must_use]
    pub fn parts(&self) -> &[Value] {
        &self.0
    }

    /// What Nomad's API must carry of the strings, joined where they touch, and the expressions.
    pub(crate) fn pieces(&self, config: bool) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        for part in &self.0 {
            match (pieces.last_mut(), part) {
                (Some(Piece::Text(before)), Value::Text(text)) => {
                    before.push_str(&text.api(config))
                }
                (_, Value::Text(text)) => pieces.push(Piece::Text(text.api(config).into_owned())),
                (_, Value::Expr(expr)) => pieces.push(Piece::Expr(expr.clone())),
                _ => {}
            }
        }
        pieces
    }
}

impl Expr {
    /// The expression's source.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.0
    }

    /// Whether both say the same, however they are laid out. What is no expression says nothing but itself.
    pub(crate) fn same(&self, other: &Self) -> bool {
        self == other || syntax::same_expression(&self.0, &other.0)
    }
}

/// Names with values, in the order in which they were set; each name is unique.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map(Entries<Entry>);

/// A name with its value.
#[derive(Clone, Debug, PartialEq)]
struct Entry {
    key: String,
    value: Value,
    location: Location,
}

impl Named for Entry {
    fn name(&self) -> Option<&str> {
        Some(&self.key)
    }
}

impl Map {
    /// No names yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a name, replacing its earlier value.
    pub fn set(&mut self, key: impl Into<String>, value: impl Into<Value>) {
        self.set_at(key, value, Location::Unknown);
    }

    /// The same, set at this location.
    #[doc(hidden)]
    pub fn set_at(&mut self, key: impl Into<String>, value: impl Into<Value>, location: Location) {
        self.0.set(Entry { key: key.into(), value: value.into(), location });
    }

    /// Says where the value of a name was set, if it is there.
    pub(crate) fn locate(&mut self, key: &str, location: Location) {
        if let Some(entry) = self.0.get_mut(key) {
            entry.location = location;
        }
    }

    /// Says where all of them were set.
    pub(crate) fn locate_all(&mut self, location: Location) {
        self.0.all_mut().iter_mut().for_each(|entry| entry.location = location);
    }

    /// Where the value of a name was set.
    #[must_use]
    pub fn location(&self, key: &str) -> Location {
        self.0.get(key).map_or(Location::Unknown, |entry| entry.location)
    }

    /// The value of a name.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.get(key).map(|entry| &entry.value)
    }

    /// The names and values, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Value)> {
        self.0.all().iter().map(|entry| (entry.key.as_str(), &entry.value))
    }

    /// The names and values, in order, each with where it was set.
    pub fn placed(&self) -> impl ExactSizeIterator<Item = (&str, &Value, Location)> {
        self.0.all().iter().map(|entry| (entry.key.as_str(), &entry.value, entry.location))
    }

    /// How many names there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.all().len()
    }

    /// Whether it is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.all().is_empty()
    }
}

impl<K: Into<String>, V: Into<Value>> FromIterator<(K, V)> for Map {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let mut map = Self::new();
        for (key, value) in pairs {
            map.set(key, value);
        }
        map
    }
}

impl Value {
    /// The value as Nomad writes it into a string.
    fn plain(&self) -> String {
        match self {
            Self::Bool(value) => value.to_string(),
            Self::Int(value) => value.to_string(),
            Self::Float(value) => value.to_string(),
            Self::Duration(value) => value.to_string(),
            Self::Text(text) => text.as_str().to_owned(),
            Self::Null
            | Self::List(_)
            | Self::Object(_)
            | Self::Expr(_)
            | Self::Interpolated(_) => String::new(),
        }
    }

    /// The string, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text.as_str()),
            _ => None,
        }
    }

    /// The value as a block label. Labels are plain words: what is no text has none.
    #[must_use]
    pub fn into_label(self) -> String {
        match self {
            Self::Text(Text::Plain(text) | Text::Literal(text) | Text::Runtime(text)) => text,
            _ => String::new(),
        }
    }

    /// The value as free-form bodies hold it: they have no durations, only strings that say one.
    pub(crate) fn printed(self) -> Self {
        match self {
            Self::Duration(duration) => Self::Text(duration.to_string().into()),
            Self::List(values) => Self::List(values.into_iter().map(Self::printed).collect()),
            Self::Object(Map(entries)) => {
                let entries = entries.into_vec().into_iter();
                let printed = entries.map(|entry| Entry { value: entry.value.printed(), ..entry });
                Self::Object(Map(printed.collect()))
            }
            other => other,
        }
    }

    /// Whether Nomad reads the same from both. `config` means that they are in a task's `config`.
    #[must_use]
    pub fn same(&self, other: &Self, config: bool) -> bool {
        match (self, other) {
            (Self::Text(one), Self::Text(two)) => one.api(config) == two.api(config),
            (Self::List(one), Self::List(two)) => {
                one.len() == two.len()
                    && one.iter().zip(two).all(|(one, two)| one.same(two, config))
            }
            (Self::Object(one), Self::Object(two)) => {
                one.len() == two.len()
                    && one.iter().all(|(key, value)| {
                        two.get(key).is_some_and(|other| value.same(other, config))
                    })
            }
            (Self::Interpolated(one), Self::Interpolated(two)) => {
                one.pieces(config) == two.pieces(config)
            }
            (Self::Expr(one), Self::Expr(two)) => one.same(two),
            // A value without a type of its own is a string to Nomad, or a number.
            (Self::Duration(duration), Self::Text(text))
            | (Self::Text(text), Self::Duration(duration)) => text.as_str() == duration.to_string(),
            (Self::Int(whole), Self::Float(number)) | (Self::Float(number), Self::Int(whole)) => {
                *whole as f64 == *number
            }
            (one, two) => one == two,
        }
    }
}

macro_rules! from {
    ($($of:ty => $variant:ident),* $(,)?) => {$(
        impl From<$of> for Value {
            fn from(value: $of) -> Self {
                Self::$variant(value.into())
            }
        }
    )*};
}

from! {
    bool => Bool, i8 => Int, u8 => Int, u16 => Int, u32 => Int, i32 => Int, i64 => Int, Duration => Duration,
    &str => Text, String => Text, Text => Text, Expr => Expr, Map => Object,
}

/// A string without expressions is a string; one that is nothing but an expression is that expression.
impl From<Interpolated> for Value {
    fn from(text: Interpolated) -> Self {
        let Interpolated(mut parts) = text;
        if let [Self::Expr(_)] = parts.as_slice() {
            return parts.remove(0);
        }
        let texts: Vec<&Text> = parts
            .iter()
            .filter_map(|part| if let Self::Text(text) = part { Some(text) } else { None })
            .collect();
        if texts.len() < parts.len() {
            return Self::Interpolated(Interpolated(parts));
        }
        // A part that must not mean references keeps the whole from it.
        let literal =
            texts.iter().any(|text| matches!(text, Text::Literal(text) if text.contains("${")));
        let whole: String = texts.iter().map(|text| text.as_str()).collect();
        Self::Text(if literal { Text::Literal(whole) } else { Text::Plain(whole) })
    }
}

/// What is whole is an integer to Nomad, however it is written.
impl From<f64> for Value {
    fn from(value: f64) -> Self {
        let whole = value as i64;
        if whole as f64 == value && value.abs() < 9e18 {
            Self::Int(whole)
        } else {
            Self::Float(value)
        }
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(values: Vec<T>) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Value>, const N: usize> From<[T; N]> for Value {
    fn from(values: [T; N]) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::expr;

    fn same(one: &str, two: &str) -> bool {
        expr(one).same(&expr(two))
    }

    #[test]
    fn layout_says_nothing() {
        assert!(same("max( 1,2 )", "max(1, 2)"));
        assert!(same("length(a) -1", "length(a) - 1"));
        assert!(same("\"%{ if a == \"\" }b%{ endif }\"", "\"%{if a == \"\"}b%{endif}\""));
        assert!(same("{a = {b=1}}", "{ a = { b = 1 } }"));
        assert!(same("\"${\"${ a }\"}\"", "\"${\"${a}\"}\""));
        assert!(same("[ # why\n a,\n]", "[a]"));
        assert!(same("a /* \" */ + b", "a + b"));
        assert!(same("{\n a = 1\n b = 2\n}", "{ a = 1, b = 2 }"));
        assert!(same("f(<<-EOT\n  a\n  EOT\n)", "f(<<-EOT\na\nEOT\n)"));
        assert!(same("<<EOT\na  b\nEOT", "<<EOT\na  b\n  EOT"));
    }

    #[test]
    fn all_else_does() {
        assert!(!same("a - b", "a-b"));
        assert!(!same("\"a b\"", "\"ab\""));
        assert!(!same("\"$${ a }\"", "\"$${a}\""));
        assert!(!same("\"\\\" a\"", "\"\\\"a\""));
        assert!(!same("for x in y", "forx in y"));
        assert!(!same("(a)", "a"));
        assert!(!same("<<EOT\na  b\nEOT", "<<EOT\na b\nEOT"));
        assert!(!same("\"/* a */\"", "\"\""));
    }
}
