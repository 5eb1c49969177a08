//! Expressions of HCL, evaluated as Nomad 1.11.3 evaluates them when it reads a job file.
//!
//! A [`Context`] knows the names that are set; its [`evaluate`](Context::evaluate) returns the
//! [`Value`] of an expression of [`crate::syntax`], or all mistakes in it at once. [`job_context`]
//! makes the context of a whole job file, with its variables and local values. A name that is not
//! known is a run-time reference, and becomes part of a string again.
//!
//! ```
//! use jobwright_hcl::eval::{Inputs, job_context};
//! use jobwright_hcl::syntax::{self, Item};
//!
//! let text = "variables {\n  count = 2\n}\nport = upper(\"${NOMAD_DC}-${var.count * 10}\")\n";
//! let body = syntax::parse(text).map_err(|errors| errors[0].clone())?;
//! let (context, errors) = job_context(text, &body, &Inputs::default(), None);
//! assert_eq!(errors, []);
//! let Some(Item::Attribute(port)) = body.items.last() else { panic!("an attribute") };
//! let value = context.evaluate(&port.value).map_err(|errors| errors[0].clone())?;
//! assert_eq!(value.as_str(), Some("${NOMAD_DC}-20"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The work that a file can cause is bounded: the expressions of a file share a budget of steps,
//! strings and numbers have a maximum length, and files are read only where [`Files`] allows it.

mod access;
pub mod attribute;
mod budget;
mod call;
mod context;
mod convert;
mod error;
mod evaluator;
mod files;
mod functions;
mod glob;
mod loops;
mod number;
mod operate;
mod order;
mod reference;
mod template;
mod type_expr;
mod types;
mod unify;
mod value;
mod variables;
mod weight;

pub use context::Context;
pub use convert::{Mismatch, convert};
pub use error::EvalError;
pub use files::Files;
pub use files::OUTSIDE;
pub use functions::names as function_names;
pub use functions::{Matcher, regex_fault};
pub use glob::Glob;
pub use number::{NoNumber, Number, Style};
pub use reference::text as reference_text;
pub use type_expr::{constraint as type_constraint, exact as exact_type};
pub use types::{ObjectType, Type};
pub use value::{Entries, Value};
pub use variables::references;
pub use variables::{Inputs, Source, VariableError, VariableFile, job_context};
