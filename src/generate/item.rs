//! A definition on its way to a file.

use std::path::PathBuf;

use crate::error::{Error, ErrorKind};
use crate::jobspec::Job;
use crate::order::Given;
use crate::out::{MARK, REFERENCE, VOLUME, for_site};
use crate::registry::{Defined, Definition};
use crate::render::RenderError;

/// The format of the files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Nomad's HCL.
    #[default]
    Hcl,
    /// Nomad's API JSON, for policy engines and for `nomad job run -json`.
    Json,
}

impl Format {
    /// The endings of the names of the files that a run in this format owns.
    #[must_use]
    pub fn suffixes(self) -> &'static [&'static str] {
        match self {
            Self::Hcl => &[".nomad.hcl", VOLUME, crate::order::FILE],
            Self::Json => &[".nomad.json", crate::order::FILE],
        }
    }
}

/// A definition with its metadata.
#[derive(Clone, Debug)]
pub struct CatalogueItem {
    /// The definition with its file.
    pub defined: Defined,
    /// The directory of the file.
    pub category: &'static str,
    /// The doc comment of the file.
    pub doc: &'static str,
    /// The name of its file in the output directory, without the ending.
    pub file_stem: String,
    /// The site that it is for, if there are several.
    pub site: Option<String>,
}

impl CatalogueItem {
    /// The job's or volume's name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.defined.name()
    }

    /// The job, if it is one.
    #[must_use]
    pub fn job(&self) -> Option<&Job> {
        match &self.defined.definition {
            Definition::Job(job) | Definition::Reference(job) => Some(job),
            Definition::Volume(_) => None,
        }
    }

    /// What to put in order; `None` if it is not deployed.
    pub(super) fn given(&self, format: Format) -> Option<Given<'_>> {
        let file = self.path(format).to_string_lossy().into_owned();
        match &self.defined.definition {
            Definition::Job(job) => Some(Given::job(file, self.defined.category(), job)),
            Definition::Volume(volume) => Some(Given::volume(file, volume)),
            Definition::Reference(_) => None,
        }
    }

    /// The mark in its file: that we own it, its source, and its site.
    pub(super) fn mark(&self) -> String {
        mark(&self.defined, self.site.as_deref())
    }

    /// The path of its file in the output directory.
    #[must_use]
    pub fn path_of_site(&self, format: Format) -> PathBuf {
        self.site.as_deref().map(PathBuf::from).unwrap_or_default().join(self.path(format))
    }

    /// The path of its file in the directory of its site.
    #[must_use]
    pub fn path(&self, format: Format) -> PathBuf {
        let name = &self.file_stem;
        let end = if format == Format::Hcl { "hcl" } else { "json" };
        match &self.defined.definition {
            Definition::Job(_) => format!("{name}.nomad.{end}").into(),
            Definition::Reference(_) => format!("{REFERENCE}/{name}.nomad.{end}").into(),
            Definition::Volume(_) => format!("volumes/{name}{VOLUME}").into(),
        }
    }
}

/// The mark in the file of a definition: that we own it, its source, and its site if there are
/// several.
pub(super) fn mark(defined: &Defined, site: Option<&str>) -> String {
    format!("{MARK} {}{}", defined.source, for_site(site))
}

/// The error for a definition that cannot be rendered.
pub fn failed(item: &CatalogueItem, error: RenderError) -> Error {
    let help = match error {
        RenderError::Lacks(_) => "complete the definition; nothing was written",
        _ => {
            "fix the template, or remove it from the project to use the built-in one; nothing was \
             written"
        }
    };
    Error::new(
        ErrorKind::Template,
        format!("cannot render `{}` from `{}`", item.name(), item.defined.source),
    )
    .source_error(error)
    .help(help)
}
