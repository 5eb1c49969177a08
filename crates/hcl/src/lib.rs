//! HCL as Nomad reads it: its native syntax with places, its canonical layout, and the values of its expressions.
//!
//! Nothing here knows jobs. The rooms can be used one by one:
//!
//! - [`syntax`]: text to a tree with spans, with the verdict of HashiCorp's parser;
//! - [`fmt`]: text as `nomad fmt` lays it out;
//! - [`eval`]: expressions to values, with functions, variables and local values;
//! - [`json`]: JSON to a tree with spans, for HCL's JSON syntax;
//! - [`duration`]: durations as Go writes them;
//! - [`nearest`]: the word that somebody probably meant.
//!
//! Without the feature `crypto`, the functions that need a cryptographic crate (`bcrypt`, `md5`, `rsadecrypt`, `sha1`,
//! `sha256`, `sha512`, `uuidv4`, `uuidv5`) end with an error that says so.

pub mod duration;
pub mod eval;
pub mod fmt;
pub mod json;
pub mod nearest;
pub mod syntax;
