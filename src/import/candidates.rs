//! Which files may be job files, and whether they are.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use super::job_file::JobFile;
use super::source_file::{STDIN, SourceFile};
use super::templates;
use crate::diagnostic::Diagnostic;
use crate::error::{Error, ErrorKind};
use crate::files;

/// The endings of the names of files that may be job files; those of templates may be, too.
pub(crate) const ENDINGS: [&str; 4] = [".hcl", ".nomad", ".job", ".json"];

/// The largest number of files of a directory of jobs: with more, the wrong directory was named.
const MOST: usize = 20_000;

/// Standard input among paths.
const DASH: &str = "-";

/// The files that paths lead to.
#[derive(Debug, Default)]
pub struct Candidates {
    /// Each once, in their order.
    pub files: Vec<Candidate>,
    /// Paths that do not exist, and directories that cannot be listed.
    pub errors: Vec<Error>,
    /// The indices of the files by their paths, with symbolic links resolved.
    known: BTreeMap<PathBuf, usize>,
}

/// A file that may be a job file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The file; `-` is standard input.
    pub path: PathBuf,
    /// The user named the file, so that it is a job file, whatever is in it.
    named: bool,
    /// It is in the output directory of this project, and a directory around that was named.
    in_out: bool,
}

/// What a candidate is.
#[derive(Clone, Debug)]
pub enum Opened<T> {
    /// It holds no job.
    NoJob,
    /// This project has generated it.
    Own,
    /// A template that holds a job, which cannot be read.
    Template(Box<Diagnostic>),
    /// It must be a job file and cannot be opened.
    Unreadable(Box<Diagnostic>),
    /// A job file, and what was made of it.
    Job(T),
}

/// Finds the files that may be meant by these paths: what is named itself, and in a directory, what is named like a job file.
/// `out` is the directory of what the project at hand has generated.
pub fn candidates(paths: &[PathBuf], out: Option<&Path>) -> Candidates {
    let out = out.and_then(|out| out.canonicalize().ok());
    let mut candidates = Candidates::default();
    for path in paths {
        let named = Candidate { path: path.clone(), named: true, in_out: false };
        if path == Path::new(DASH) {
            candidates.add(named, Some(path.clone()));
        } else if path.is_dir() {
            candidates.folder(path, out.as_deref());
        } else {
            match path.symlink_metadata() {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    candidates.errors.push(files::missing(path, error));
                }
                _ => candidates.add(named, path.canonicalize().ok()),
            }
        }
    }
    candidates
}

/// The files below a directory that hold jobs, without those that may as well be any JSON.
#[must_use]
pub fn job_files(folder: &Path) -> Vec<PathBuf> {
    let found = candidates(&[folder.to_owned()], None);
    let is_named = |candidate: &Candidate| {
        let name = candidate.path.to_string_lossy();
        !name.ends_with(".json") || name.ends_with(".nomad.json")
    };
    let files = found.files.into_iter().filter(is_named);
    files
        .filter(|candidate| matches!(candidate.open(|_| ()), Opened::Job(())))
        .map(|candidate| candidate.path)
        .collect()
}

impl Candidates {
    fn folder(&mut self, folder: &Path, out: Option<&Path>) {
        let found = files::below(folder, ENDINGS.into_iter().chain(templates::endings()), MOST);
        if found.files.len() > MOST {
            let message = format!("more than {MOST} files may be job files in");
            let error = Error::new(ErrorKind::Usage, message).path(folder);
            return self.errors.push(error.help("pass the directories of the jobs one by one"));
        }
        self.errors.extend(found.errors);
        let is_out =
            |path: Option<&PathBuf>| path.zip(out).is_some_and(|(path, out)| path.starts_with(out));
        // A user who names the output directory means its files.
        let whole = is_out(folder.canonicalize().ok().as_ref());
        for path in found.files {
            let real = path.canonicalize().ok();
            let in_out = !whole && is_out(real.as_ref());
            self.add(Candidate { path, named: false, in_out }, real);
        }
    }

    /// The same file by two names is one file; one that is named as well is meant.
    fn add(&mut self, candidate: Candidate, real: Option<PathBuf>) {
        let Some(real) = real else { return self.files.push(candidate) };
        let number = *self.known.entry(real).or_insert(self.files.len());
        match self.files.get_mut(number) {
            Some(known) => {
                known.named |= candidate.named;
                known.in_out &= candidate.in_out;
            }
            None => self.files.push(candidate),
        }
    }
}

impl Candidate {
    /// A file in a directory that the user named.
    pub(crate) fn in_folder(path: &Path) -> Self {
        Self { path: path.to_owned(), named: false, in_out: false }
    }

    /// Its name in messages.
    #[must_use]
    pub fn name(&self) -> String {
        if self.is_stdin() { STDIN.to_owned() } else { self.path.to_string_lossy().into_owned() }
    }

    fn is_stdin(&self) -> bool {
        self.path == Path::new(DASH)
    }

    /// Reads and parses the file. If it is a job file, that is handed to `read`.
    pub fn open<T>(&self, read: impl FnOnce(JobFile<'_>) -> T) -> Opened<T> {
        let source = match self.is_stdin() {
            true => SourceFile::job_on_stdin(),
            false => SourceFile::job_file(&self.path),
        };
        self.open_source(source, read)
    }

    /// The same for a source that is already loaded, such as one that an editor shows, or the
    /// finding of why it could not be read.
    pub(crate) fn open_source<T>(
        &self,
        source: Result<SourceFile, Box<Diagnostic>>,
        read: impl FnOnce(JobFile<'_>) -> T,
    ) -> Opened<T> {
        let source = match source {
            Ok(source) => source,
            // Only a file that must be a job file is reported.
            Err(_) if !self.named && self.may_be_another() => return Opened::NoJob,
            Err(finding) => return Opened::Unreadable(finding),
        };
        let file = JobFile::parse(&source);
        if self.named {
            return Opened::Job(read(file));
        }
        if !file.holds_job() && file.as_list().is_none() {
            return Opened::NoJob;
        }
        if self.in_out && file.is_generated() {
            return Opened::Own;
        }
        match templates::finding(&file) {
            Some(finding) => Opened::Template(Box::new(finding)),
            None => Opened::Job(read(file)),
        }
    }

    /// Whether files of such names are most often something else.
    fn may_be_another(&self) -> bool {
        let name = self.path.to_string_lossy();
        name.ends_with(".json") || templates::of_name(&name).is_some()
    }
}
