//! The registry: the definitions of a project, as its build script found them.

use std::borrow::Cow;

use crate::error::{Error, ErrorKind};
use crate::house::{Reference, Site, Workload};
use crate::jobspec::{Block, Job, VolumeSpec};

/// All definitions of a project. `jobwright::registry!()` makes one of what the build script found.
#[derive(Clone, Copy, Debug)]
pub struct Registry {
    /// The sites that they are for: one or several clusters.
    pub sites: fn() -> Vec<Site>,
    /// The files that hold them, in the order of their paths.
    pub entries: &'static [Entry],
}

impl Registry {
    /// The sites, each of which knows the names of all.
    ///
    /// # Errors
    ///
    /// There are no sites, two have the same name, or one of several has a name that is not valid
    /// for a directory.
    pub fn sites(&self) -> Result<Vec<Site>, Error> {
        let sites = (self.sites)();
        let names: Vec<String> = sites.iter().map(|site| site.name.clone()).collect();
        let error = |message: String, help: &str| {
            Err(Error::new(ErrorKind::Project, message).help(help.to_owned()))
        };
        if names.is_empty() {
            let help = "return at least one site: `vec![home()]`";
            return error(
                "expected at least one site in `sites` of `registry/site.rs`, found none"
                    .to_owned(),
                help,
            );
        }
        for (at, name) in names.iter().enumerate() {
            let same = |other: &&String| variable(other) == variable(name);
            if let Some(other) = names.iter().take(at).find(same) {
                let message = format!(
                    "the sites `{name}` and `{other}` share a directory name or the variable \
                     `{}_NOMAD_ADDR`",
                    variable(name)
                );
                return error(message, "rename one of them in `registry/site.rs`");
            }
            if names.len() > 1 && !is_folder(name) {
                let message =
                    format!("invalid site name `{name}`: it names the directory in `out/`");
                let help = "use letters, digits, `-` and `_`; `volumes` and `reference` are \
                    reserved";
                return error(message, help);
            }
        }
        let jobs = self.entries.iter().filter(|entry| entry.category != "volumes");
        let mut categories: Vec<&str> = jobs.map(|entry| entry.category).collect();
        categories.dedup();
        let categories: Vec<String> = categories.into_iter().map(str::to_owned).collect();
        Ok(sites.into_iter().map(|site| site.among(&names, &categories)).collect())
    }
}

/// A site's name as a prefix of environment variables.
fn variable(name: &str) -> String {
    let letter = |letter: char| match letter.is_ascii_alphanumeric() {
        true => letter.to_ascii_uppercase(),
        false => '_',
    };
    name.chars().map(letter).collect()
}

/// Whether a site's name is valid as that of its directory.
fn is_folder(name: &str) -> bool {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    let taken = ["volumes", "reference"];
    !name.is_empty()
        && name.chars().all(is_plain)
        && !taken.iter().any(|other| name.eq_ignore_ascii_case(other))
}

/// One file of the registry.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The file, relative to the project's root, with slashes.
    pub source: &'static str,
    /// The directory that contains it, as a word: `platform-services`.
    pub category: &'static str,
    /// Its first doc comment.
    pub doc: &'static str,
    /// What it defines.
    pub define: fn(&Site) -> Vec<Definition>,
}

/// Something that becomes a file.
#[derive(Clone, Debug)]
pub enum Definition {
    /// A job to deploy.
    Job(Job),
    /// A job that shows a pattern and is never deployed.
    Reference(Job),
    /// A volume to create or register.
    Volume(VolumeSpec),
}

/// A definition with the file that it came from.
#[derive(Clone, Debug)]
pub struct Defined {
    /// The file, relative to the project's root.
    pub source: Cow<'static, str>,
    /// The definition.
    pub definition: Definition,
}

impl Defined {
    /// The ID of the job, or the source of the volume.
    #[must_use]
    pub fn name(&self) -> &str {
        match &self.definition {
            Definition::Job(job) | Definition::Reference(job) => &job.id,
            Definition::Volume(volume) => volume.source().unwrap_or_default(),
        }
    }

    /// The directory of the file, as a word: `platform-services`.
    #[must_use]
    pub fn category(&self) -> String {
        let folder = self.source.rsplit('/').nth(1).unwrap_or_default();
        folder.replace('_', "-")
    }

    /// The outermost block.
    #[must_use]
    pub fn block(&self) -> &dyn Block {
        match &self.definition {
            Definition::Job(job) | Definition::Reference(job) => job,
            Definition::Volume(volume) => volume,
        }
    }
}

/// The types that a definition function may return.
pub trait Definitions {
    /// The definitions, for a site.
    fn definitions(self, site: &Site) -> Vec<Definition>;
}

impl Definitions for Job {
    fn definitions(self, _: &Site) -> Vec<Definition> {
        vec![Definition::Job(self)]
    }
}

impl Definitions for Workload {
    fn definitions(self, site: &Site) -> Vec<Definition> {
        self.job(site).definitions(site)
    }
}

impl Definitions for VolumeSpec {
    fn definitions(self, site: &Site) -> Vec<Definition> {
        vec![Definition::Volume(site.complete_volume(self))]
    }
}

impl<T: Definitions> Definitions for Reference<T> {
    fn definitions(self, site: &Site) -> Vec<Definition> {
        let marked = |definition| match definition {
            Definition::Job(job) => Definition::Reference(job),
            other => other,
        };
        self.0.definitions(site).into_iter().map(marked).collect()
    }
}

/// A definition that only some sites have.
impl<T: Definitions> Definitions for Option<T> {
    fn definitions(self, site: &Site) -> Vec<Definition> {
        self.map(|one| one.definitions(site)).unwrap_or_default()
    }
}

impl<T: Definitions> Definitions for Vec<T> {
    fn definitions(self, site: &Site) -> Vec<Definition> {
        self.into_iter().flat_map(|one| one.definitions(site)).collect()
    }
}

/// A definition function: with or without the site, and of anything that is a definition.
pub trait Define<Arguments> {
    /// Calls it.
    fn define(self, site: &Site) -> Vec<Definition>;
}

impl<F: FnOnce() -> D, D: Definitions> Define<()> for F {
    fn define(self, site: &Site) -> Vec<Definition> {
        self().definitions(site)
    }
}

impl<F: FnOnce(&Site) -> D, D: Definitions> Define<(&Site,)> for F {
    fn define(self, site: &Site) -> Vec<Definition> {
        self(site).definitions(site)
    }
}

/// Calls a definition function, whichever form it has.
#[doc(hidden)]
pub fn define<A>(function: impl Define<A>, site: &Site) -> Vec<Definition> {
    function.define(site)
}

/// Includes what the build script found: the modules of the registry, the constant `REGISTRY`, and a test that fails
/// when `out/` is not what `gen` would write.
#[macro_export]
macro_rules! registry {
    () => {
        include!(concat!(env!("OUT_DIR"), "/registry.rs"));

        #[cfg(test)]
        #[test]
        fn out_is_fresh() -> Result<(), Box<dyn std::error::Error>> {
            let project =
                ::jobwright::project::Project::around(env!("CARGO_MANIFEST_DIR").as_ref())?;
            let stale = ::jobwright::generate::stale(&REGISTRY, &project)?;
            assert!(stale.is_empty(), "run `gen`; it would change {stale:?}");
            Ok(())
        }
    };
}
