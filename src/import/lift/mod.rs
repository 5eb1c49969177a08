//! Several jobs as one registry: what they share is written once.
//!
//! What most jobs say about the cluster goes into the site; blocks, files and long strings that
//! three or more of them repeat become functions and constants of a helper module beside it.
//!
//! ```
//! use jobwright::import::{TargetRegistry, Source, library};
//! use jobwright::prelude::*;
//!
//! let job = |name| Job::batch(name).datacenters(["lab"]).group(Group::new(name).task(Task::new(name, Docker::image("a:1"))));
//! let jobs = [job("a"), job("b")];
//! let sources: Vec<Source<'_>> = jobs.iter().map(Source::new).collect();
//! let library = library(&sources, TargetRegistry::New, &[]);
//! assert!(library.site.is_some_and(|site| site.contains(".datacenters([\"lab\"])")));
//! assert!(library.definitions[0].text.contains("Workload::batch(\"a\").image(\"a:1\")"));
//! ```

mod blocks;
mod constants;
mod helper_names;
mod often;
mod shared;
mod site;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::definition::names::Names;
use super::definition::{Definition, Shared, prepare};
use crate::house::Site;
use crate::import::comments::Comment;
use crate::jobspec::Job;
use crate::parallel;
use constants::Constants;
pub use shared::SHARED;
pub use site::site;

/// A job to print.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The job.
    pub job: &'a Job,
    /// The comments of the file that it was read from.
    pub comments: &'a [Comment],
    /// What its file should be called, without `.rs`, if not like the job. It is made a free module name.
    pub stem: Option<&'a str>,
}

impl<'a> Source<'a> {
    /// A job without comments, in a file that is called like it.
    #[must_use]
    pub const fn new(job: &'a Job) -> Self {
        Self { job, comments: &[], stem: None }
    }
}

/// The registry into which definitions go.
#[derive(Clone, Copy, Debug)]
pub enum TargetRegistry<'a> {
    /// It has no `site.rs` yet: one is made of what the jobs share.
    New,
    /// Its site, and the source of its `site.rs`. The definitions leave to it what it fills in, and
    /// use its constants.
    Site(&'a Site, &'a str),
    /// It has a `site.rs`, but the content of that is unknown: the definitions set everything
    /// themselves, in the full model.
    Unknown,
}

/// The files of a registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Library {
    /// The definitions, in the order of the jobs, each with a stem of its own.
    pub definitions: Vec<Definition>,
    /// The source of `registry/site.rs`, if the registry has none yet.
    pub site: Option<String>,
    /// Modules beside `site.rs`, which the definitions import: their stems and sources.
    pub helpers: Vec<(String, String)>,
    /// The files that the helpers include, with their paths from the project's root.
    pub files: Vec<(PathBuf, String)>,
}

/// The jobs as definitions, with what they share in the site and in a helper module.
///
/// `taken` are the stems of definitions and helper modules that the registry has already: new ones
/// get other names. The same jobs give the same sources, wherever the program runs.
#[must_use]
pub fn library(sources: &[Source<'_>], place: TargetRegistry<'_>, taken: &[&str]) -> Library {
    let jobs: Vec<&Job> = sources.iter().map(|source| source.job).collect();
    let constants = match place {
        TargetRegistry::Site(_, text) => Constants::of(text),
        TargetRegistry::New | TargetRegistry::Unknown => Constants::default(),
    };
    let (derived, site_text) = match place {
        TargetRegistry::New => {
            let site = site(&jobs);
            let text = site::text(&site);
            (Some(site), Some(text))
        }
        TargetRegistry::Site(site, _) => (Some(site.clone()), None),
        TargetRegistry::Unknown => (None, None),
    };
    let mut stems = Names::default();
    taken.iter().for_each(|stem| stems.take(stem));
    stems.take("site");
    let module = stems.function(["shared", "shared_blocks"]);
    let stems: Vec<String> = sources
        .iter()
        .map(|source| {
            let stem = source.stem.unwrap_or(&source.job.id);
            stems.function([stem, stem])
        })
        .collect();
    let sources: Vec<_> = sources.iter().zip(&stems).collect();
    let print = |(source, stem): &(&Source<'_>, &String), shared: &Arc<Shared>| {
        prepare(source.job, derived.as_ref(), source.comments, stem, shared)
    };
    let first = Arc::default();
    let mut prepared = parallel::map(&sources, |source| print(source, &first));
    let texts = shared::texts(&prepared);
    let named: BTreeMap<String, String> =
        texts.iter().map(|(name, text)| (text.clone(), name.clone())).collect();
    // Only definitions with one of the shared strings are printed otherwise with them.
    let again: Vec<(usize, &(&Source<'_>, &String))> = sources
        .iter()
        .enumerate()
        .zip(&prepared)
        .filter_map(|(source, one)| one.has_any_of(&named).then_some(source))
        .collect();
    let shared = Arc::new(Shared { module: module.clone(), constants: named });
    let anew = parallel::map(&again, |(at, source)| (*at, print(source, &shared)));
    for (at, one) in anew {
        if let Some(old) = prepared.get_mut(at) {
            *old = one;
        }
    }
    let helpers = blocks::lift(&mut prepared, &module);
    let (text, files) = shared::module(&mut prepared, &module, texts, helpers);
    prepared.iter_mut().for_each(|one| constants.name(one));
    let definitions = parallel::map(&prepared, |one| one.finish_with(&module));
    let helpers = text.map(|text| (module, text)).into_iter().collect();
    Library { definitions, site: site_text, helpers, files }
}
