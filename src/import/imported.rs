//! What was read of one job file.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::comments::Comment;
use super::source_file::SourceFile;
use crate::diagnostic::Diagnostic;
use crate::jobspec::Job;

/// A job that was read.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The name of its file in messages.
    pub name: String,
    /// Its file; nothing for standard input.
    pub path: Option<PathBuf>,
    /// The job.
    pub job: Job,
    /// The comments of its file.
    pub comments: Vec<Comment>,
    /// The variables that its file declares.
    pub variables: BTreeSet<String>,
    /// What surprises.
    pub warnings: Vec<Diagnostic>,
}

impl Imported {
    pub(super) fn new(file: &SourceFile, job: Job) -> Self {
        let (comments, variables, warnings) = (Vec::new(), BTreeSet::new(), Vec::new());
        let (name, path) = (file.name.clone(), file.path.clone());
        Self { name, path, job, comments, variables, warnings }
    }
}
