//! The result of reading one job file.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::comments::Comment;
use super::source_file::SourceFile;
use crate::diagnostic::{Diagnostic, Severity};
use crate::jobspec::Job;
use crate::read::Finding;
use jobwright_hcl::syntax::{Body, Item};

/// A job that was read.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The name of its file in messages.
    pub name: String,
    /// Its file; `None` for standard input.
    pub path: Option<PathBuf>,
    /// The job.
    pub job: Job,
    /// The job as HCL, if it has been printed and is unchanged since.
    pub(crate) text: Option<String>,
    /// The comments of its file.
    pub comments: Vec<Comment>,
    /// The variables that its file declares.
    pub variables: BTreeSet<String>,
    /// Warnings about the file.
    pub warnings: Vec<Diagnostic>,
}

impl Imported {
    pub(super) fn new(file: &SourceFile, job: Job) -> Self {
        let (comments, variables, warnings) = (Vec::new(), BTreeSet::new(), Vec::new());
        let (name, path) = (file.name.clone(), file.path.clone());
        Self { name, path, job, text: None, comments, variables, warnings }
    }

    /// A job of API JSON, with warnings about what cannot be written in a job file.
    pub(super) fn with_losses(file: &SourceFile, job: Job, losses: &[Finding]) -> Self {
        let source = file.source_text();
        let warning = |finding: &Finding| {
            let warning = finding.diagnostic(Severity::Warning, &source);
            warning.note("this cannot be written in a job file and is left out")
        };
        Self { warnings: losses.iter().map(warning).collect(), ..Self::new(file, job) }
    }
}

/// The names of the variables that a job file declares.
pub fn variables(body: &Body<'_>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for item in &body.items {
        let Item::Block(block) = item else { continue };
        match block.kind {
            "variable" => names.extend(block.labels.first().map(|label| label.text.to_string())),
            "variables" => names.extend(block.body.items.iter().filter_map(|item| match item {
                Item::Attribute(attribute) => Some(attribute.name.to_owned()),
                Item::Block(_) => None,
            })),
            _ => {}
        }
    }
    names
}
