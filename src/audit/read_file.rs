//! A job file that was read, which can be checked repeatedly without being read again.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use super::located::Located;
use crate::diagnostic::{Diagnostic, Severity, SourceText};
use crate::import::{JobFile, JobReader};
use crate::jobspec::{Origins, SourceId};
use crate::lint::Comment;
use crate::registry::{Defined, Definition};

/// A job file that was read. Clones share its source and its job.
#[derive(Clone, Debug)]
pub struct ReadFile {
    /// The source.
    pub text: Arc<SourceText>,
    /// The file that it was read from; `None` for standard input.
    pub path: Option<PathBuf>,
    /// Whether the source is the whole content of the file.
    pub(super) is_whole: bool,
    /// What is in it, or what keeps Nomad from reading it.
    pub(super) read: Result<ReadJob, Vec<Diagnostic>>,
}

/// The job of a file.
#[derive(Clone, Debug)]
pub(super) struct ReadJob {
    pub defined: Arc<Defined>,
    pub origins: Option<Origins>,
    pub allowances: Vec<Comment>,
    pub variables: BTreeSet<String>,
    pub findings: Vec<Diagnostic>,
}

impl ReadFile {
    /// Reads a job file that is one of several: the one of this number.
    #[must_use]
    pub fn read(reader: &JobReader<'_>, file: JobFile<'_>, number: usize) -> Self {
        let source = file.source();
        let text = source.source_text();
        let id = SourceId(u32::try_from(number).unwrap_or(u32::MAX));
        let (path, is_whole) = (source.path.clone(), source.undecoded.is_empty());
        let read =
            Located::read(reader, file, &text, id).map(|located| ReadJob::of(located, &text));
        Self { text, path, is_whole, read }
    }
}

impl ReadJob {
    fn of(located: Located, text: &SourceText) -> Self {
        let Located { job, warnings, allowances, origins, variables, unset } = located;
        let mut findings: Vec<Diagnostic> = warnings.into_iter().map(as_rule).collect();
        findings.extend(unset.into_iter().map(self::unset));
        let defined =
            Defined { source: text.name.clone().into(), definition: Definition::Job(job) };
        Self { defined: Arc::new(defined), origins, allowances, variables, findings }
    }
}

/// A warning about a file, as a finding of a rule.
fn as_rule(finding: Diagnostic) -> Diagnostic {
    let rule = if finding.rule == "unknown-name" { "house/unknown-name" } else { "house/misread" };
    Diagnostic { rule, ..finding }
}

/// A variable without a value is not a mistake: it is set when the job is deployed.
fn unset(finding: Diagnostic) -> Diagnostic {
    let note = "jobs that depend on it are not checked";
    let help = "set it with `--var NAME=VALUE` or `--var-file FILE`";
    Diagnostic { severity: Severity::Info, ..finding.note(note).help(help) }
}
