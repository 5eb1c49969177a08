//! The update of a project that was created by an older jobwright.
//!
//! A file that is still what `init` wrote is replaced by the current version. One that the user has
//! changed is kept, and reported if the current version differs from the one that they changed. One
//! that the user has deleted stays deleted.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::plan::{RECORD, Wanted, write};
use super::record::{Record, hash};
use super::skeleton::Skeleton;
use crate::error::Error;

/// The update of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is new, and does not exist in the project.
    Add(Wanted),
    /// It is unchanged, and is replaced by the current version.
    Replace(Wanted),
    /// It was changed by the user, and the current version is new to them.
    Keep(Kept),
    /// It was changed by the user, to what is the current version.
    Same(Wanted),
    /// It was deleted, and stays deleted.
    Gone(PathBuf),
    /// It is not one of the current files any more: it belongs to the user from now on.
    Left(PathBuf),
}

/// A file that the user has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The current version.
    pub today: Wanted,
    /// The user's version.
    pub theirs: String,
}

/// The update of the files of a project.
#[derive(Clone, Debug)]
pub struct Update {
    root: PathBuf,
    record: Record,
    /// Each file that must be written or reported.
    pub steps: Vec<Step>,
}

impl Update {
    /// Decides how to update the files of the project in `root`.
    ///
    /// # Errors
    ///
    /// The project has no record of `init`, or a file cannot be read.
    pub fn of(root: &Path) -> Result<Self, Error> {
        Self::to(root, Skeleton::kept())
    }

    /// The same with these current files.
    fn to(root: &Path, kept: Vec<Wanted>) -> Result<Self, Error> {
        let record = Record::read(root)?;
        let mut steps = Vec::new();
        let left = |path: &&str| kept.iter().all(|file| file.path != Path::new(path));
        let left: Vec<Step> =
            record.paths().filter(left).map(|path| Step::Left(path.into())).collect();
        for file in kept {
            let path = root.join(&file.path);
            // A directory, or a link that leads nowhere, is left to the user.
            if path.is_dir() || path.is_symlink() && !path.exists() {
                continue;
            }
            let there = theirs(&path)?;
            steps.extend(step(file, there, &record));
        }
        steps.extend(left);
        Ok(Self { root: root.to_owned(), record, steps })
    }

    /// Whether something is to be written.
    #[must_use]
    pub fn is_needed(&self) -> bool {
        self.steps.iter().any(|step| !matches!(step, Step::Gone(_)))
    }

    /// Writes the files that are new or replaced, and then the record of all of them: after an
    /// interruption, the same command continues.
    ///
    /// # Errors
    ///
    /// A file that cannot be written; those before it are.
    pub fn write(mut self) -> Result<(), Error> {
        for step in &self.steps {
            match step {
                Step::Add(file) | Step::Replace(file) => {
                    write(&self.root.join(&file.path), &file.text)?;
                    self.record.keep(file);
                }
                Step::Keep(Kept { today: file, .. }) | Step::Same(file) => self.record.keep(file),
                Step::Left(path) => self.record.forget(&path.to_string_lossy()),
                Step::Gone(_) => {}
            }
        }
        if !self.is_needed() {
            return Ok(());
        }
        write(&self.root.join(RECORD), &self.record.text())
    }
}

/// The update of a file; `None` if there is nothing to do.
fn step(file: Wanted, there: Option<Vec<u8>>, record: &Record) -> Option<Step> {
    let (today, known) = (hash(file.text.as_bytes()), record.hash(&file.path));
    match (there, known) {
        (None, None) => Some(Step::Add(file)),
        (None, Some(_)) => Some(Step::Gone(file.path)),
        (Some(theirs), known) if theirs == file.text.as_bytes() => {
            (known != Some(today.as_str())).then_some(Step::Same(file))
        }
        (Some(theirs), Some(known)) if hash(&theirs) == known => Some(Step::Replace(file)),
        // They have changed what is still the current version: there is nothing new to see.
        (Some(_), Some(known)) if known == today => None,
        (Some(theirs), _) => {
            let theirs = String::from_utf8_lossy(&theirs).into_owned();
            Some(Step::Keep(Kept { today: file, theirs }))
        }
    }
}

/// The content at the path of a file.
fn theirs(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => {
            Err(Error::io("cannot read", path, error).help("move the file away, or delete it"))
        }
    }
}
