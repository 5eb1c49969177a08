//! From HCL to the model: what `gen` reads back, and what it is compared with.
//!
//! The reader never drops what it does not know: unknown attributes and blocks go into the block's `extra`. What it
//! cannot make sense of becomes a finding with its place in the text.

mod body;
mod shorthand;
mod value;

use crate::jobspec::{Block, Job};
use crate::syntax::{self, Body, Item, Position, Span};

/// One thing that could not be read, with its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where it is.
    pub span: Span,
    /// What was found and what was expected.
    pub message: String,
}

impl Finding {
    fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into() }
    }

    /// The place for people.
    #[must_use]
    pub fn position(&self, text: &str) -> Position {
        Position::of(text, self.span.start)
    }
}

/// Reads a job file.
///
/// # Errors
///
/// Everything in the file that is no HCL or no job, all at once.
pub fn job(text: &str) -> Result<Job, Vec<Finding>> {
    let body = parse(text)?;
    let mut findings = Vec::new();
    let mut job = None;
    for item in &body.items {
        match item {
            Item::Block(block) if block.kind == "job" && job.is_none() => {
                let mut read = Job::blank();
                body::block(text, block, &mut read, &mut findings);
                job = Some(read);
            }
            Item::Block(block) => {
                let message = match block.kind {
                    "job" => "a second `job` block; a file holds one job".to_owned(),
                    kind => format!("a `{kind}` block beside the job; expected one `job` block"),
                };
                findings.push(Finding::new(block.kind_span, message));
            }
            Item::Attribute(attribute) => {
                let message = format!(
                    "an attribute `{}` beside the job; expected one `job` block",
                    attribute.name
                );
                findings.push(Finding::new(attribute.name_span, message));
            }
        }
    }
    match job {
        Some(job) if findings.is_empty() => Ok(job),
        None if findings.is_empty() => {
            Err(vec![Finding::new(body.span, "the file has no `job` block")])
        }
        _ => Err(findings),
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
        Self::new(error.span, error.message)
    }
}
