//! Jobs and volumes → verified HCL.

use std::collections::BTreeMap;

use super::blame::blame;
use super::error::RenderError;
use super::node::comment;
use super::printer::Printer;
use super::verify::{self, Difference, Unreadable};
use crate::jobspec::{Block, Job, VolumeSpec};
use crate::read::{self, Finding, Parsed};
use jobwright_hcl::fmt::{self, LaidOut};
use jobwright_hcl::syntax::{self, Body, SyntaxError};

/// Prints jobs through templates, and verifies that the output is what was asked for.
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
    /// A renderer with the built-in templates and a project's own, by file name, which take
    /// precedence.
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
    /// A template that fails, or whose output is not the job that was asked for; and a job without
    /// something that Nomad's parser requires.
    pub fn job(&self, job: &Job, header: &str) -> Result<String, RenderError> {
        let printed = self.print_job(job)?;
        let laid_out =
            lay_out(header, &printed).map_err(|error| self.blamed(error, job, &printed))?;
        let text = laid_out.text();
        verify_body(job, text, laid_out.parse()).map_err(|error| self.blamed(error, job, text))?;
        Ok(laid_out.into_text())
    }

    /// Adds to an error which template is to blame.
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

    /// Adds the file names of the templates whose output differs.
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

    /// The templates' output for a whole job file, before it is laid out: variables and locals,
    /// then the job.
    ///
    /// # Errors
    ///
    /// A template that fails.
    pub fn print_job(&self, job: &Job) -> Result<String, RenderError> {
        Ok(self.printer.job(job)?)
    }

    /// The templates' output for a block, before it is laid out.
    ///
    /// # Errors
    ///
    /// A template that fails.
    pub fn print(&self, block: &dyn Block) -> Result<String, RenderError> {
        Ok(self.printer.block(block)?)
    }
}

/// Puts the header above the templates' output and lays both out, as `nomad fmt` would.
///
/// # Errors
///
/// The source is not HCL.
pub fn layout(header: &str, text: &str) -> Result<String, RenderError> {
    Ok(lay_out(header, text)?.into_text())
}

/// As [`layout`], with the tokens of the source for reading it back.
fn lay_out(header: &str, text: &str) -> Result<LaidOut, RenderError> {
    let mut spaced = header.to_owned();
    fmt::blank_lines_into(text, &mut spaced);
    if !spaced.ends_with('\n') {
        spaced.push('\n');
    }
    // The result is read back directly afterwards, and refused if it is not HCL.
    LaidOut::of(&spaced).map_err(|errors| unreadable(&spaced, errors))
}

fn unreadable(text: &str, errors: Vec<SyntaxError>) -> RenderError {
    let findings: Vec<Finding> = errors.into_iter().map(Into::into).collect();
    Unreadable::new(text, &findings).into()
}

/// Reads the HCL back and compares it with the job that was asked for.
///
/// # Errors
///
/// The HCL is not a job, is another job, or is refused by Nomad's parser.
pub fn verify_job(job: &Job, text: &str) -> Result<(), RenderError> {
    verify_body(job, text, syntax::parse(text))
}

/// Reads back the body that the HCL was parsed into.
fn verify_body(
    job: &Job,
    text: &str,
    body: Result<Body<'_>, Vec<SyntaxError>>,
) -> Result<(), RenderError> {
    let body = body.map_err(|errors| unreadable(text, errors))?;
    let found = Parsed::native(text, &body).printed();
    let (found, lacking) = found.map_err(|findings| Unreadable::new(text, &findings))?;
    if *job != found {
        let differences = verify::compare_files(job, &found);
        if !differences.is_empty() {
            return Err(RenderError::Differs(differences));
        }
    }
    if lacking.is_empty() { Ok(()) } else { Err(RenderError::Lacks(verify::lacking(job))) }
}

fn verify_blocks(asked: &dyn Block, found: &dyn Block) -> Result<(), RenderError> {
    let differences = verify::compare(asked, found);
    if differences.is_empty() { Ok(()) } else { Err(RenderError::Differs(differences)) }
}
