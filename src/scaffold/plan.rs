//! The files to write: decided first, file by file, and then written.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::replace::{replace, rewrite};

/// The manifest of a package.
const MANIFEST: &str = "Cargo.toml";

/// The files that make a directory a project, and are written after all others.
const LAST: [&str; 3] = [RECORD, "registry/site.rs", MANIFEST];

/// The record that `init` keeps of its files.
pub const RECORD: &str = ".jobwright.json";

/// The directory of git hooks.
const HOOKS: &str = ".githooks";

/// A file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Its path below the plan's directory.
    pub path: PathBuf,
    /// The content that it shall have.
    pub text: String,
}

/// The files that shall be in a directory. Existing files with other content are in the way, unless
/// they may be replaced.
#[derive(Clone, Debug)]
pub struct Plan {
    root: PathBuf,
    force: bool,
    help: &'static str,
    kept: Vec<PathBuf>,
    files: BTreeMap<PathBuf, (String, State)>,
}

/// What is at the path of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Nothing,
    Same,
    Other,
}

/// What was done.
#[derive(Debug, Default)]
pub struct Written {
    /// How many files are new.
    pub created: usize,
    /// How many were replaced.
    pub replaced: usize,
    /// How many were unchanged.
    pub unchanged: usize,
    /// What could not be written.
    pub errors: Vec<Error>,
    /// The files that do not exist with the planned content, by their paths below the plan's
    /// directory.
    pub missing: BTreeSet<PathBuf>,
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files = |number: usize| {
            if number == 1 { "1 file".to_owned() } else { format!("{number} files") }
        };
        write!(f, "{} created", files(self.created))?;
        if self.replaced > 0 {
            write!(f, ", {} replaced", self.replaced)?;
        }
        if self.unchanged > 0 {
            write!(f, ", {} unchanged", self.unchanged)?;
        }
        Ok(())
    }
}

impl Plan {
    /// A plan for a directory, which need not exist yet; with `force`, files that are in the way
    /// are replaced.
    #[must_use]
    pub fn new(root: &Path, force: bool) -> Self {
        let help = "check its content; `--force` replaces it";
        Self { root: root.to_owned(), force, help, kept: Vec::new(), files: BTreeMap::new() }
    }

    /// A plan that replaces nothing; `help` says what to do about files in the way.
    #[must_use]
    pub fn careful(root: &Path, help: &'static str) -> Self {
        Self { help, ..Self::new(root, false) }
    }

    /// Adds files that belong together: all of them or none.
    ///
    /// # Errors
    ///
    /// What is in the way of one of them.
    pub fn add(&mut self, source: &str, files: Vec<Wanted>) -> Result<(), Box<Diagnostic>> {
        let mut states = Vec::new();
        for file in &files {
            states.push(self.state(source, file)?);
        }
        for (file, state) in files.into_iter().zip(states) {
            self.files.insert(file.path, (file.text, state));
        }
        Ok(())
    }

    /// The same, but for files that are needed only if they do not exist: an existing file is kept.
    pub fn add_missing(&mut self, file: Wanted) {
        if fs::symlink_metadata(self.root.join(&file.path)).is_err() {
            self.files.insert(file.path, (file.text, State::Nothing));
        } else {
            self.kept.push(file.path);
        }
    }

    /// The files that are kept, since they existed.
    #[must_use]
    pub fn kept(&self) -> &[PathBuf] {
        &self.kept
    }

    fn state(&self, source: &str, file: &Wanted) -> Result<State, Box<Diagnostic>> {
        let path = self.root.join(&file.path);
        let in_the_way = |what: &str, help: &str| {
            let message = format!("`{source}` would be `{}`, {what}", path.display());
            Err(Box::new(Diagnostic::error("in-the-way", message).help(help)))
        };
        if self.files.get(&file.path).is_some_and(|(text, _)| *text != file.text) {
            return in_the_way(
                "which is already the file of another job",
                "rename one of the jobs",
            );
        }
        let facts = match fs::symlink_metadata(&path) {
            Ok(facts) => facts,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(State::Nothing),
            Err(error) => {
                return in_the_way(&format!("which cannot be inspected: {error}"), "move it away");
            }
        };
        if !facts.is_file() {
            return in_the_way("which exists and is not a file", "move it away");
        }
        match fs::read(&path) {
            Ok(old) if old == file.text.as_bytes() => Ok(State::Same),
            _ if self.force => Ok(State::Other),
            _ => in_the_way("which exists with different content", self.help),
        }
    }

    /// Writes the files, each in one step. A failure does not prevent the others; but for a new
    /// project, nothing is written after a failure, and the files that make it one come last: after
    /// an interruption, the same command begins again.
    pub fn write(&self) -> Written {
        let mut written = Written::default();
        let is_new_project = self.files.contains_key(Path::new(MANIFEST));
        let mut files: Vec<_> = self.files.iter().collect();
        files.sort_by_key(|(path, _)| LAST.iter().position(|last| **path == Path::new(last)));
        for (below, (text, state)) in files {
            if is_new_project && !written.errors.is_empty() {
                written.missing.insert(below.clone());
                continue;
            }
            let path = self.root.join(below);
            let count = match state {
                State::Same => {
                    written.unchanged += 1;
                    continue;
                }
                State::Nothing => &mut written.created,
                State::Other => &mut written.replaced,
            };
            match write(&path, text) {
                Ok(()) => *count += 1,
                Err(error) => {
                    written.errors.push(error);
                    written.missing.insert(below.clone());
                }
            }
        }
        written
    }
}

/// Writes a file in one step, with the directories around it. Git runs hooks only if they are
/// executable.
pub(super) fn write(path: &Path, text: &str) -> Result<(), Error> {
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    let written = folder.and_then(|()| {
        // An existing file keeps its permissions, and a link is followed.
        if path.exists() {
            return rewrite(path, text.as_bytes());
        }
        replace(path, text.as_bytes())?;
        let is_hook = path.parent().is_some_and(|folder| folder.ends_with(HOOKS));
        if is_hook { make_program(path) } else { Ok(()) }
    });
    written.map_err(|error| {
        Error::io("cannot write", path, error)
            .help("check the permissions of the directory and the free space of the disk")
    })
}

#[cfg(unix)]
fn make_program(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn make_program(_: &Path) -> io::Result<()> {
    Ok(())
}
