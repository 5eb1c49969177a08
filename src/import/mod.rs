//! Turns existing jobs into a registry.
//!
//! [`candidates`] finds the files that the user means, and a [`SourceFile`] is the content of one;
//! a [`JobFile`] is that content, parsed once; a [`JobReader`] makes a job of it; [`rust`] prints
//! one job as Rust, [`library`] several as one registry; a [`Merge`] decides what becomes of jobs
//! in an existing registry or a new one, and plans the files that this needs; what a new project
//! needs besides is in [`crate::scaffold`]. Nothing is written before everything is decided.

mod candidates;
mod categories;
mod comments;
mod definition;
mod file_name;
mod foreign;
mod form;
mod imported;
mod job_file;
mod known;
mod lift;
mod merge;
mod reader;
mod reasons;
mod source_file;
mod templates;
mod together;
mod undecoded;
mod values;

pub(crate) use candidates::ENDINGS;
pub use candidates::{Candidate, Candidates, Opened, candidates, job_files};
pub use categories::{categories, category};
pub use comments::{AFTER, Comment, ELEMENT, END, LIST_END, comments};
pub(crate) use definition::hosts_and_paths;
pub use definition::{Definition, rust};
pub use file_name::file_name;
pub use foreign::{Foreign, explained, placeholders, recognise};
pub use form::Form;
pub use imported::Imported;
pub(crate) use imported::variables;
pub(crate) use job_file::Content;
pub use job_file::JobFile;
pub use lift::{Library, SHARED, Source, TargetRegistry, library, site};
pub use merge::{Destination, Files, Merge, Refused, Taken, merge};
pub use reader::{JobReader, Mode};
pub use source_file::{MAX_SIZE, SourceFile};
pub(crate) use source_file::{STDIN, bounded, file_bytes, too_large};
pub(crate) use undecoded::{REPLACEMENT, decode};
pub use values::Values;
