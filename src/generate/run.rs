//! What `gen` does: each definition is rendered and compared with its file while it is in memory; a
//! new version is written to a temporary file beside it, and renamed once all of them are known to
//! be sound.

use std::collections::{BTreeSet, HashSet};
use std::path::PathBuf;
use std::sync::Mutex;

use super::again::{Wrong, finding, second_reading};
use super::catalogue::{Asked, Catalogue, Outcome, refused_update, render_item};
use super::item::{CatalogueItem, Format};
use super::pass::{OfSite, Passed};
use super::several::{chosen_sites, find_all, merged};
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::house::Site;
use crate::jobspec::Job;
use crate::lint::{self, Level};
use crate::out::{Change, Changes, Coming, File, OutFolder, Update, Updated};
use crate::parallel;
use crate::registry::Registry;
use crate::render::Renderer;

/// What to render, and how.
#[derive(Debug)]
pub struct Run<'r> {
    /// The definitions.
    pub registry: &'r Registry,
    /// The requested sites; empty for all.
    pub sites: &'r [String],
    /// The requested jobs; empty for all, with the volumes.
    pub jobs: &'r [String],
    /// The requested format.
    pub asked: &'r Asked<'r>,
    /// What prints them.
    pub renderer: &'r Renderer,
}

/// What to do with the files.
#[derive(Debug)]
pub enum Target<'f> {
    /// They are compared with those in a directory, and read a second time.
    Compared(&'f OutFolder),
    /// They are written.
    Written(Update<'f>),
}

/// Everything that is known before the first file is written.
#[derive(Debug)]
pub struct Prepared<'r, 'f> {
    target: &'r Target<'f>,
    jobs: &'r [String],
    format: Format,
    /// The sites, with the outlines of their definitions.
    pub catalogues: Vec<Catalogue>,
    /// What the rules find.
    pub findings: Vec<Diagnostic>,
    /// What was made of the items of each site.
    made: Vec<Vec<Made>>,
}

/// The requested files, before the first of them is written.
#[derive(Debug, Default)]
pub struct Ready {
    /// The files that were compared: their paths, and the differences.
    wanted: HashSet<PathBuf>,
    changes: Vec<Change>,
    /// The files to be written.
    coming: Vec<Coming>,
    /// Why some jobs have no file.
    pub unevaluated: Vec<Error>,
    /// The findings of the second reader, and about updates that Nomad refuses.
    pub findings: Vec<Diagnostic>,
    /// The variables that the jobs declare.
    pub declared: BTreeSet<String>,
}

/// The result for an item.
#[derive(Debug)]
enum Made {
    /// It has no file in this format, or was not requested.
    Nothing,
    /// A variable has no value.
    Unevaluated(Error),
    /// It cannot be rendered or compared.
    Failed(Error),
    /// Its content, if the name of its file is known only after all items are.
    Text(String, Option<Wrong>),
    /// It was compared with its file.
    Seen(Seen, Vec<Diagnostic>),
}

/// A file, compared with the existing one.
#[derive(Debug)]
enum Seen {
    Compared(PathBuf, Option<Change>),
    Coming(Coming),
}

impl<'r> Run<'r> {
    /// Calls the definitions, runs the rules on them, renders them and compares them with their
    /// files; `done` is called after each file of the registry.
    ///
    /// # Errors
    ///
    /// Invalid sites, or an unknown name.
    pub fn prepare<'f>(
        &self,
        target: &'r Target<'f>,
        done: &(dyn Fn() + Sync),
    ) -> Result<Prepared<'r, 'f>, Error> {
        let (sites, is_one_of_several) = chosen_sites(self.registry, self.sites)?;
        let (mut catalogues, mut all_made, mut outcomes) = (Vec::new(), Vec::new(), Vec::new());
        for site in sites {
            let of_site = OfSite { registry: self.registry, site, is_one_of_several };
            let make = |site: &Site, item: &CatalogueItem| self.make(target, site, item);
            // Lower levels are left to `lint`: they would cost every run its time.
            let Passed { catalogue, outcome, made } = of_site.pass(Level::Error, &make, done);
            outcomes.push((catalogue.site.name.clone(), outcome));
            all_made.push(made);
            catalogues.push(catalogue);
        }
        let findings = merged(outcomes).findings;
        let (jobs, format) = (self.jobs, self.asked.format());
        Ok(Prepared { target, jobs, format, catalogues, findings, made: all_made })
    }

    fn make(&self, target: &Target<'_>, site: &Site, item: &CatalogueItem) -> Made {
        if !self.may_want(site, item) {
            return Made::Nothing;
        }
        let text = match render_item(self.renderer, self.asked, item) {
            Ok(Outcome::Text(text)) => text,
            Ok(Outcome::Nothing) => return Made::Nothing,
            Ok(Outcome::Unevaluated(error)) => return Made::Unevaluated(error),
            Err(error) => return Made::Failed(error),
        };
        let format = self.asked.format();
        let is_read_again = format == Format::Hcl && matches!(target, Target::Compared(_));
        let wrong = is_read_again.then(|| second_reading(item, &text)).flatten();
        // No path is made of a name that is invalid for a file: the rules report it first.
        if site.any_ids || !lint::is_file_name(item.name()) {
            return Made::Text(text, wrong);
        }
        target.seen(site, item, text, (format, wrong)).unwrap_or_else(Made::Failed)
    }

    /// Whether an item may be one of the requested jobs. If files are named after those that define
    /// them, the number after such a name is not known yet.
    fn may_want(&self, site: &Site, item: &CatalogueItem) -> bool {
        let source = || {
            let file = item.defined.source.rsplit('/').next().unwrap_or_default();
            file.split('.').next().unwrap_or_default()
        };
        let is_named =
            |name: &String| name == item.name() || site.any_ids && name.contains(source());
        self.jobs.is_empty() || item.job().is_some() && self.jobs.iter().any(is_named)
    }
}

