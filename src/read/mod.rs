//! From job files to the model: HCL, HCL in JSON syntax, and Nomad's API JSON.
//!
//! HCL is read in two ways. [`evaluated`] reads what Nomad reads: all expressions have their values, and what Nomad would
//! refuse is refused. [`job`] and [`kept`] keep expressions as they are and never drop what they do not know: unknown
//! attributes and blocks go into the block's `extra`. What makes no sense becomes a finding with its place in the text.

mod api_json;
mod body;
mod comments;
mod dynamic;
mod file;
mod foreign;
mod free;
mod free_text;
mod hcl_json;
mod inherit;
mod quantity;
mod reader;
mod shorthand;
mod surprise;
mod unknown;
mod value;

pub use api_json::{
    DATACENTERS, REGION, api_json, api_json_with_losses, deserialize, is_inspected,
};
pub use comments::{AFTER, Comment, ELEMENT, END, LIST_END, comments};
pub use foreign::{Foreign, explained, placeholders, recognise};
pub use hcl_json::{Rewritten, hcl_json, rewritten};

use crate::jobspec::{Block, Job};
use jobwright_hcl::eval::{Context, EvalError, Files, Inputs, Source, VariableError, job_context};
use jobwright_hcl::syntax::{self, Body, Position, Span};
use reader::{Mode, Reader};

/// One thing that could not be read or that surprises, with its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where it is.
    pub span: Span,
    /// The text in which that place lies.
    pub source: Source,
    /// What was found and what was expected.
    pub message: String,
    /// What to do; may be empty.
    pub help: String,
    /// Whether it is no more than a variable without a value.
    unset: bool,
}

impl Finding {
    fn new(span: Span, message: impl Into<String>) -> Self {
        Self {
            span,
            source: Source::Job,
            message: message.into(),
            help: String::new(),
            unset: false,
        }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Whether it is no mistake in the file, but only a variable that was given no value.
    #[must_use]
    pub fn unset_variable(&self) -> bool {
        self.unset
    }

    /// The place for people.
    #[must_use]
    pub fn position(&self, text: &str) -> Position {
        Position::of(text, self.span.start)
    }
}

impl From<EvalError> for Finding {
    fn from(error: EvalError) -> Self {
        Self::new(error.span, error.message).help(error.help)
    }
}

impl From<VariableError> for Finding {
    fn from(error: VariableError) -> Self {
        Self { source: error.source, unset: error.unset, ..error.error.into() }
    }
}

/// A job as Nomad would read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The job, without variables and expressions.
    pub job: Job,
    /// Where Nomad takes something else than most people would expect.
    pub warnings: Vec<Finding>,
}

/// Reads a job file as Nomad does when it is given these values: variables, local values and expressions become their
/// values, `dynamic` blocks become blocks, and what stands for all tasks goes into each. As to Nomad, a text that begins
/// with `{` is HCL in JSON syntax.
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
/// assert_eq!(found[0].message, "`job` has no attribute `count`");
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
    in_native_syntax(text, |text, names| {
        let body = parse(text)?;
        let (context, errors) = job_context(text, &body, inputs, files);
        let mut reader = Reader::new(text, Mode::Evaluate, context);
        reader.names = names;
        reader.inherits = true;
        reader.incomplete = !errors.is_empty();
        errors.into_iter().for_each(|error| reader.push(error.into()));
        file::job(reader, &body)
    })
}

/// Reads a job file and keeps variables, local values, `dynamic` blocks and all expressions that need working out. What
/// stands for all tasks goes into each. With `files`, texts that are read from files are taken from there at once, since
/// whoever deploys the job may not have them.
///
/// # Errors
///
/// Everything in the file that is no HCL or no job, all at once.
pub fn kept(text: &str, files: Option<Files>) -> Result<Job, Vec<Finding>> {
    let reading = in_native_syntax(text, |text, names| {
        let body = parse(text)?;
        let context = Context::job(text.as_bytes());
        let context = match files {
            Some(files) => context.files(files),
            None => context,
        };
        let mut reader = Reader::new(text, Mode::Keep, context);
        reader.names = names;
        reader.inherits = true;
        file::job(reader, &body)
    });
    reading.map(|reading| reading.job)
}

/// Reads a job file as it stands: variables, local values and expressions are kept, and so is what the model does not
/// know.
///
/// # Errors
///
/// Everything in the file that is no HCL or no job, all at once.
pub fn job(text: &str) -> Result<Job, Vec<Finding>> {
    as_written(text, &[]).map(|reading| reading.job)
}

fn as_written(text: &str, names: &[String]) -> Result<Reading, Vec<Finding>> {
    let body = parse(text)?;
    let mut reader = Reader::new(text, Mode::Keep, Context::job(text.as_bytes()));
    reader.names = names;
    file::job(reader, &body)
}

/// Reads native syntax, or JSON rewritten in it, with the places where they are in the JSON.
fn in_native_syntax(
    text: &str,
    read: impl FnOnce(&str, &[String]) -> Result<Reading, Vec<Finding>>,
) -> Result<Reading, Vec<Finding>> {
    if !syntax::is_json(text) {
        return read(text, &[]);
    }
    let native = rewritten(text)?;
    let moved = |findings: Vec<Finding>| {
        let moved = |finding: Finding| match finding.source {
            Source::Job => without_lines(Finding { span: native.origin(finding.span), ..finding }),
            _ => finding,
        };
        let mut moved: Vec<Finding> = findings.into_iter().map(moved).collect();
        in_order(&mut moved);
        moved
    };
    match read(&native.text, &native.names) {
        Ok(Reading { job, warnings }) => {
            let warnings = [native.warnings.clone(), moved(warnings)].concat();
            Ok(Reading { job, warnings })
        }
        Err(findings) => Err(moved(findings)),
    }
}

/// The finding without the numbers of lines that only the rewritten text has.
fn without_lines(mut finding: Finding) -> Finding {
    if let Some(at) = finding.message.find(" is already set on line ") {
        finding.message.truncate(at);
        finding.message.push_str(" is set twice");
        finding.help = "an attribute has one value: remove one of the two".to_owned();
    }
    finding
}

/// Reads a file whose attributes stand at its top, such as a volume specification.
///
/// # Errors
///
/// Everything in the file that is no HCL or does not belong there, all at once.
pub fn file<B: Block>(text: &str) -> Result<B, Vec<Finding>> {
    let parsed = parse(text)?;
    let mut reader = Reader::new(text, Mode::Keep, Context::job(text.as_bytes()));
    let mut read = B::blank();
    body::body(&mut reader, &parsed, &mut read);
    if reader.findings.is_empty() { Ok(read) } else { Err(reader.findings) }
}

/// Puts findings in the order of their places; those of other files come first.
fn in_order(findings: &mut [Finding]) {
    findings.sort_by_key(|finding| (finding.source == Source::Job, finding.span.start));
}

fn parse(text: &str) -> Result<Body<'_>, Vec<Finding>> {
    syntax::parse(text).map_err(findings)
}

fn findings(errors: Vec<syntax::SyntaxError>) -> Vec<Finding> {
    errors.into_iter().map(Finding::from).collect()
}

impl From<syntax::SyntaxError> for Finding {
    fn from(error: syntax::SyntaxError) -> Self {
        let help = error.unit.as_deref().and_then(quantity::help);
        Self::new(error.span, error.message).help(help.unwrap_or_else(|| error.help.into_owned()))
    }
}
