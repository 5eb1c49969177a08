//! A directory that is brought up to date, file by file, and at once.

use std::collections::HashSet;
use std::fs;
use std::io::ErrorKind as IoErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::content::Before;
use super::folder::{File, OutFolder};
use super::write::remove;
use crate::error::Error;
use crate::parallel;
use crate::replace::{Keeper, Staged, stage_like, stage_new, sweep};

/// A change of the directory that is being prepared: files arrive in any order and from any thread,
/// and are staged beside their final paths until [`Update::finish`] renames all of them. Dropped
/// before that, it leaves the directory unchanged. Other processes that change the directory wait
/// meanwhile.
#[derive(Debug)]
pub struct Update<'f> {
    folder: &'f OutFolder,
    /// The directories that were created for it, from the outside in.
    made: Mutex<Vec<PathBuf>>,
    /// Held until it is dropped. Where the system cannot lock directories, there is no lock.
    _lock: Option<fs::File>,
}

/// A file that has arrived.
#[derive(Debug)]
pub struct Coming {
    path: PathBuf,
    /// The staged file; `None` if the existing one is unchanged.
    staged: Option<Staged>,
    /// The content that it replaces.
    old: Option<String>,
    is_new: bool,
}

/// What was done to a directory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Updated {
    /// The files that changed, in the order of their paths, and how.
    pub files: Vec<(PathBuf, What)>,
    /// How many were unchanged.
    pub unchanged: usize,
}

/// What happened to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It did not exist.
    Created,
    /// It had other content.
    Replaced,
    /// It was deleted; this was its content.
    Deleted(String),
}

impl OutFolder {
    /// Makes the directory hold `wanted`. With `suffixes`, our files with one of these endings that
    /// are not in `wanted` are deleted; without, none are.
    ///
    /// # Errors
    ///
    /// A file in the way that is not ours, one that cannot be read, or new ones that cannot be
    /// staged, before anything is changed; or a file that cannot be replaced or deleted: then each
    /// is either old or new, and the next run completes the change.
    pub fn update(&self, wanted: &[File], suffixes: &[&str]) -> Result<Updated, Error> {
        let update = self.begin()?;
        let coming = parallel::map(wanted, |file| update.take(file));
        let coming = coming.into_iter().collect::<Result<Vec<Coming>, Error>>()?;
        update.finish(coming, suffixes)
    }

    /// Begins a change once no other process is changing the directory, and removes what a killed
    /// run left behind.
    ///
    /// # Errors
    ///
    /// The directory cannot be created or listed.
    pub fn begin(&self) -> Result<Update<'_>, Error> {
        let mut made = Vec::new();
        make_folder(&self.root, &mut made)?;
        let lock = fs::File::open(&self.root).ok().filter(|folder| folder.lock().is_ok());
        let update = Update { folder: self, made: Mutex::new(made), _lock: lock };
        let folders = self.folders()?;
        let listed = folders.iter().filter_map(|one| fs::read_dir(self.root.join(&one.path)).ok());
        for entry in listed.flatten().flatten() {
            sweep(&entry.path(), true);
        }
        Ok(update)
    }
}

