//! Job files that a command works on in place of the registry.

use std::path::PathBuf;

use super::print;
use super::values::{ValueArgs, unused};
use crate::Severity;
use crate::audit::JobFiles;
use crate::diagnostic::Diagnostic;
use crate::error::{Error, ErrorKind};
use crate::import::{JobReader, Mode};

/// The job files that paths lead to, evaluated; and whether that is all of them. What is wrong with the others is said. Nothing,
/// where the values for their variables are wrong.
///
/// # Errors
///
/// There are no job files.
pub fn read(paths: &[PathBuf], values: &ValueArgs) -> Result<Option<(JobFiles, bool)>, Error> {
    let several = paths.len() > 1 || paths.iter().any(|path| path.is_dir());
    let (values, mut findings) = values.read(several);
    let opened = {
        let reader = JobReader::new(Mode::Evaluate, &values);
        findings.extend(reader.as_ref().err().into_iter().flatten().cloned());
        reader.ok().filter(|_| findings.is_empty()).map(|reader| JobFiles::open(&reader, paths))
    };
    let Some((files, unread)) = opened else {
        findings.iter().for_each(print::finding);
        return Ok(None);
    };
    unused(&values, |name| files.declares(name));
    unread.errors.iter().for_each(print::error);
    let is_error = |finding: &&Diagnostic| finding.severity == Severity::Error;
    let wrong: Vec<&Diagnostic> = files.findings.iter().filter(is_error).collect();
    wrong.iter().for_each(|finding| print::finding(finding));
    let is_whole = unread.errors.is_empty() && wrong.is_empty();
    if files.jobs().next().is_none() && is_whole {
        let help = "pass files with a `job` block or API JSON, or directories with such files";
        return Err(Error::new(ErrorKind::Usage, "no job files found").help(help));
    }
    Ok(Some((files, is_whole)))
}
