//! API JSON, which contains no variables and no expressions: they are evaluated first.

use std::borrow::Cow;

use super::item::{CatalogueItem, failed};
use crate::error::{Error, ErrorKind};
use crate::jobspec::Job;
use crate::render::Renderer;
use crate::{api, read};
use jobwright_hcl::eval::Inputs;

/// The job without variables and expressions, as Nomad evaluates its HCL with these values; or why
/// it cannot be evaluated.
///
/// # Errors
///
/// A template that does not print what was asked for.
pub fn evaluated<'j>(
    job: &'j Job,
    item: &CatalogueItem,
    renderer: &Renderer,
    inputs: &Inputs<'_>,
) -> Result<Result<Cow<'j, Job>, Error>, Error> {
    if !api::has_expressions(job) {
        return Ok(Ok(Cow::Borrowed(job)));
    }
    let text = renderer.job(job, "").map_err(|error| failed(item, error))?;
    Ok(match read::evaluated(&text, inputs, None) {
        Ok(reading) => Ok(Cow::Owned(reading.job)),
        Err(findings) => {
            let why: Vec<&str> = findings.iter().map(|finding| finding.message.as_str()).collect();
            let message = format!("`{}` has no API JSON: {}", item.name(), why.join("; "));
            let unset = findings.iter().any(read::Finding::unset_variable);
            let known =
                findings.into_iter().map(|finding| finding.help).find(|help| !help.is_empty());
            Err(Error::new(ErrorKind::Findings, message).help(match known {
                _ if unset => "set each variable with `--var NAME=VALUE`, or use HCL, which keeps \
                    variables"
                    .to_owned(),
                Some(help) => help,
                None => "fix the expression, or use HCL, which Nomad evaluates when it reads the \
                    file"
                    .to_owned(),
            }))
        }
    })
}

/// The file of a job.
///
/// # Errors
///
/// Something that API JSON cannot represent.
pub fn text(job: &Job, item: &CatalogueItem) -> Result<String, Error> {
    let mark = format!("{}; do not edit", item.mark());
    api::file(job, Some(&mark)).map_err(|error| {
        Error::new(ErrorKind::Findings, format!("`{}` cannot be written as API JSON", item.name()))
            .source_error(error)
            .help("use HCL, which can express every job")
    })
}
