//! A second reader of what was written: hcl-rs, an independent parser. It checks value by value
//! whether a job file holds what was asked for, and shares no code with [`jobwright_hcl::syntax`],
//! [`crate::read`] and the printer, whose mistakes it would repeat otherwise.
//!
//! `gen --check` reads with it the files that it has just rendered; a file in the output directory
//! is equal to one of these, or stale. The tests and the fuzz targets use it, too.
//!
//! ```
//! use jobwright::jobspec::{Group, Job};
//! use jobwright::second_reader;
//!
//! let job = Job::batch("hello").group(Group::new("all").count(2));
//! let text = "job \"hello\" {\n  type = \"batch\"\n  group \"all\" { count = 3 }\n}\n";
//! let found = second_reader::job(&job, text).map_err(|refused| refused.to_string())?;
//! assert_eq!(
//!     found.differences[0].to_string(),
//!     "template `group.hcl.j2`, job \"hello\" > group \"all\": `count` differs: expected 2, found 3",
//! );
//! # Ok::<(), String>(())
//! ```
//!
//! Where hcl-rs reads otherwise than Nomad does, its result is corrected; `exceptions.rs` lists
//! these cases by name.

mod asked;
mod compare;
mod exceptions;
mod parse;
mod reading;
mod show;
mod templates;
mod tree;
mod value;

use compare::Comparison;
pub use compare::Reading;
pub use parse::{body, expression};
pub use reading::Refused;
pub use tree::{Block, Body, Part, Tree, TreeItem, Written, joined};

use crate::jobspec::{Job, VolumeSpec};

/// Reads a job file and compares it with the job that was asked for.
///
/// # Errors
///
/// hcl-rs cannot read it.
pub fn job(asked: &Job, text: &str) -> Result<Reading, Refused> {
    let mut comparison = Comparison::default();
    let body = body(text).or_else(|refused| {
        asked.variables.iter().try_for_each(|variable| asked::readable(variable))?;
        asked::map(&asked.locals)?;
        asked::readable(asked)?;
        Err(refused)
    })?;
    comparison.file(asked, &body)?;
    Ok(comparison.reading())
}

/// Reads a volume specification and compares it with the one that was asked for.
///
/// # Errors
///
/// hcl-rs cannot read it.
pub fn volume(asked: &VolumeSpec, text: &str) -> Result<Reading, Refused> {
    let mut comparison = Comparison::default();
    let body = body(text).or_else(|refused| asked::readable(asked).and(Err(refused)))?;
    comparison.volume(asked, &body)?;
    Ok(comparison.reading())
}
