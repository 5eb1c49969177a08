//! From job files to the model: HCL, HCL in JSON syntax, and Nomad's API JSON.
//!
//! HCL is read in two ways. [`evaluated`] reads what Nomad reads: all expressions have their
//! values, and what Nomad would refuse is refused. [`job`] and [`kept`] keep expressions as they
//! are and never drop what they do not know: unknown attributes and blocks go into the block's
//! `extra`. Whatever is invalid becomes a finding with its location in the source.

// HCL's files from the bottom up, none of which uses one further on: `session` is what one reading has; `warnings`,
// `unknown` and `required` are what it may find; `expression` makes values; `dynamic` tells the blocks that one makes; `free` and `config`
// keep what the model does not describe; `task_defaults` and `shorthand` are what Nomad does with blocks that were read;
// `attribute` and `body` read blocks in blocks, and `file` the job of a file.
mod api_json;
mod attribute;
mod body;
mod config;
mod dynamic;
mod expression;
mod fields;
mod file;
mod finding;
mod free;
mod free_text;
mod hcl_json;
mod labels;
mod map;
mod parsed;
mod quantity;
mod required;
mod session;
mod shorthand;
mod size;
mod task_defaults;
mod unknown;
mod value;
mod warnings;

pub use api_json::{DATACENTERS, REGION, api_json, api_json_with_losses, deserialize};
pub(crate) use api_json::{api_json_of, is_inspected, is_stopped};
pub use file::Reading;
pub use finding::Finding;
pub(crate) use hcl_json::rewritten_of;
pub use hcl_json::{Rewritten, rewritten};
pub use parsed::Parsed;
pub(crate) use required::lacks_inside;
pub(crate) use shorthand::names as extra_names;

use crate::jobspec::{Block, Job};
use body::BodyReader;
use finding::parse;
use jobwright_hcl::eval::{Context, Files, Inputs};
use jobwright_hcl::syntax;
use session::{Mode, Session};

/// The blocks that apply to all tasks of a job or a group, besides those in its schema.
pub(crate) fn for_tasks(
    owner: Option<crate::jobspec::Special>,
) -> impl Iterator<Item = &'static crate::jobspec::Schema> {
    task_defaults::ForTasks::schemas(owner)
}

/// Reads a job file as Nomad does when it is given these values: variables, local values and
/// expressions are replaced by their values, `dynamic` blocks by the blocks that they generate, and
/// blocks that apply to all tasks are copied into each. As in Nomad, a source that begins with `{`
/// is HCL in JSON syntax.
///
/// ```
/// use jobwright::eval::Inputs;
/// use jobwright::read::evaluated;
///
/// let text = "job \"web\" {\n  group \"g\" {\n    count = max(1, 2)\n  }\n}\n";
/// let reading = evaluated(text, &Inputs::default(), None).map_err(|found| found[0].message.clone())?;
/// assert_eq!(reading.job.groups[0].count.as_ref().and_then(|count| count.get()), Some(2));
///
/// let found = evaluated("job \"web\" {\n  count = 2\n}\n", &Inputs::default(), None).unwrap_err();
/// assert_eq!(found[0].message, "unknown attribute `count` in `job`");
/// # Ok::<(), String>(())
/// ```
///
/// # Errors
///
/// Everything in the file that keeps Nomad from reading it, all at once.
pub fn evaluated(
    text: &str,
    inputs: &Inputs<'_>,
    files: Option<Files>,
) -> Result<Reading, Vec<Finding>> {
    parsed(text, |file| file.evaluated(inputs, files))
}

/// Reads a job file and keeps variables, local values, `dynamic` blocks and all expressions that
/// are not constant. Blocks that apply to all tasks are copied into each. With `files`, strings
/// that are read from files are inserted at once, since whoever deploys the job may not have the
/// files.
///
/// # Errors
///
/// Everything in the file that is not HCL or not a job, all at once.
pub fn kept(text: &str, files: Option<Files>) -> Result<Job, Vec<Finding>> {
    parsed(text, |file| file.kept(files))
}

/// Reads a job file unchanged: variables, local values and expressions are kept, and so is
/// everything that the model does not know.
///
/// # Errors
///
/// Everything in the file that is not HCL or not a job, all at once.
pub fn job(text: &str) -> Result<Job, Vec<Finding>> {
    let body = parse(text)?;
    Parsed::native(text, &body).as_written()
}

/// Reads a job file in HCL's JSON syntax, which begins with `{`.
///
/// ```
/// let job = jobwright::read::hcl_json(r#"{"job": {"web": {"group": {"g": {"count": 2}}}}}"#).unwrap();
/// assert_eq!((job.id.as_str(), job.groups[0].name.as_str()), ("web", "g"));
/// ```
///
/// # Errors
///
/// Everything in the file that is not JSON or not a job, all at once.
pub fn hcl_json(text: &str) -> Result<Job, Vec<Finding>> {
    parsed(text, |file| file.as_written())
}

/// Parses a job file, in whichever syntax it is, and reads it.
fn parsed<T>(
    text: &str,
    read: impl FnOnce(Parsed<'_>) -> Result<T, Vec<Finding>>,
) -> Result<T, Vec<Finding>> {
    if syntax::is_json(text) {
        let json = rewritten(text)?;
        let body = json.parse()?;
        return read(Parsed::json(&json, &body));
    }
    read(Parsed::native(text, &parse(text)?))
}

/// Reads a file whose attributes are at its top level, such as a volume specification.
///
/// # Errors
///
/// Everything in the file that is not HCL or does not belong there, all at once.
pub fn file<B: Block>(text: &str) -> Result<B, Vec<Finding>> {
    let parsed = parse(text)?;
    let session = Session::new(text, Mode::Keep, Context::job(text.as_bytes()));
    let mut reader = BodyReader { session, defaults: None };
    let mut read = B::blank();
    body::body(&mut reader, &parsed, &mut read);
    let findings = reader.session.findings;
    if findings.is_empty() { Ok(read) } else { Err(findings) }
}
