//! Functions, and their access to their arguments.

use crate::eval::context::Context;
use crate::eval::number::Number;
use crate::eval::types::Type;
use crate::eval::value::{Mixed, Value};

/// The result of a call.
pub type Outcome = Result<Value, Fault>;

/// The body of a function: its arguments have their types already, are known, and null only where
/// that is allowed.
pub type Run = fn(&Context<'_>, &[Value]) -> Outcome;

/// A function.
pub struct Function {
    pub name: &'static str,
    /// The parameters that every call gives.
    pub parameters: &'static [Parameter],
    /// The parameter that further arguments are for.
    pub rest: Option<Parameter>,
    /// The type of the result, as far as it is always the same.
    pub result: Type,
    pub run: Run,
}

/// A parameter.
#[derive(Clone, Copy)]
pub struct Parameter {
    pub name: &'static str,
    pub kind: Kind,
    pub null: bool,
}

/// The types of parameters.
#[derive(Clone, Copy)]
pub enum Kind {
    Any,
    Number,
    String,
    List,
    Strings,
    Set,
}

impl Kind {
    pub fn type_of(self) -> Type {
        match self {
            Self::Any => Type::Any,
            Self::Number => Type::Number,
            Self::String => Type::String,
            Self::List => Type::list(Type::Any),
            Self::Strings => Type::list(Type::String),
            Self::Set => Type::set(Type::Any),
        }
    }
}

/// Why a call has no result.
pub struct Fault {
    /// The argument that the fault is about, if it is about one.
    pub argument: Option<usize>,
    pub message: String,
}

impl From<&str> for Fault {
    fn from(message: &str) -> Self {
        Self { argument: None, message: message.to_owned() }
    }
}

impl From<String> for Fault {
    fn from(message: String) -> Self {
        Self { argument: None, message }
    }
}

impl From<Mixed> for Fault {
    fn from(_: Mixed) -> Self {
        Self::from("the elements have different types")
    }
}

impl Fault {
    pub fn at(argument: usize, message: impl Into<String>) -> Self {
        Self { argument: Some(argument), message: message.into() }
    }
}

impl Function {
    /// Runs the function; the arguments are as its parameters ask for.
    pub fn run(&self, context: &Context<'_>, arguments: &[Value]) -> Outcome {
        (self.run)(context, arguments)
    }

    /// How it is called, for a help line.
    pub fn usage(&self) -> String {
        let mut names: Vec<String> =
            self.parameters.iter().map(|parameter| parameter.name.to_owned()).collect();
        names.extend(self.rest.iter().map(|parameter| format!("{}…", parameter.name)));
        format!("write `{}({})`", self.name, names.join(", "))
    }
}

/// The argument at this position, as a string.
pub fn text(arguments: &[Value], at: usize) -> &str {
    arguments.get(at).and_then(Value::as_str).unwrap_or_default()
}

/// The argument at this position, as a number.
pub fn number(arguments: &[Value], at: usize) -> Number {
    match arguments.get(at) {
        Some(Value::Number(number)) => number.clone(),
        _ => Number::from(0_i64),
    }
}

/// The argument at this position, as an integer.
pub fn whole(arguments: &[Value], at: usize) -> Result<i64, Fault> {
    number(arguments, at)
        .to_i64()
        .ok_or_else(|| Fault::at(at, "expected an integer of at most 64 bits"))
}

/// The elements of an argument that is a list, set or tuple.
pub fn elements(arguments: &[Value], at: usize) -> &[Value] {
    arguments.get(at).and_then(Value::elements).map_or(&[], |values| values.as_slice())
}

/// The argument itself.
pub fn argument(arguments: &[Value], at: usize) -> &Value {
    arguments.get(at).unwrap_or(&Value::NULL)
}
