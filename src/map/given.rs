//! The input of a map.

use crate::audit::JobFiles;
use crate::generate::{Catalogue, CatalogueItem};
use crate::house;
use crate::jobspec::{self, Location, VolumeSpec};
use crate::registry::{Defined, Definition};

use super::links;
use super::model::Source;

/// The definitions of one cluster.
pub struct Given<'a> {
    /// The site that its jobs share; `None` for job files.
    pub site: Option<&'a house::Site>,
    /// The name of the cluster.
    pub name: String,
    /// The definitions.
    pub all: Vec<One<'a>>,
}

/// A definition with what is known of its file.
pub struct One<'a> {
    pub defined: &'a Defined,
    pub category: &'a str,
    pub description: &'a str,
    pub line: Option<u32>,
}

impl<'a> Given<'a> {
    /// The definitions of a registry's site.
    pub fn of_catalogue(catalogue: &'a Catalogue) -> Self {
        let one = |item: &'a CatalogueItem| One {
            defined: &item.defined,
            category: item.category,
            description: item.doc,
            line: line(item.defined.block().base().location, &item.defined.source),
        };
        let site = &catalogue.site;
        let all = catalogue.items.iter().map(one).collect();
        Self { site: Some(site), name: site.name.clone(), all }
    }

    /// Job files of one cluster or of several: see [`JobFiles::of_sites`].
    pub fn of_files(files: &'a JobFiles) -> Vec<Self> {
        let one = |defined: &'a Defined| {
            let range = files.place(defined.block().base().location).range();
            let line = range.map(|(start, _)| start.line);
            One { defined, category: "", description: "", line }
        };
        let of_site = |(name, defined): (Option<String>, Vec<&'a Defined>)| {
            let all = defined.into_iter().map(one).collect();
            Self { site: None, name: name.unwrap_or_default(), all }
        };
        let sites = files.of_sites().into_iter();
        sites.filter(|(_, defined)| !defined.is_empty()).map(of_site).collect()
    }
}

impl One<'_> {
    /// The job, if it is one.
    pub fn job(&self) -> Option<&jobspec::Job> {
        match &self.defined.definition {
            Definition::Job(job) | Definition::Reference(job) => Some(job),
            Definition::Volume(_) => None,
        }
    }

    /// The volume, if it is one.
    pub fn volume(&self) -> Option<&VolumeSpec> {
        match &self.defined.definition {
            Definition::Volume(volume) => Some(volume),
            Definition::Job(_) | Definition::Reference(_) => None,
        }
    }

    /// Where it is defined.
    pub fn source(&self) -> Source {
        let file = self.defined.source.replace('\\', "/");
        Source { path: links::inside(&file), file, line: self.line }
    }
}

/// The line of a definition in its file; `None` for a job that is made by a function of another
/// file.
fn line(location: Location, source: &str) -> Option<u32> {
    let call = location.rust()?;
    call.file().replace('\\', "/").ends_with(source).then(|| call.line())
}
