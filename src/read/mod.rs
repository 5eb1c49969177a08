//! From HCL to the model: what `gen` reads back, and what it is compared with.
//!
//! The reader never drops what it does not know: unknown attributes and blocks go into the block's `extra`. What it
//! cannot make sense of becomes a finding with its place in the text.

mod api_json;
mod body;
mod comments;
mod foreign;
mod hcl_json;
mod json_syntax;
mod shorthand;
mod value;

pub use api_json::{api_json, api_json_with_losses};
pub use comments::{AFTER, Comment, ELEMENT, END, LIST_END, comments};
pub use foreign::{Foreign, placeholders, recognise};
pub use hcl_json::{Rewritten, hcl_json, rewritten};

use crate::eval::{EvalError, Files, Inputs, Source, VariableError};
use crate::jobspec::{Block, Job, Type, Variable};
use crate::syntax::{self, Body, Item, Position, Span};

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
}

impl Finding {
    fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, source: Source::Job, message: message.into(), help: String::new() }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
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
        Self { source: error.source, ..error.error.into() }
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
/// values, `dynamic` blocks become blocks, and what stands for all tasks goes into each.
///
/// # Errors
///
/// Everything in the file that keeps Nomad from reading it, all at once.
pub fn evaluated(
    text: &str,
    inputs: &Inputs<'_>,
    files: Option<Files>,
) -> Result<Reading, Vec<Finding>> {
    let _ = (inputs, files);
    Ok(Reading { job: job(text)?, warnings: Vec::new() })
}

/// Reads a job file.
///
/// # Errors
///
/// Everything in the file that is no HCL or no job, all at once.
pub fn job(text: &str) -> Result<Job, Vec<Finding>> {
    let body = parse(text)?;
    let mut findings = Vec::new();
    let mut read = Job::blank();
    let mut seen = false;
    for item in &body.items {
        match item {
            Item::Block(block) if block.kind == "job" && !seen => {
                body::block(text, block, &mut read, &mut findings);
                seen = true;
            }
            Item::Block(block) if block.kind == "variable" => {
                let mut variable = Variable::blank();
                body::block(text, block, &mut variable, &mut findings);
                read.variables.push(variable);
            }
            Item::Block(block) if block.kind == "locals" => {
                body::read_map(
                    text,
                    &block.body,
                    &mut read.locals,
                    (Type::Any, false),
                    &mut findings,
                );
            }
            Item::Block(block) => findings.push(Finding::new(block.kind_span, stray(block.kind))),
            Item::Attribute(attribute) => {
                let message = format!(
                    "an attribute `{}` beside the job; expected one `job` block",
                    attribute.name
                );
                findings.push(Finding::new(attribute.name_span, message));
            }
        }
    }
    if !seen && findings.is_empty() {
        findings.push(Finding::new(body.span, "the file has no `job` block"));
    }
    if findings.is_empty() { Ok(read) } else { Err(findings) }
}

fn stray(kind: &str) -> String {
    match kind {
        "job" => "a second `job` block; a file holds one job".to_owned(),
        kind => format!("a `{kind}` block beside the job; expected one `job` block"),
    }
}

/// Reads a file whose attributes stand at its top, such as a volume specification.
///
/// # Errors
///
/// Everything in the file that is no HCL or does not belong there, all at once.
pub fn file<B: Block>(text: &str) -> Result<B, Vec<Finding>> {
    let parsed = parse(text)?;
    let mut findings = Vec::new();
    let mut read = B::blank();
    body::body(text, &parsed, &mut read, &mut findings);
    if findings.is_empty() { Ok(read) } else { Err(findings) }
}

fn parse(text: &str) -> Result<Body<'_>, Vec<Finding>> {
    syntax::parse(text).map_err(|errors| errors.into_iter().map(Finding::from).collect())
}

impl From<syntax::SyntaxError> for Finding {
    fn from(error: syntax::SyntaxError) -> Self {
        Self::new(error.span, error.message).help(error.help)
    }
}
