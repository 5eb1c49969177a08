//! Which job files are meant.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use super::templates;
use crate::diagnostic::Diagnostic;
use crate::error::{Error, ErrorKind};
use crate::files;
use crate::import::JobFile;

/// How the names of files end that may be job files; those of templates may be, too.
const ENDINGS: [&str; 4] = [".hcl", ".nomad", ".job", ".json"];

/// More files than this are no folder of jobs: somebody named the wrong one.
const MOST: usize = 20_000;

/// The files to import.
#[derive(Debug, Default)]
pub struct Collected {
    /// Each with its text.
    pub files: Vec<JobFile>,
    /// How many files of the folders hold no job.
    pub skipped: usize,
    /// How many files of the folders this very project has generated.
    pub own: usize,
    /// Templates that hold jobs, which cannot be read.
    pub templates: Vec<Diagnostic>,
    /// What is not there, and folders that cannot be listed.
    pub errors: Vec<Error>,
    /// Files that cannot be read.
    pub refused: Vec<(String, Box<Diagnostic>)>,
    /// The files, after links.
    seen: BTreeSet<PathBuf>,
}

/// Reads the files that are meant by these paths. What is named itself is a job file; of a folder's files, those count
/// that hold a job, but for what the project at hand has generated: `out` is the folder of that.
pub fn collect(paths: &[PathBuf], out: Option<&Path>) -> Collected {
    let out = out.and_then(|out| out.canonicalize().ok());
    let mut collected = Collected::default();
    for path in paths {
        if path == Path::new("-") {
            collected.add(path, JobFile::stdin());
        } else if path.is_dir() {
            collected.folder(path, out.as_deref());
        } else {
            match path.symlink_metadata() {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    collected.errors.push(files::missing(path, error));
                }
                _ => collected.add(path, JobFile::file(path)),
            }
        }
    }
    collected
}

impl Collected {
    fn folder(&mut self, folder: &Path, out: Option<&Path>) {
        let found = files::below(folder, ENDINGS.into_iter().chain(templates::endings()), MOST);
        if found.files.len() > MOST {
            let message = format!("there are more than {MOST} files that may be job files in");
            let error = Error::new(ErrorKind::Usage, message).path(folder);
            return self.errors.push(error.help("name the folders of the jobs one by one"));
        }
        self.errors.extend(found.errors);
        // Who names the output wants it.
        let is_out = |path: &Path| {
            path.canonicalize().is_ok_and(|path| out.is_some_and(|out| path.starts_with(out)))
        };
        let whole = is_out(folder);
        for path in found.files {
            let read = JobFile::file(&path);
            let name = path.to_string_lossy();
            match read {
                Ok(file) if !file.holds_job() && file.as_list().is_none() => self.skipped += 1,
                Ok(file) if file.is_generated() && !whole && is_out(&path) => self.own += 1,
                Ok(file) => match templates::finding(&file) {
                    Some(finding) => self.templates.push(finding),
                    None => self.add(&path, Ok(file)),
                },
                // Only what must be a job file is missed.
                Err(_) if name.ends_with(".json") || templates::of_name(&name).is_some() => {
                    self.skipped += 1
                }
                Err(finding) => self.add(&path, Err(finding)),
            }
        }
    }

    fn add(&mut self, path: &Path, read: Result<JobFile, Box<Diagnostic>>) {
        match read {
            Ok(file) => {
                // The same file by two names is one file.
                let real = file.path.as_ref().and_then(|path| path.canonicalize().ok());
                if real.is_none_or(|real| self.seen.insert(real)) {
                    match file.as_list() {
                        Some(finding) => self.refused.push((file.name, Box::new(finding))),
                        None => self.files.push(file),
                    }
                }
            }
            Err(finding) => self.refused.push((path.to_string_lossy().into_owned(), finding)),
        }
    }
}
