//! From jobs that are there already to a registry.
//!
//! A [`JobFile`] is a text that knows what form it has; [`Reader`] makes a job of it; [`rust`] prints one job as Rust,
//! [`library`] several as one registry; a [`Plan`] says which files that needs and what is in their way, and writes them;
//! [`Skeleton`] is what a new project needs besides. Nothing is written before everything is decided.

mod categories;
mod definition;
mod form;
mod job_file;
mod lift;
mod plan;
mod reader;
mod reasons;
mod skeleton;
mod values;

pub use categories::{categories, category};
pub use definition::{Definition, rust};
pub use form::Form;
pub(crate) use job_file::not_text;
pub use job_file::{JobFile, MAX_SIZE};
pub use lift::{Library, Place, SHARED, Source, library, site};
pub use plan::{Plan, Wanted, Written};
pub use reader::{Imported, Mode, Reader};
pub use skeleton::{Dependency, Skeleton};
pub use values::Values;