impl Update<'_> {
    /// Compares a file with the existing one, and stages it if it differs.
    ///
    /// # Errors
    ///
    /// A file in the way that is not ours, or one that cannot be read or written.
    pub fn take(&self, file: &File) -> Result<Coming, Error> {
        let (is_new, old) = match self.folder.before(file)? {
            Before::Same => {
                let path = file.path.clone();
                return Ok(Coming { path, staged: None, old: None, is_new: false });
            }
            Before::Absent => (true, None),
            Before::Ours(old) => (false, Some(old)),
        };
        let staged = Some(if is_new { self.stage(file)? } else { self.stage_again(file)? });
        Ok(Coming { path: file.path.clone(), staged, old, is_new })
    }

    fn stage(&self, file: &File) -> Result<Staged, Error> {
        let path = self.folder.root.join(&file.path);
        let stage = || stage_new(&path, file.text.as_bytes(), Keeper::Lock);
        let staged = match stage() {
            Err(error) if error.kind() == IoErrorKind::NotFound => {
                make_folder(path.parent().unwrap_or(&path), &mut self.made())?;
                stage()
            }
            staged => staged,
        };
        staged.map_err(|error| cannot_write(&path, error))
    }

    /// Stages a file that replaces an existing one, whose permissions it gets.
    fn stage_again(&self, file: &File) -> Result<Staged, Error> {
        let path = self.folder.root.join(&file.path);
        let staged = fs::symlink_metadata(&path)
            .and_then(|old| stage_like(&path, file.text.as_bytes(), &old, Keeper::Lock));
        staged.map_err(|error| cannot_write(&path, error))
    }

    /// Renames all files to their final paths. With `suffixes`, our files with one of these endings
    /// that have not arrived are deleted.
    ///
    /// # Errors
    ///
    /// A directory that cannot be listed, or a file that another project may have written, before
    /// anything is changed; or a file that cannot be replaced or deleted: then each is either old
    /// or new, and the next run completes the change.
    pub fn finish(self, coming: Vec<Coming>, suffixes: &[&str]) -> Result<Updated, Error> {
        let wanted: HashSet<PathBuf> = match suffixes {
            [] => HashSet::new(),
            _ => coming.iter().map(|file| file.path.clone()).collect(),
        };
        let gone = self.folder.to_delete(&wanted, suffixes)?;
        drop(wanted);
        let all = coming.len();
        let coming: Vec<Coming> = coming.into_iter().filter(|file| file.staged.is_some()).collect();
        let unchanged = all - coming.len();
        // Renamed files stay, and so do the directories.
        self.made().clear();
        let put = parallel::map(&coming, |file| self.put(file));
        put.into_iter().collect::<Result<(), Error>>()?;
        gone.iter().try_for_each(|(path, _)| remove(&self.folder.root.join(path)))?;
        let of =
            |file: Coming| (file.path, if file.is_new { What::Created } else { What::Replaced });
        let deleted = gone.into_iter().map(|(path, old)| (path, What::Deleted(old)));
        let mut files: Vec<(PathBuf, What)> = coming.into_iter().map(of).chain(deleted).collect();
        files.sort_by(|one, two| one.0.cmp(&two.0));
        Ok(Updated { files, unchanged })
    }

    fn put(&self, file: &Coming) -> Result<(), Error> {
        let put = file.staged.as_ref().map_or(Ok(()), Staged::put);
        put.map_err(|error| cannot_write(&self.folder.root.join(&file.path), error))
    }

    fn made(&self) -> MutexGuard<'_, Vec<PathBuf>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Coming {
    /// The content that it replaces, which is not kept any longer.
    pub fn take_old(&mut self) -> Option<String> {
        self.old.take()
    }
}

impl Drop for Update<'_> {
    fn drop(&mut self) {
        for folder in self.made().iter().rev() {
            // A directory that is not empty by now stays.
            _ = fs::remove_dir(folder);
        }
    }
}

fn cannot_write(path: &Path, error: std::io::Error) -> Error {
    Error::io("cannot write", path, error)
        .help("check the permissions of the directory, or use another with `--out`")
}

/// Creates a directory and its parents, and notes which did not exist.
fn make_folder(folder: &Path, made: &mut Vec<PathBuf>) -> Result<(), Error> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    folder.parent().map_or(Ok(()), |around| make_folder(around, made))?;
    match fs::create_dir(folder) {
        Ok(()) => made.push(folder.to_owned()),
        Err(error) if error.kind() == IoErrorKind::AlreadyExists && folder.is_dir() => {}
        Err(error) => {
            return Err(Error::io("cannot create the directory", folder, error).help(
                "check that its parent is a writable directory, or use another with `--out`",
            ));
        }
    }
    Ok(())
}
