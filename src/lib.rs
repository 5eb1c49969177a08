//! Nomad jobs as typed Rust, rendered into HCL that you review, commit and run.
//!
//! A job is a few lines of Rust. `gen` turns all of them into `out/*.nomad.hcl`, formatted as `nomad fmt` would, read
//! back and compared with what was asked for. The plain `nomad` CLI deploys the files; nothing at run time depends on
//! this crate.
//!
//! ```
//! use jobwright::prelude::*;
//!
//! fn job() -> Workload {
//!     Workload::service("whoami").shape(Shape::equal(64)).port(Port::http(80)).route(Route::path("/whoami"))
//! }
//!
//! let job = job().job(&Site::new("lab").datacenters(["dc1"]).image_registry("registry.lab:5000"));
//! let hcl = jobwright::render::Renderer::new(Default::default())?.job(&job, "")?;
//! assert!(hcl.contains("image = \"registry.lab:5000/whoami\""));
//! # Ok::<(), jobwright::render::RenderError>(())
//! ```
//!
//! To other programs, a job is what Nomad's API has of it, by serde:
//!
//! ```
//! use jobwright::prelude::*;
//!
//! let job: Job = serde_json::from_str(r#"{"ID": "web", "Type": "batch", "TaskGroups": [{"Name": "all", "Count": 2}]}"#)?;
//! assert_eq!(job, Job::batch("web").group(Group::new("all").count(2)));
//! assert_eq!(serde_json::to_value(&job)?["TaskGroups"][0]["Count"], 2);
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! Where to go next:
//!
//! - [`house`]: the house layer, in which most jobs are written;
//! - [`jobspec`]: Nomad's whole model, for everything else;
//! - [`render`]: templates, layout, and the proof that they say what was asked for;
//! - [`api`]: a job as Nomad's API JSON, which every block is by serde, too;
//! - [`syntax`] and [`fmt`]: HCL itself, usable on their own;
//! - [`read`]: HCL back into the model;
//! - [`second_reader`]: what was written, read by a parser that is not ours;
//! - [`import`]: jobs that are there already, as Rust;
//! - [`scaffold`]: the files of a project besides its jobs;
//! - [`draft`]: what is said of a new job, as its definition;
//! - [`lint`]: what is wrong with jobs; [`audit`]: the same for job files, with settings, baselines and fixes;
//! - [`needs`]: what a job needs before it can run; [`images`]: the images that jobs run, and where they are written;
//! - [`map`]: what a set of jobs has, as a catalogue to look at;
//! - [`order`]: in which order jobs and volumes are deployed;
//! - [`lsp`]: the language server, which answers editors by all of these;
//! - [`report`]: findings in the forms that other programs read;
//! - [`cli`]: the commands of a project's own program.

// The derive names this crate from outside; inside, this is the same name.
extern crate self as jobwright;

pub mod api;
pub mod audit;
mod circles;
pub mod cli;
mod deploy;
pub mod diagnostic;
pub mod diff;
pub mod draft;
pub mod error;
mod files;
pub mod generate;
pub mod house;
pub mod images;
pub mod import;
pub mod jobspec;
pub mod lint;
pub mod lsp;
pub mod map;
mod mark;
pub mod needs;
pub mod order;
pub mod origin;
pub mod out;
mod parallel;
pub mod prelude;
pub mod project;
pub mod read;
mod reference;
mod registry;
pub mod render;
mod replace;
pub mod report;
mod rust_text;
pub mod scaffold;
pub mod schema_json;
pub mod second_reader;
mod secret;
mod stem;
mod table;
mod visible;
mod xml;

pub use diagnostic::{Diagnostic, Severity};
pub use error::{Error, ErrorKind};
/// The HCL library that free-form configuration can be given in: see [`jobspec::Free`].
pub use hcl;
pub use jobwright_hcl::{eval, fmt, syntax};
#[doc(hidden)]
pub use registry::define;
pub use registry::{Define, Defined, Definition, Definitions, Entry, Registry};
#[doc(hidden)]
pub use serde;
