//! From jobs that are there already to a registry: [`rust`] prints one job, [`library`] several as one registry.
//!
//! This module knows values and their Rust text. It reads no files and writes none.

mod definition;
mod lift;

pub use definition::{Definition, rust};
pub use lift::{Library, Place, Source, library, site};