impl Target<'_> {
    /// Compares the content of an item with its existing file.
    fn seen(
        &self,
        site: &Site,
        item: &CatalogueItem,
        text: String,
        (format, wrong): (Format, Option<Wrong>),
    ) -> Result<Made, Error> {
        let path = item.path_of_site(format);
        let mut found: Vec<Diagnostic> =
            wrong.map(|wrong| finding(item, &path, wrong)).into_iter().collect();
        let (seen, old) = self.look(File { path, text })?;
        found.extend(old.and_then(|old| refused_update(site, item, &old)).unwrap_or_default());
        Ok(Made::Seen(seen, found))
    }

    /// Compares a file with the existing one, and returns our old content if it is to be replaced.
    fn look(&self, file: File) -> Result<(Seen, Option<String>), Error> {
        Ok(match self {
            Self::Compared(folder) => {
                let change = folder.differs(&file)?;
                (Seen::Compared(file.path, change), None)
            }
            Self::Written(update) => {
                let mut coming = update.take(&file)?;
                let old = coming.take_old();
                (Seen::Coming(coming), old)
            }
        })
    }
}

impl Prepared<'_, '_> {
    /// Selects the requested items: all, or the jobs that are named.
    ///
    /// # Errors
    ///
    /// A name that no site has, or the first of the items that cannot be rendered or compared.
    pub fn choose(&mut self) -> Result<Ready, Error> {
        let jobs = self.jobs;
        // A name that no site has is a mistake.
        for name in jobs {
            find_all(&self.catalogues, name)?;
        }
        let mut ready = Ready::default();
        for (catalogue, made) in self.catalogues.iter().zip(&mut self.made) {
            let named = jobs.iter().filter_map(|name| catalogue.find(name).ok());
            let named: HashSet<*const CatalogueItem> = named.map(std::ptr::from_ref).collect();
            let (mut waiting, mut all) = (Vec::new(), Vec::new());
            for (item, made) in catalogue.items.iter().zip(std::mem::take(made)) {
                if jobs.is_empty() || named.contains(&std::ptr::from_ref(item)) {
                    ready.declared.extend(item.job().into_iter().flat_map(names));
                    match made {
                        Made::Text(text, wrong) => {
                            waiting.push(Mutex::new(Some((item, text, wrong))))
                        }
                        made => all.push(made),
                    }
                }
            }
            // Their names are known by now.
            let seen = parallel::map(&waiting, |waiting| {
                let (item, text, wrong) = waiting.lock().ok()?.take()?;
                let seen = self.target.seen(&catalogue.site, item, text, (self.format, wrong));
                Some(seen.unwrap_or_else(Made::Failed))
            });
            all.extend(seen.into_iter().flatten());
            all.into_iter().try_for_each(|made| ready.add(made))?;
        }
        Ok(ready)
    }

    /// Adds a file that belongs to no item.
    ///
    /// # Errors
    ///
    /// It cannot be compared or written.
    pub fn add(&self, file: File, ready: &mut Ready) -> Result<(), Error> {
        let (seen, _) = self.target.look(file)?;
        ready.add(Made::Seen(seen, Vec::new()))
    }
}

/// The names of a job's variables.
fn names(job: &Job) -> impl Iterator<Item = String> {
    job.variables.iter().map(|variable| variable.name.clone())
}

impl Ready {
    fn add(&mut self, made: Made) -> Result<(), Error> {
        match made {
            Made::Nothing | Made::Text(..) => {}
            Made::Unevaluated(error) => self.unevaluated.push(error),
            Made::Failed(error) => return Err(error),
            Made::Seen(seen, found) => {
                self.findings.extend(found);
                match seen {
                    Seen::Compared(path, change) => {
                        self.wanted.insert(path);
                        self.changes.extend(change);
                    }
                    Seen::Coming(coming) => self.coming.push(coming),
                }
            }
        }
        Ok(())
    }

    /// What would change in the directory that the files were compared with.
    ///
    /// # Errors
    ///
    /// A directory that cannot be listed, or a file that cannot be read.
    pub fn compared(self, folder: &OutFolder, suffixes: &[&str]) -> Result<Changes, Error> {
        folder.compared(self.changes, &self.wanted, suffixes)
    }

    /// Renames the files to their final paths.
    ///
    /// # Errors
    ///
    /// A file that cannot be replaced or deleted: then each is either old or new, and the next run
    /// completes the change.
    pub fn written(self, update: Update<'_>, suffixes: &[&str]) -> Result<Updated, Error> {
        update.finish(self.coming, suffixes)
    }
}
