//! Job files without a registry, as the rules see them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::read_file::ReadFile;
use crate::diagnostic::{Diagnostic, Place, SourceMap, SourceText};
use crate::error::Error;
use crate::house::Site;
use crate::import::{Candidate, JobFile, JobReader, Opened, SourceFile, candidates};
use crate::jobspec::{Job, Location, Version};
use crate::lint::{self, Comment, Context, Levels, Outcome};
use crate::out::site_of;
use crate::parallel;
use crate::registry::{Defined, Definition};

/// Job files that were read: their jobs, and the findings about those that hold no job that Nomad
/// would read.
#[derive(Debug, Default)]
pub struct JobFiles {
    defined: Vec<Arc<Defined>>,
    sources: SourceMap,
    comments: Vec<Comment>,
    /// What was found while they were read.
    pub findings: Vec<Diagnostic>,
    /// The sources, with the files that they were read from; `None` for standard input.
    pub texts: Vec<(Arc<SourceText>, Option<PathBuf>)>,
    /// The variables that they declare.
    variables: BTreeSet<String>,
    /// The names of those that contain bytes that are not UTF-8.
    undecoded: BTreeSet<String>,
}

/// Paths that could not be opened, and how many files were skipped.
#[derive(Debug, Default)]
pub struct Unread {
    /// Paths that do not exist, or cannot be opened.
    pub errors: Vec<Error>,
    /// Files that contain no job, and those that a template engine must render first.
    pub skipped: usize,
}

impl JobFiles {
    /// Reads the job files that paths lead to: see [`candidates`].
    #[must_use]
    pub fn open(reader: &JobReader<'_>, paths: &[PathBuf]) -> (Self, Unread) {
        let found = candidates(paths, None);
        let indices: Vec<usize> = (0..found.files.len()).collect();
        let opened = parallel::map(&indices, |index| {
            let candidate: &Candidate = found.files.get(*index)?;
            Some(candidate.open(|file| ReadFile::read(reader, file, *index)))
        });
        let mut files = Self::default();
        let mut unread = Unread { errors: found.errors, ..Unread::default() };
        for opened in opened.into_iter().flatten() {
            match opened {
                Opened::Job(read) => files.add(read),
                // The number of a source is that of its file.
                other => {
                    files.sources.add("", "");
                    match other {
                        Opened::Unreadable(finding) => files.findings.push(*finding),
                        _ => unread.skipped += 1,
                    }
                }
            }
        }
        (files, unread)
    }

    /// Reads sources that are already in memory.
    #[must_use]
    pub fn of_sources(reader: &JobReader<'_>, sources: &[SourceFile]) -> Self {
        let indices: Vec<usize> = (0..sources.len()).collect();
        let all = parallel::map(&indices, |index| {
            let source = sources.get(*index)?;
            Some(ReadFile::read(reader, JobFile::parse(source), *index))
        });
        let mut files = Self::default();
        all.into_iter().flatten().for_each(|read| files.add(read));
        files
    }

    /// Files that have already been read: the position of each is the number that it was read with.
    #[must_use]
    pub fn of_read(all: impl IntoIterator<Item = Option<ReadFile>>) -> Self {
        let mut files = Self::default();
        for read in all {
            match read {
                Some(read) => files.add(read),
                None => _ = files.sources.add("", ""),
            }
        }
        files
    }

    fn add(&mut self, ReadFile { text, path, is_whole, read }: ReadFile) {
        if !is_whole {
            self.undecoded.insert(text.name.clone());
        }
        match read {
            Ok(job) => {
                self.sources.add_shared(Arc::clone(&text), job.origins);
                self.comments.extend(job.allowances);
                self.variables.extend(job.variables);
                self.findings.extend(job.findings);
                self.defined.push(job.defined);
            }
            Err(findings) => {
                self.sources.add_shared(Arc::clone(&text), None);
                self.findings.extend(findings);
            }
        }
        self.texts.push((text, path));
    }

    /// The jobs, in the order of the files.
    #[must_use]
    pub fn into_jobs(self) -> Vec<Job> {
        let job = |one: Arc<Defined>| match Arc::unwrap_or_clone(one).definition {
            Definition::Job(job) | Definition::Reference(job) => Some(job),
            Definition::Volume(_) => None,
        };
        self.defined.into_iter().filter_map(job).collect()
    }

    /// The jobs with the names of their files, in their order.
    pub fn jobs(&self) -> impl Iterator<Item = (&str, &Job)> {
        self.defined.iter().filter_map(|one| match &one.definition {
            Definition::Job(job) | Definition::Reference(job) => Some((&*one.source, job)),
            Definition::Volume(_) => None,
        })
    }

