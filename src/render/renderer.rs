//! Jobs and volumes → verified text.

use std::collections::BTreeMap;

use super::blame::blame;
use super::error::RenderError;
use super::node::comment;
use super::printer::Printer;
use super::verify::{self, Difference, Unreadable};
use crate::jobspec::{Block, Job, VolumeSpec};
use crate::read;
use jobwright_hcl::fmt;

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
    printer: Printer,
}

impl Renderer {
    /// A renderer with the built-in templates and a project's own, by file name, which go first.
    ///
    /// # Errors
    ///
    /// A template that does not compile.
    pub fn new(overrides: BTreeMap<String, String>) -> Result<Self, RenderError> {
        Ok(Self { printer: Printer::new(overrides)? })
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

    /// Adds to an error who printed what is wrong.
    fn blamed(&self, error: RenderError, job: &Job, text: &str) -> RenderError {
        match error {
            RenderError::Unreadable(unreadable) => {
                let findings = read::job(text).err().unwrap_or_default();
                let blame = blame(&self.printer, job, text, &findings);
                RenderError::Unreadable(Unreadable { blame, ..unreadable })
            }
            other => self.named(other),
        }
    }

    /// Names the files of the templates that printed otherwise.
    fn named(&self, error: RenderError) -> RenderError {
        let named = |difference: Difference| Difference {
            template: self.printer.file(difference.template),
            ..difference
        };
        match error {
            RenderError::Differs(differences) => {
                RenderError::Differs(differences.into_iter().map(named).collect())
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
        verify_blocks(volume, &found).map_err(|error| self.named(error))?;
        Ok(text)
    }

    /// What the templates print for a whole job file, before it is laid out: variables and locals, then the job.
    ///
    /// # Errors
    ///
    /// A template that fails.
    pub fn print_job(&self, job: &Job) -> Result<String, RenderError> {
        Ok(self.printer.job(job)?)
    }

    /// What the templates print for a block, before it is laid out.
    ///
    /// # Errors
    ///
    /// A template that fails.
    pub fn print(&self, block: &dyn Block) -> Result<String, RenderError> {
        Ok(self.printer.block(block)?)
    }
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
