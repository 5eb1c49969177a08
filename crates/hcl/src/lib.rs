//! HCL as Nomad reads it: its native syntax with spans, its canonical layout, and the values of
//! its expressions.
//!
//! It accepts and refuses what HashiCorp's own library does, in the version that Nomad has, and says where and why. Nothing
//! here knows jobs:
//!
//! ```
//! use jobwright_hcl::syntax::{self, Item, Position};
//! use jobwright_hcl::{eval, fmt};
//!
//! let text = "locals {\n  names = [\"a\", \"b\"]\n}\nhosts=[for x in local.names : \"${x}.example\"]\n";
//!
//! // A tree that borrows from the text, with a place for everything.
//! let body = syntax::parse(text).map_err(|errors| errors[0].clone())?;
//! let Some(Item::Attribute(hosts)) = body.items.last() else { panic!("an attribute") };
//! assert_eq!(hosts.value.span.of(text), "[for x in local.names : \"${x}.example\"]");
//! assert_eq!(Position::of(text, hosts.span.start).line, 4);
//!
//! // Values, with the file's variables and local values.
//! let (context, errors) = eval::job_context(text, &body, &eval::Inputs::default(), None);
//! assert!(errors.is_empty());
//! let value = context.evaluate(&hosts.value).map_err(|errors| errors[0].clone())?;
//! let first = value.elements().and_then(|elements| elements.first().cloned());
//! assert_eq!(first.as_ref().and_then(|first| first.as_str()), Some("a.example"));
//!
//! // The layout of `nomad fmt`.
//! let formatted = fmt::format(text).map_err(|errors| errors[0].clone())?;
//! assert!(formatted.ends_with("hosts = [for x in local.names : \"${x}.example\"]\n"));
//!
//! // A mistake has its place, and says what was expected.
//! let errors = syntax::parse("hosts = [1, 2\n").unwrap_err();
//! assert_eq!(errors[0].to_string(), "unclosed `[`");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The modules can be used one by one:
//!
//! - [`syntax`]: source to a tree with spans, with the verdict of HashiCorp's parser;
//!   [`syntax::visit`] walks over it, and [`syntax::same_expression`] compares;
//! - [`fmt`]: source as `nomad fmt` lays it out;
//! - [`eval`]: expressions to values, with functions, variables and local values;
//! - [`json`]: JSON to a tree with spans, for HCL's JSON syntax;
//! - [`duration`]: durations as Go writes them;
//! - [`nearest`]: the known word that was probably meant by a misspelled one.
//!
//! Without the feature `crypto`, the functions that need a cryptographic crate (`bcrypt`, `md5`, `rsadecrypt`, `sha1`,
//! `sha256`, `sha512`, `uuidv4`, `uuidv5`) end with an error that says so.

pub mod duration;
pub mod eval;
pub mod fmt;
pub mod json;
pub mod nearest;
pub mod syntax;
