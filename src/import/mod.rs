//! From jobs that are there already to a registry.
//!
//! This module knows values and their Rust text. It reads no files and writes none.

mod definition;

pub use definition::{Definition, rust};
