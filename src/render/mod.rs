//! Job → text, in three steps that each can be watched: templates print, [`jobwright_hcl::fmt`] lays out, and the result is
//! read back and compared with what was asked for.

mod blame;
pub(crate) mod env;
pub(crate) mod literal;
mod node;
mod templates;
mod verify;

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::Environment;
use minijinja::value::Value as Shown;

use crate::jobspec::{Block, Job, VolumeSpec};
use jobwright_hcl::fmt;

use crate::read;
use node::Node;
pub use templates::{Origin, ejected, origin, template, template_names};
pub use verify::{Difference, Unreadable};

/// Prints jobs through templates, and proves that what it printed is what was asked for.
///
/// ```
/// use jobwright::jobspec::{Group, Job};
/// use jobwright::render::Renderer;
///
/// let renderer = Renderer::new(Default::default()).unwrap();
/// let text = renderer.job(&Job::batch("hello").group(Group::new("hello")), "").unwrap();
/// assert_eq!(text, "job \"hello\" {\n  type = \"batch\"\n\n  group \"hello\" {}\n}\n");
/// ```
#[derive(Debug)]
pub struct Renderer {
    env: Environment<'static>,
}

/// Why a job could not be rendered.
#[derive(Debug)]
pub enum RenderError {
    /// A template does not compile, asks for an unknown name or fails.
    Template(minijinja::Error),
    /// What the templates printed is no HCL or no job.
    Unreadable(Unreadable),
    /// What the templates printed is another job than the one that was asked for.
    Differs(Vec<Difference>),
}

impl Renderer {
    /// A renderer with the built-in templates and a project's own, by file name, which go first.
    ///
    /// # Errors
    ///
    /// A template that does not compile.
    pub fn new(overrides: BTreeMap<String, String>) -> Result<Self, RenderError> {
        Ok(Self { env: env::environment(overrides)? })
    }

    /// The job as canonical HCL below a header of comment lines, verified.
    ///
    /// # Errors
    ///
    /// A template that fails, or whose text is not the job that was asked for.
    pub fn job(&self, job: &Job, header: &str) -> Result<String, RenderError> {
        let printed = self.print_job(job)?;
        let text = layout(header, &printed).map_err(|error| self.blamed(error, job, &printed))?;
        verify_job(job, &text).map_err(|error| self.blamed(error, job, &text))?;
        Ok(text)
    }

    /// Adds to an unreadable text who printed it.
    fn blamed(&self, error: RenderError, job: &Job, text: &str) -> RenderError {
        match error {
            RenderError::Unreadable(unreadable) => {
                let findings = read::job(text).err().unwrap_or_default();
                let blame = blame::blame(self, job, text, &findings);
                RenderError::Unreadable(Unreadable { blame, ..unreadable })
            }
            other => other,
        }
    }

    /// The volume specification as canonical HCL below a header, verified.
    ///
    /// # Errors
    ///
    /// As for [`Renderer::job`].
    pub fn volume(&self, volume: &VolumeSpec, header: &str) -> Result<String, RenderError> {
        let text = layout(header, &format!("{}{}", comment(volume), self.print(volume)?))?;
        let found: VolumeSpec =
            read::file(&text).map_err(|findings| Unreadable::new(&text, &findings))?;
        verify_blocks(volume, &found)?;
        Ok(text)
    }

    /// What the templates print for a whole job file, before it is laid out: variables and locals, then the job.
    ///
    /// # Errors
    ///
    /// A template that fails.
    pub fn print_job(&self, job: &Job) -> Result<String, RenderError> {
        let mut text = String::new();
        for variable in &job.variables {
            text.push_str(&comment(variable));
            text.push_str(&self.print(variable)?);
            text.push('\n');
        }
        if !job.locals.is_empty() {
            text.push_str(&self.print_node(Node::map("locals", &job.locals, false))?);
            text.push('\n');
        }
        text.push_str(&comment(job));
        text.push_str(&self.print(job)?);
        Ok(text)
    }

    /// What the templates print for a block, before it is laid out.
    ///
    /// # Errors
    ///
    /// A template that fails.
    pub fn print(&self, block: &dyn Block) -> Result<String, RenderError> {
        self.print_node(Node::new(block))
    }

