//! What `lint` does with job files: reads them, so that each finding has its location; takes levels
//! from a settings file; omits what a baseline contains; writes allowances, and applies fixes.
//!
//! ```
//! use jobwright::audit::JobFiles;
//! use jobwright::import::{Mode, JobReader, SourceFile, Values};
//!
//! let values = Values::default();
//! let reader = JobReader::new(Mode::Evaluate, &values).map_err(|found| found[0].message.clone())?;
//! let files = JobFiles::of_sources(&reader, &[SourceFile::new("web.nomad.hcl", "job \"web\" {\n  group \"web\" {\n    update {\n      canary = -1\n    }\n  }\n}\n")]);
//! let outcome = files.check(&Default::default(), None);
//! let places = outcome.findings.iter().map(|finding| finding.primary.place.to_string());
//! assert!(places.into_iter().any(|place| place == "web.nomad.hcl:4:16"));
//! # Ok::<(), String>(())
//! ```

mod baseline;
mod definitions;
mod edit;
mod fix;
mod job_files;
mod located;
mod read_file;
mod reasons;
mod settings;

pub use baseline::Baseline;
pub use definitions::{allowance_at, with_allowances};
pub use edit::Rewrite;
pub use fix::fixed;
pub use job_files::{JobFiles, Unread};
pub use read_file::ReadFile;
pub use reasons::allowed;
pub use settings::{SETTINGS, Settings, Unsettled};
