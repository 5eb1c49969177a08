//! The files that are meant by the files and directories on a command line: those that contain HCL.
//!
//! As for `nomad fmt`, these are the files whose names end in `.hcl` or `.nomad`; for `import`,
//! some more. In a directory, all of them count, at any depth, except in hidden directories
//! (`.git`, `.terraform`), in directories that can be regenerated (cargo's `target`, and those with
//! a `CACHEDIR.TAG`), and through symbolic links, because their targets are elsewhere or are found
//! under their own names. A path that is named itself always counts, hidden or linked or not.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};
use std::{fs, io};

use walkdir::{DirEntry, WalkDir};

use crate::error::{Error, ErrorKind};
use crate::replace::is_temporary;
use crate::visible::visible_line;
use jobwright_hcl::nearest::nearest;

/// What `nomad fmt` looks for.
const HCL: [&str; 2] = [".hcl", ".nomad"];

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The files, each once, directory by directory in the order of their names.
    pub files: Vec<PathBuf>,
    /// The temporary files that killed runs left behind in the directories.
    pub leftovers: Vec<PathBuf>,
    /// Paths that do not exist, cannot be listed, or are not HCL files.
    pub errors: Vec<Error>,
    /// The endings of the names that count.
    endings: Vec<&'static str>,
    /// The search ends when it has found more than so many.
    most: usize,
}

/// Finds the files below a directory whose names have one of these endings; if there are more than
/// `most`, some of them.
pub(crate) fn below(
    folder: &Path,
    endings: impl IntoIterator<Item = &'static str>,
    most: usize,
) -> Found {
    let mut found = Found { endings: endings.into_iter().collect(), most, ..Found::default() };
    found.folder(folder);
    found
}

/// Finds the files that are meant by these paths.
pub(crate) fn find(paths: &[PathBuf]) -> Found {
    let mut found = Found { endings: HCL.to_vec(), most: usize::MAX, ..Found::default() };
    for path in paths {
        match fs::metadata(path) {
            Ok(facts) if facts.is_dir() => found.folder(path),
            Ok(facts) if !facts.is_file() => found
                .errors
                .push(Error::new(ErrorKind::Usage, "expected a file or a directory:").path(path)),
            Ok(_) if found.counts(path.file_name().unwrap_or_default()) => {
                found.files.push(path.clone())
            }
            Ok(_) => found.errors.push(
                Error::new(ErrorKind::Usage, "expected a `*.hcl` or `*.nomad` file:")
                    .path(path)
                    .help("rename it, or format it with `fmt - < FILE`"),
            ),
            Err(error) => found.errors.push(missing(path, error)),
        }
    }
    if paths.len() > 1 {
        // The same file by two names is one file; one that is gone meanwhile is an error later.
        let mut seen = HashSet::new();
        found.files.retain(|file| fs::canonicalize(file).map_or(true, |file| seen.insert(file)));
    }
    found
}

/// The error for a path that does not exist; the help names the most similar file in its directory.
pub(crate) fn missing(path: &Path, error: io::Error) -> Error {
    if error.kind() != io::ErrorKind::NotFound {
        return Error::io("cannot find", path, error);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let beside = fs::read_dir(folder.unwrap_or(Path::new("."))).into_iter().flatten().flatten();
    let mut names: Vec<String> = beside
        .take(MOST_BESIDE)
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let near = nearest(&name, names.iter().map(String::as_str));
    let help = match near.map(|near| folder.map_or(near.into(), |folder| folder.join(near))) {
        Some(near) => format!("did you mean `{}`?", visible_line(&near.to_string_lossy())),
        None => "check the spelling; paths are relative to the current directory".to_owned(),
    };
    Error::new(ErrorKind::Io, "no such file or directory").path(path).help(help)
}

/// At most so many names of a directory are searched for a similar one.
const MOST_BESIDE: usize = 10_000;

impl Found {
    fn counts(&self, name: &OsStr) -> bool {
        let name = name.to_string_lossy();
        self.endings.iter().any(|ending| name.ends_with(*ending))
    }

    fn folder(&mut self, folder: &Path) {
        let walk = WalkDir::new(folder).sort_by_file_name().into_iter();
        for entry in walk.filter_entry(|entry| entry.depth() == 0 || !is_left_out(entry)) {
            if self.files.len() > self.most {
                return;
            }
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.errors.push(unlisted(folder, error));
                    continue;
                }
            };
            if !entry.file_type().is_file() {
                continue;
            }
            if self.counts(entry.file_name()) {
                self.files.push(path_below(folder, entry.into_path()));
            } else if is_temporary(entry.file_name()) {
                self.leftovers.push(path_below(folder, entry.into_path()));
            }
        }
    }
}

/// The error for something that could not be listed: a directory, or something below it.
fn unlisted(folder: &Path, error: walkdir::Error) -> Error {
    let path = path_below(folder, error.path().unwrap_or(folder).to_owned());
    Error::io(
        "cannot list",
        &path,
        error.into_io_error().unwrap_or_else(|| io::Error::other("the directory contains itself")),
    )
}

/// The path as people write it: without a leading `./`.
fn path_below(folder: &Path, path: PathBuf) -> PathBuf {
    match path.strip_prefix(".") {
        Ok(below) if folder == Path::new(".") && path != folder => below.to_owned(),
        _ => path,
    }
}

fn is_left_out(entry: &DirEntry) -> bool {
    entry.file_type().is_dir() && (is_hidden(entry.file_name()) || is_cache(entry.path()))
}

fn is_hidden(name: &OsStr) -> bool {
    name.to_string_lossy().starts_with('.')
}

/// A directory with a tag, see <https://bford.info/cachedir/>; or cargo's, which has one only if
/// cargo created it.
fn is_cache(folder: &Path) -> bool {
    folder.join("CACHEDIR.TAG").is_file()
        || folder.ends_with("target") && folder.with_file_name("Cargo.toml").is_file()
}

/// The name of a file relative to one directory, made relative to a parent of it; with slashes, on
/// every system.
pub(crate) fn from(file: &str, folder: &Path, other: &Path) -> Option<String> {
    let (whole, other) = (plain(&folder.join(file)), plain(other));
    let below = whole.strip_prefix(other).ok()?;
    Some(below.to_string_lossy().replace('\\', "/"))
}

/// A path without `..`, resolved lexically.
pub(crate) fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => _ = plain.pop(),
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}
