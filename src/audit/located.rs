//! A job file with locations: each block and attribute knows where it is.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Severity, SourceText};
use crate::import::{Content, JobFile, JobReader, placeholders, variables};
use crate::jobspec::{Job, Origins, SourceId};
use crate::lint::{self, Comment};
use crate::read::{self, Finding, Parsed};
use jobwright_hcl::syntax::Body;

/// A job whose locations are in the source of its file.
#[derive(Clone, Debug)]
pub struct Located {
    /// The job, with values for expressions; those that depend on variables without a value are kept.
    pub job: Job,
    /// Warnings about it.
    pub warnings: Vec<Diagnostic>,
    /// The allowances in its comments.
    pub allowances: Vec<Comment>,
    /// The locations of the parts of what was read, if that is not the source itself.
    pub origins: Option<Origins>,
    /// The variables that it declares.
    pub variables: BTreeSet<String>,
    /// The variables that have no value.
    pub unset: Vec<Diagnostic>,
}

impl Located {
    /// Reads a job file whose source is this one of a [`SourceMap`](crate::diagnostic::SourceMap).
    ///
    /// # Errors
    ///
    /// Everything in the file that keeps Nomad from reading it.
    pub fn read(
        reader: &JobReader<'_>,
        file: JobFile<'_>,
        text: &Arc<SourceText>,
        id: SourceId,
    ) -> Result<Self, Vec<Diagnostic>> {
        if let Some(finding) = file.as_list() {
            return Err(vec![finding]);
        }
        let (source, form, content) = file.into_parts();
        let refused = |body, findings| Err(reader.refused(source, form, body, findings));
        let read = |parsed: Parsed<'_>, body: &Body<'_>, placeholders: Vec<Finding>| {
            let files = reader.files(&source.folder());
            let parsed = parsed.in_source(id);
            let shown =
                |findings: &[Finding]| reader.diagnostics(Severity::Warning, findings, source);
            let (job, mut warnings, unset) =
                match parsed.evaluated(&reader.inputs, Some(files.clone())) {
                    Ok(reading) => (reading.job, shown(&reading.warnings), Vec::new()),
                    Err(findings) if findings.iter().all(Finding::unset_variable) => {
                        let job = parsed.partly_evaluated(&reader.inputs, files)?;
                        (job, Vec::new(), shown(&findings))
                    }
                    Err(mut findings) => {
                        findings.retain(|finding| !finding.unset_variable());
                        return Err(findings);
                    }
                };
            warnings.extend(shown(&placeholders));
            let variables = variables(body);
            let (allowances, origins) = (Vec::new(), None);
            Ok(Located { job, warnings, allowances, origins, variables, unset })
        };
        let located = match content {
            Content::Native(Ok((body, comments))) => {
                let placeholders = placeholders(&source.text, &body);
                match read(Parsed::native(&source.text, &body), &body, placeholders) {
                    Ok(located) => {
                        let allowances = lint::comments(text, &body, &comments);
                        Ok(Located { allowances, ..located })
                    }
                    Err(findings) => refused(Some(&body), findings),
                }
            }
            Content::HclJson(Ok(json)) => {
                let located = json
                    .parse()
                    .and_then(|body| read(Parsed::json(&json, &body), &body, Vec::new()));
                match located {
                    Ok(located) => Ok(Located { origins: Some(json.origins), ..located }),
                    Err(findings) => refused(None, findings),
                }
            }
            Content::ApiJson(Ok(mut root)) => match read::api_json_of(&mut root) {
                Ok(read) => {
                    let found = [read.losses, read.warnings].concat();
                    let warnings = reader.diagnostics(Severity::Warning, &found, source);
                    let job = read.job;
                    let (allowances, variables, unset) = Default::default();
                    Ok(Located { job, warnings, allowances, origins: None, variables, unset })
                }
                Err(findings) => refused(None, findings),
            },
            Content::Native(Err(findings))
            | Content::HclJson(Err(findings))
            | Content::ApiJson(Err(findings)) => refused(None, findings),
        };
        located.map(|mut located| {
            located.warnings.extend(reader.undecoded(source));
            located
        })
    }
}