    /// The jobs of each cluster as definitions: those that `gen` has written for one of several
    /// sites, by the name of the site, and all others together.
    #[must_use]
    pub fn of_sites(&self) -> Vec<(Option<String>, Vec<&Defined>)> {
        let clusters = self.clusters_by_site().into_iter();
        clusters.map(|(site, cluster)| (site, cluster.defined)).collect()
    }

    /// The sources that hold the whole content of their files, so that they may be written back
    /// with edits.
    pub(super) fn whole_texts(&self) -> impl Iterator<Item = &(Arc<SourceText>, Option<PathBuf>)> {
        self.texts.iter().filter(|(text, _)| !self.undecoded.contains(&text.name))
    }

    /// The location of something in one of them.
    #[must_use]
    pub fn place(&self, location: Location) -> Place {
        self.sources.place(location)
    }

    /// The names of the files of the jobs, in their order.
    #[must_use]
    pub fn job_names(&self) -> Vec<String> {
        self.defined.iter().map(|one| one.source.to_string()).collect()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there are no files.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The findings about them, by file and by location in each; for a cluster that runs this
    /// version of Nomad.
    #[must_use]
    pub fn check(&self, levels: &Levels, nomad: Option<Version>) -> Outcome {
        let site = Site::bare("");
        let mut outcome = Outcome::default();
        for cluster in self.clusters() {
            let context = Context::new(&site, &cluster.defined).sources(self.sources.clone());
            let context = context.plain().with_comments(cluster.comments).with_levels(levels);
            let context = match nomad {
                Some(version) => context.for_nomad(version),
                None => context,
            };
            let found = lint::check_with(&context, cluster.findings);
            outcome.findings.extend(found.findings);
            outcome.allowed.extend(found.allowed);
        }
        let names = self.texts.iter().enumerate().map(|(at, (text, _))| (text.name.as_str(), at));
        let numbers: HashMap<&str, usize> = names.collect();
        let number = |finding: &Diagnostic| {
            let file = finding.primary.place.file().unwrap_or_default();
            let number = numbers.get(file).copied();
            let start = match &finding.primary.place {
                Place::Text(_, span) => span.start,
                _ => 0,
            };
            (number.unwrap_or(usize::MAX), start)
        };
        outcome.findings.sort_by_cached_key(number);
        outcome
    }

    /// The files of each cluster by themselves: those that `gen` has written for one of several
    /// sites, into its directory, and all others together. Names in different clusters do not
    /// conflict.
    fn clusters(&self) -> Vec<Cluster<'_>> {
        self.clusters_by_site().into_values().collect()
    }

    fn clusters_by_site(&self) -> BTreeMap<Option<String>, Cluster<'_>> {
        let sites = self.texts.iter().map(|(text, _)| (text.name.as_str(), site(text)));
        let sites: HashMap<&str, Option<String>> = sites.collect();
        let of = |file: &str| sites.get(file).cloned().flatten();
        let mut clusters = BTreeMap::<Option<String>, Cluster<'_>>::new();
        // Where there is no job, there may be a finding.
        clusters.insert(None, Cluster::default());
        for one in &self.defined {
            clusters.entry(of(&one.source)).or_default().defined.push(one);
        }
        for comment in &self.comments {
            let site = comment.place().file().and_then(of);
            clusters.entry(site).or_default().comments.push(comment.clone());
        }
        for finding in &self.findings {
            let site = finding.primary.place.file().and_then(of);
            clusters.entry(site).or_default().findings.push(finding.clone());
        }
        for (text, _) in &self.texts {
            let hidden = lint::hidden(text);
            if !hidden.is_empty() {
                clusters.entry(of(&text.name)).or_default().findings.extend(hidden);
            }
        }
        clusters
    }

    /// Their names.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.texts.iter().map(|(text, _)| text.name.clone()).collect()
    }

    /// Whether one of them declares a variable of this name.
    #[must_use]
    pub fn declares(&self, name: &str) -> bool {
        self.variables.contains(name)
    }
}

/// The files of one cluster.
#[derive(Default)]
struct Cluster<'f> {
    defined: Vec<&'f Defined>,
    comments: Vec<Comment>,
    findings: Vec<Diagnostic>,
}

/// The site that a file was generated for, if it is in a directory of that name.
fn site(text: &SourceText) -> Option<String> {
    let site = site_of(text.text.as_bytes())?;
    let is_in_it = |part: Component<'_>| part.as_os_str() == site.as_str();
    Path::new(&text.name).components().any(is_in_it).then_some(site)
}
