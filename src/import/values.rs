//! Values for variables: from the command line, from files, and, on request, from the environment.

use super::source_file::SourceFile;
use crate::diagnostic::{Diagnostic, Severity};
use crate::read::Finding;
use jobwright_hcl::eval::{Inputs, Source, VariableFile};

/// The values that are given for variables.
#[derive(Clone, Debug, Default)]
pub struct Values {
    /// `name=value`, in the order in which they were given.
    pub arguments: Vec<String>,
    /// Variable files, in the order in which they were given.
    pub files: Vec<SourceFile>,
    /// The environment, if it is read; only `NOMAD_VAR_…` is used of it.
    pub environment: Vec<(String, String)>,
    /// Whether values for variables that a job does not declare are ignored: they may be for
    /// another job.
    pub lenient: bool,
}

impl Values {
    /// The values as an evaluation takes them.
    ///
    /// # Errors
    ///
    /// Variable files that are invalid.
    pub fn inputs(&self) -> Result<Inputs<'_>, Vec<Diagnostic>> {
        let mut inputs = Inputs { lenient: self.lenient, ..Inputs::default() };
        let mut findings = Vec::new();
        for file in &self.files {
            match VariableFile::read(&file.text) {
                Ok(read) => inputs.files.push(read),
                Err(errors) => {
                    let source = file.source_text();
                    let shown = |error| Finding::from(error).diagnostic(Severity::Error, &source);
                    findings.extend(errors.into_iter().map(shown));
                }
            }
        }
        if !findings.is_empty() {
            return Err(findings);
        }
        let environment = self.environment.iter().map(|(name, value)| (name, value.as_str()));
        let inputs = inputs.environment(environment);
        Ok(self.arguments.iter().fold(inputs, |inputs, argument| inputs.argument(argument)))
    }

    /// The source that an error is in, with its name, if it is not the job's.
    pub(super) fn text_of<'v>(
        &'v self,
        source: &Source,
        inputs: &'v Inputs<'_>,
    ) -> Option<(String, &'v str)> {
        let last = |all: &'v [(String, String)], wanted: &str| {
            let found = all.iter().rev().find(|(name, _)| name == wanted);
            found.map_or("", |(_, text)| text.as_str())
        };
        match source {
            Source::Job => None,
            Source::File(at) => {
                self.files.get(*at).map(|file| (file.name.clone(), file.text.as_str()))
            }
            Source::Environment(name) => {
                Some((format!("NOMAD_VAR_{name}"), last(&inputs.environment, name)))
            }
            Source::Argument(name) => {
                Some((format!("--var {name}"), last(&inputs.arguments, name)))
            }
        }
    }

    /// The names that the command line gives values to.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.arguments.iter().filter_map(|argument| Some(argument.split_once('=')?.0))
    }
}
