//! Typed attributes, and what may be given for each type.

use std::marker::PhantomData;

use super::{Duration, Expr, Interpolated, Location, Locations, Map, Problem, Text, Type, Value};

/// The value of an attribute of type `T`, or an HCL expression that gives one when Nomad reads the file.
#[derive(Debug)]
pub struct Attr<T> {
    // Of the attributes that a block may have, most are not set: those must cost next to nothing.
    set: Box<Set>,
    of: PhantomData<fn() -> T>,
}

/// What an attribute is set to, and where.
#[derive(Clone, Debug)]
struct Set {
    value: Value,
    locations: Locations,
}

impl<T> Clone for Attr<T> {
    fn clone(&self) -> Self {
        Self { set: self.set.clone(), of: PhantomData }
    }
}

impl<T> PartialEq for Attr<T> {
    fn eq(&self, other: &Self) -> bool {
        self.set.value == other.set.value
    }
}

impl<T> Attr<T> {
    /// The value, whatever its type.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.set.value
    }

    /// The same without the type.
    #[must_use]
    pub fn into_value(self) -> Value {
        self.set.value
    }

    /// Trusts that `value` has the type: the reader has checked it.
    pub(crate) fn from_value(value: Value) -> Self {
        Self::located(value, Locations::default())
    }

    /// The same, with where it was set.
    pub(crate) fn located(value: Value, locations: Locations) -> Self {
        Self { set: Box::new(Set { value, locations }), of: PhantomData }
    }

    /// The same as an attribute of another type, which the value has, too.
    pub(crate) fn of_type<U>(self) -> Attr<U> {
        Attr { set: self.set, of: PhantomData }
    }

    /// Where it was set: the first call, where several have made a list.
    #[must_use]
    pub fn location(&self) -> Location {
        self.set.locations.first()
    }

    /// Where it was set, value by value.
    #[must_use]
    pub fn locations(&self) -> &Locations {
        &self.set.locations
    }

    /// The same, set at this location unless it has one already.
    #[must_use]
    pub(crate) fn at(mut self, location: Location) -> Self {
        self.set.locations = self.set.locations.or(location);
        self
    }

    /// The same, set by the caller.
    #[doc(hidden)]
    #[must_use]
    #[track_caller]
    pub fn here(self) -> Self {
        self.at(Location::here())
    }

    /// Says where it was set.
    #[doc(hidden)]
    pub fn locate(&mut self, locations: Locations) {
        self.set.locations = locations;
    }

    /// The value, and where it was set.
    pub(crate) fn into_parts(self) -> (Value, Locations) {
        (self.set.value, self.set.locations)
    }
}

impl<T> Attr<Vec<T>> {
    /// The values of the list, each with where it was set; or the expression that gives one.
    pub(crate) fn into_values(self) -> Result<Vec<Attr<T>>, Self> {
        let (value, locations) = self.into_parts();
        let Value::List(values) = value else { return Err(Self::located(value, locations)) };
        let located = |(index, value)| Attr::located(value, locations.of_value(index).into());
        Ok(values.into_iter().enumerate().map(located).collect())
    }
}

impl<T: AttrType> Attr<T> {
    /// The value, unless it is an expression that only Nomad can evaluate.
    #[must_use]
    pub fn get(&self) -> Option<T> {
        T::from_value(&self.set.value)
    }
}

impl Attr<String> {
    /// The string, unless it is an expression.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        self.set.value.as_str()
    }
}

/// A Rust type that an attribute can have.
pub trait AttrType: Sized {
    /// Its name in the schema.
    const TYPE: Type;

    /// The typed value, unless it is an expression.
    fn from_value(value: &Value) -> Option<Self>;
}

/// What can be given for an attribute of type `T`: a `T`, or an expression.
#[diagnostic::on_unimplemented(
    message = "a `{T}` attribute cannot be set from `{Self}`",
    label = "expected `{T}`, or an expression from `var`, `local` or `expr`",
    note = "write a number as a number, a string in quotes, a duration as `secs(30)` or `mins(5)`, \
        and wrap nothing in `Some`"
)]
pub trait IntoAttr<T> {
    /// The attribute.
    #[doc(hidden)]
    fn into_attr(self) -> Attr<T>;

    /// What a layer above the model found wrong with it.
    #[doc(hidden)]
    fn problems(&self) -> Vec<Problem> {
        Vec::new()
    }
}

macro_rules! scalar {
    ($($of:ty, $type:expr, $pattern:pat => $value:expr;)*) => {$(
        impl AttrType for $of {
            const TYPE: Type = $type;

            fn from_value(value: &Value) -> Option<Self> {
                match value {
                    $pattern => $value,
                    _ => None,
                }
            }
        }

        impl IntoAttr<$of> for $of {
            fn into_attr(self) -> Attr<$of> {
                Attr::from_value(self.into())
            }
        }

        impl IntoAttr<$of> for Expr {
            fn into_attr(self) -> Attr<$of> {
                Attr::from_value(self.into())
            }
        }

        impl From<$of> for Attr<$of> {
            fn from(value: $of) -> Self {
                value.into_attr()
            }
        }
    )*};
}

