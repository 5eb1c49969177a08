//! From the registry to the files of the output directory.

mod again;
mod catalogue;
mod item;
pub(crate) mod json;
mod outline;
mod pass;
mod run;
mod several;

use std::path::PathBuf;

use crate::diagnostic::{Diagnostic, Severity};
use crate::error::{Error, ErrorKind};
use crate::lint::Level;
use crate::out::OutFolder;
use crate::project::Project;
use crate::registry::Registry;
use crate::render::Renderer;

pub use again::read_again;
pub use catalogue::{Asked, Catalogue, header, header_of};
pub use item::{CatalogueItem, Format};
pub use outline::outline;
pub use run::{Prepared, Ready, Run, Target};
pub use several::{find_all, lint_all, of_sites};

/// The files of a project's output directory that differ from what `gen` would write.
///
/// # Errors
///
/// Jobs with errors, templates that fail, or a directory that cannot be read.
pub fn stale(registry: &Registry, project: &Project) -> Result<Vec<PathBuf>, Error> {
    let catalogues = of_sites(registry, &[])?;
    let findings = lint_all(&catalogues, Level::Error).findings;
    if let Some(first) = findings.iter().find(|finding| finding.severity == Severity::Error) {
        return Err(Error::new(ErrorKind::Findings, first.to_string()));
    }
    let renderer = renderer(project)?;
    let mut files = Vec::new();
    for catalogue in &catalogues {
        files.extend(catalogue.render(&renderer, |_| true)?);
        files.extend(catalogue.order_file(Format::Hcl));
    }
    let changes = OutFolder::at(&project.out())?.compare(files, Format::Hcl.suffixes())?;
    Ok(changes.changes.into_iter().map(|change| change.path).collect())
}

/// The renderer of a project: the built-in templates, and its own.
///
/// # Errors
///
/// A template that cannot be read or does not compile.
pub fn renderer(project: &Project) -> Result<Renderer, Error> {
    Renderer::new(project.templates()?).map_err(|error| {
        Error::new(ErrorKind::Template, "invalid template").source_error(error).help(
            "fix the template, or remove it from `templates/` to use the built-in one; \
                nothing was written",
        )
    })
}

/// Whether one of the findings is an error.
#[must_use]
pub fn has_errors(findings: &[Diagnostic]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}
