//! The functions, 83 of them, under the names and with the results that Nomad 1.11.3 gives them.

mod base64;
mod case;
mod cidr;
mod collections;
#[cfg_attr(not(feature = "crypto"), path = "no_crypto.rs")]
mod crypto;
mod csv;
mod date;
mod files;
mod format;
mod format_verb;
mod json;
mod lists;
mod maps;
mod numbers;
mod power;
mod regex;
mod regex_syntax;
mod sets;
mod strings;
mod table;
mod yaml;
mod yaml_scalar;

use super::context::Context;
use super::number::Number;
use super::types::Type;
use super::value::{Mixed, Value};
use crate::nearest::nearest;

pub(super) use json::decode as json_decode;
pub use regex::regex_fault;

/// What a call results in.
type Outcome = Result<Value, Fault>;

/// What a function does: its arguments have their types already, are known, and null only where that is allowed.
type Run = fn(&Context<'_>, &[Value]) -> Outcome;

/// A function.
pub(super) struct Function {
    name: &'static str,
    /// The parameters that every call gives.
    pub(super) parameters: &'static [Parameter],
    /// The parameter that further arguments are for.
    pub(super) rest: Option<Parameter>,
    /// The type of the result, as far as it is always the same.
    pub(super) result: Type,
    run: Run,
}

/// A parameter.
#[derive(Clone, Copy)]
pub(super) struct Parameter {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) null: bool,
}

/// The types of parameters.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Any,
    Number,
    String,
    List,
    Strings,
    Set,
}

impl Kind {
    pub(super) fn type_of(self) -> Type {
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
pub(super) struct Fault {
    /// The argument that is to blame, if it is one.
    pub(super) argument: Option<usize>,
    pub(super) message: String,
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
        Self::from("the elements would have several types")
    }
}

impl Fault {
    fn at(argument: usize, message: impl Into<String>) -> Self {
        Self { argument: Some(argument), message: message.into() }
    }
}

impl Function {
    /// Runs the function; the arguments are as its parameters ask for.
    pub(super) fn run(&self, context: &Context<'_>, arguments: &[Value]) -> Outcome {
        (self.run)(context, arguments)
    }

    /// How it is called, for a help line.
    pub(super) fn usage(&self) -> String {
        let mut names: Vec<String> =
            self.parameters.iter().map(|parameter| parameter.name.to_owned()).collect();
        names.extend(self.rest.iter().map(|parameter| format!("{}…", parameter.name)));
        format!("write `{}({})`", self.name, names.join(", "))
    }
}

/// The function of this name. `try`, `can` and `convert` are not among them: they do not take values.
pub(super) fn find(name: &str) -> Option<&'static Function> {
    table::FUNCTIONS.iter().find(|function| function.name == name)
}

/// The names of all functions.
pub fn names() -> impl Iterator<Item = &'static str> {
    table::FUNCTIONS.iter().map(|function| function.name).chain(["can", "convert", "try"])
}

/// What to write instead of a name that is no function.
pub(super) fn instead_of(name: &str) -> String {
    let convert = |of: &str| format!("write `convert(value, {of})`");
    match name {
        "tostring" => convert("string"),
        "tonumber" => convert("number"),
        "tobool" => convert("bool"),
        "tolist" => convert("list(any)"),
        "toset" => convert("set(any)"),
        "tomap" => convert("map(any)"),
        "list" => "write `[…]`".to_owned(),
        "map" => "write `{…}`".to_owned(),
        "regex" | "regexall" => "Nomad has `regex_replace` only".to_owned(),
        "uuid" => "write `uuidv4()`".to_owned(),
        "env" => "pass a variable instead: `NOMAD_VAR_name` or `-var name=value`".to_owned(),
        "templatefile" => "use `file`, or a `template` block".to_owned(),
        _ => nearest(name, names())
            .map(|known| format!("did you mean `{known}`?"))
            .unwrap_or_else(|| {
                "Nomad's functions are listed at https://developer.hashicorp.com/nomad/docs/reference/hcl2/functions".to_owned()
            }),
    }
}

/// The text that an argument is.
fn text(arguments: &[Value], at: usize) -> &str {
    arguments.get(at).and_then(Value::as_str).unwrap_or_default()
}

/// The number that an argument is.
fn number(arguments: &[Value], at: usize) -> Number {
    match arguments.get(at) {
        Some(Value::Number(number)) => number.clone(),
        _ => Number::from(0_i64),
    }
}

/// The whole number that an argument is.
fn whole(arguments: &[Value], at: usize) -> Result<i64, Fault> {
    number(arguments, at)
        .to_i64()
        .ok_or_else(|| Fault::at(at, "expected a whole number of at most 64 bits"))
}

/// The elements of an argument that is a list, set or tuple.
fn elements(arguments: &[Value], at: usize) -> &[Value] {
    arguments.get(at).and_then(Value::elements).map_or(&[], |values| values.as_slice())
}

/// The argument itself.
fn argument(arguments: &[Value], at: usize) -> &Value {
    arguments.get(at).unwrap_or(&Value::NULL)
}
