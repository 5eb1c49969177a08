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
//! For other programs, a job serializes with serde as in Nomad's API:
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
//! - [`render`]: templates, layout, and the verification that they print what was asked for;
//! - [`api`]: a job as Nomad's API JSON, which every block also serializes to;
//! - [`syntax`] and [`fmt`]: HCL itself, usable on their own;
//! - [`read`]: HCL, read into the model;
//! - [`second_reader`]: generated files, read by an independent parser;
//! - [`import`]: existing jobs, as Rust;
//! - [`scaffold`]: the files of a project besides its jobs;
//! - [`draft`]: the description of a new job, as its definition;
//! - [`lint`]: findings about jobs; [`audit`]: the same for job files, with settings, baselines and fixes;
//! - [`needs`]: what a job needs before it can run; [`images`]: the images that jobs run, and where they are set;
//! - [`map`]: an overview of what a set of jobs contains;
//! - [`order`]: the order in which jobs and volumes are deployed;
//! - [`lsp`]: the language server, which offers all of these in editors;
//! - [`report`]: findings in the forms that other programs read;
//! - [`cli`]: the commands of a project's own program.

// The derive refers to this crate by its external name; inside, this is the same name.
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
mod go_template;
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
/// The HCL library whose values free-form configuration accepts: see [`jobspec::Free`].
pub use hcl;
pub use jobwright_hcl::{eval, fmt, syntax};
#[doc(hidden)]
pub use registry::define;
pub use registry::{Define, Defined, Definition, Definitions, Entry, Registry};
#[doc(hidden)]
pub use serde;