    fn print_node(&self, node: Node) -> Result<String, RenderError> {
        let template = self.env.get_template(node.template)?;
        Ok(template.render(Shown::from_dyn_object(Arc::new(node)))?)
    }
}

/// The comment above a block, as HCL has it.
fn comment(block: &dyn Block) -> String {
    let lines = block.base().comment.iter().flat_map(|comment| comment.lines());
    lines.map(|line| format!("# {}\n", line.trim_end())).collect()
}

/// Puts the header above what the templates printed and lays both out, as `nomad fmt` would.
///
/// # Errors
///
/// A text that is no HCL.
pub fn layout(header: &str, text: &str) -> Result<String, RenderError> {
    let mut spaced = header.to_owned();
    spaced.push_str(&fmt::blank_lines(text));
    if !spaced.ends_with('\n') {
        spaced.push('\n');
    }
    let mut formatted = String::new();
    // What is laid out here is read back right after, which refuses what is no HCL.
    match fmt::Formatter::new().lay_out_into(&spaced, &mut formatted) {
        Ok(()) => Ok(formatted),
        Err(errors) => {
            let findings: Vec<read::Finding> = errors.into_iter().map(Into::into).collect();
            Err(Unreadable::new(&spaced, &findings).into())
        }
    }
}

/// Reads the text back and compares it with the job that was asked for.
///
/// # Errors
///
/// A text that is no job, or another one.
pub fn verify_job(job: &Job, text: &str) -> Result<(), RenderError> {
    let found = read::job(text).map_err(|findings| Unreadable::new(text, &findings))?;
    if *job == found {
        return Ok(());
    }
    let differences = verify::compare_files(job, &found);
    if differences.is_empty() { Ok(()) } else { Err(RenderError::Differs(differences)) }
}

fn verify_blocks(asked: &dyn Block, found: &dyn Block) -> Result<(), RenderError> {
    let differences = verify::compare(asked, found);
    if differences.is_empty() { Ok(()) } else { Err(RenderError::Differs(differences)) }
}

impl From<minijinja::Error> for RenderError {
    fn from(error: minijinja::Error) -> Self {
        Self::Template(error)
    }
}

impl From<Unreadable> for RenderError {
    fn from(unreadable: Unreadable) -> Self {
        Self::Unreadable(unreadable)
    }
}

impl std::fmt::Display for RenderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Template(error) => template_error(f, error),
            Self::Unreadable(unreadable) => {
                f.write_str("the templates print what Nomad cannot read")?;
                for (position, message) in &unreadable.findings {
                    write!(f, "\n  rendered line {position}: {message}")?;
                }
                write!(f, "\n  the line is: {}", unreadable.line)?;
                match &unreadable.blame {
                    Some(blame) => write!(f, "\n  it comes from {blame}"),
                    None => Ok(()),
                }
            }
            Self::Differs(differences) => {
                f.write_str("the templates print another job than the one that was asked for")?;
                for difference in differences.iter().take(10) {
                    write!(f, "\n  {difference}")?;
                }
                match differences.len().saturating_sub(10) {
                    0 => Ok(()),
                    more => write!(f, "\n  and {more} more differences"),
                }
            }
        }
    }
}

/// The innermost place of a template error: that is where it must be mended.
fn template_error(f: &mut std::fmt::Formatter<'_>, error: &minijinja::Error) -> std::fmt::Result {
    let mut innermost = error;
    while let Some(inner) =
        std::error::Error::source(innermost).and_then(|source| source.downcast_ref())
    {
        innermost = inner;
    }
    let name = innermost.name().unwrap_or("?");
    write!(f, "template `{name}`")?;
    if let Some(line) = innermost.line() {
        write!(f, ", line {line}")?;
    }
    write!(f, ": {}", innermost.kind())?;
    if let Some(detail) = innermost.detail() {
        write!(f, ": {detail}")?;
    }
    let source = innermost.template_source().unwrap_or_default();
    match innermost.line().and_then(|line| source.lines().nth(line.saturating_sub(1))) {
        Some(line) => write!(f, "\n  the line is: {}", line.trim()),
        None => Ok(()),
    }
}

impl std::error::Error for RenderError {}
