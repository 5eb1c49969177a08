//! What becomes of the files of a project that an older jobwright has made.
//!
//! A file that is still what init wrote is brought up to today. One that somebody has changed stays, and is told of where
//! today's text is another than the one that they changed. One that somebody has deleted stays away.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::plan::{RECORD, Wanted, write};
use super::record::{Record, hash};
use super::skeleton::Skeleton;
use crate::error::Error;

/// What becomes of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is new, and there is nothing in its place.
    Add(Wanted),
    /// It is as it was written, and becomes what it is today.
    Replace(Wanted),
    /// It is the user's, and today's text is one that they have not seen.
    Keep(Kept),
    /// It is the user's, who has made it what it is today.
    Same(Wanted),
    /// It was deleted, and stays away.
    Gone(PathBuf),
    /// Today, there is no such file any more: it is the user's from now on.
    Left(PathBuf),
}

/// A file of the user's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What it would be today.
    pub today: Wanted,
    /// What it is.
    pub theirs: String,
}

/// What becomes of the files of a project.
#[derive(Clone, Debug)]
pub struct Update {
    root: PathBuf,
    record: Record,
    /// Each file for which there is something to do or to say.
    pub steps: Vec<Step>,
}

impl Update {
    /// Decides what becomes of the files of the project in `root`.
    ///
    /// # Errors
    ///
    /// The project remembers nothing of `init`, or a file cannot be read.
    pub fn of(root: &Path) -> Result<Self, Error> {
        Self::to(root, Skeleton::kept())
    }

    /// The same for these files as they are today.
    fn to(root: &Path, kept: Vec<Wanted>) -> Result<Self, Error> {
        let record = Record::read(root)?;
        let mut steps = Vec::new();
        let left = |path: &&str| kept.iter().all(|file| file.path != Path::new(path));
        let left: Vec<Step> =
            record.paths().filter(left).map(|path| Step::Left(path.into())).collect();
        for file in kept {
            let path = root.join(&file.path);
            // A folder, or a link that leads nowhere, is the user's business.
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

    /// Writes the files that are new or become what they are today, and then what is remembered of all of them: whoever is
    /// interrupted goes on with the same command.
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

/// What becomes of a file; nothing where nothing is to do.
fn step(file: Wanted, there: Option<Vec<u8>>, record: &Record) -> Option<Step> {
    let (today, known) = (hash(file.text.as_bytes()), record.hash(&file.path));
    match (there, known) {
        (None, None) => Some(Step::Add(file)),
        (None, Some(_)) => Some(Step::Gone(file.path)),
        (Some(theirs), known) if theirs == file.text.as_bytes() => {
            (known != Some(today.as_str())).then_some(Step::Same(file))
        }
        (Some(theirs), Some(known)) if hash(&theirs) == known => Some(Step::Replace(file)),
        // They have changed what is still today's text: there is nothing new to see.
        (Some(_), Some(known)) if known == today => None,
        (Some(theirs), _) => {
            let theirs = String::from_utf8_lossy(&theirs).into_owned();
            Some(Step::Keep(Kept { today: file, theirs }))
        }
    }
}

/// What is in the place of a file.
fn theirs(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => {
            Err(Error::io("cannot read", path, error).help("move the file away, or delete it"))
        }
    }
}