scalar! {
    bool, Type::Bool, Value::Bool(value) => Some(*value);
    i8, Type::Int(-128, 127), Value::Int(value) => Self::try_from(*value).ok();
    u8, Type::Int(0, 255), Value::Int(value) => Self::try_from(*value).ok();
    u16, Type::Int(0, 65_535), Value::Int(value) => Self::try_from(*value).ok();
    u32, Type::Int(0, 4_294_967_295), Value::Int(value) => Self::try_from(*value).ok();
    i32, Type::Int(-2_147_483_648, 2_147_483_647), Value::Int(value) => Self::try_from(*value).ok();
    i64, Type::Int(i64::MIN, i64::MAX), Value::Int(value) => Some(*value);
    Duration, Type::Duration, Value::Duration(value) => Some(*value);
    String, Type::Text, Value::Text(value) => Some(value.as_str().to_owned());
    Map, Type::Map(&Type::Text), Value::Object(value) => Some(value.clone());
}

impl<T> IntoAttr<T> for Attr<T> {
    fn into_attr(self) -> Self {
        self
    }
}

impl<T> From<Expr> for Attr<T> {
    fn from(expr: Expr) -> Self {
        Self::from_value(expr.into())
    }
}

impl From<&str> for Attr<String> {
    fn from(text: &str) -> Self {
        text.into_attr()
    }
}

impl<T, V: IntoAttr<T>> From<Vec<V>> for Attr<Vec<T>> {
    fn from(values: Vec<V>) -> Self {
        values.into_attr()
    }
}

impl AttrType for Expr {
    const TYPE: Type = Type::Expression;

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Expr(expr) => Some(expr.clone()),
            _ => None,
        }
    }
}

impl IntoAttr<Expr> for Expr {
    fn into_attr(self) -> Attr<Expr> {
        Attr::from_value(self.into())
    }
}

impl AttrType for Value {
    const TYPE: Type = Type::Any;

    fn from_value(value: &Value) -> Option<Self> {
        Some(value.clone())
    }
}

impl<V: Into<Value>> IntoAttr<Value> for V {
    fn into_attr(self) -> Attr<Value> {
        Attr::from_value(self.into())
    }
}

impl IntoAttr<String> for &str {
    fn into_attr(self) -> Attr<String> {
        Attr::from_value(self.into())
    }
}

impl IntoAttr<String> for &String {
    fn into_attr(self) -> Attr<String> {
        Attr::from_value(self.as_str().into())
    }
}

impl IntoAttr<String> for Interpolated {
    fn into_attr(self) -> Attr<String> {
        Attr::from_value(self.into())
    }
}

impl From<Interpolated> for Attr<String> {
    fn from(text: Interpolated) -> Self {
        text.into_attr()
    }
}

impl IntoAttr<String> for Text {
    fn into_attr(self) -> Attr<String> {
        Attr::from_value(self.into())
    }
}

impl IntoAttr<Duration> for std::time::Duration {
    fn into_attr(self) -> Attr<Duration> {
        Attr::from_value(Duration::from(self).into())
    }
}

impl<T: AttrType> AttrType for Vec<T> {
    const TYPE: Type = Type::List(&T::TYPE);

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::List(values) => values.iter().map(T::from_value).collect(),
            _ => None,
        }
    }
}

impl<T> IntoAttr<Vec<T>> for Expr {
    fn into_attr(self) -> Attr<Vec<T>> {
        Attr::from_value(self.into())
    }
}

pub(crate) fn list<T, V: IntoAttr<T>>(values: impl IntoIterator<Item = V>) -> Attr<Vec<T>> {
    let parts = values.into_iter().map(|value| value.into_attr().into_parts());
    let (values, locations): (Vec<_>, Vec<_>) = parts.unzip();
    let locations = locations.iter().map(Locations::first).collect();
    Attr::located(Value::List(values), locations)
}

impl<T, V: IntoAttr<T>> IntoAttr<Vec<T>> for Vec<V> {
    fn into_attr(self) -> Attr<Vec<T>> {
        list(self)
    }

    fn problems(&self) -> Vec<Problem> {
        self.iter().flat_map(IntoAttr::problems).collect()
    }
}

impl<T, V: IntoAttr<T>, const N: usize> IntoAttr<Vec<T>> for [V; N] {
    fn into_attr(self) -> Attr<Vec<T>> {
        list(self)
    }

    fn problems(&self) -> Vec<Problem> {
        self.iter().flat_map(IntoAttr::problems).collect()
    }
}

impl<T, V: IntoAttr<T> + Clone> IntoAttr<Vec<T>> for &[V] {
    fn into_attr(self) -> Attr<Vec<T>> {
        list(self.iter().cloned())
    }

    fn problems(&self) -> Vec<Problem> {
        self.iter().flat_map(IntoAttr::problems).collect()
    }
}
