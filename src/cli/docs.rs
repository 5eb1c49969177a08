//! `gen --docs`: the tables of jobs in the user's own files, between their markers.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::print::{self, MessageFormat};
use crate::error::{Error, ErrorKind};
use crate::import::{MAX_SIZE, file_bytes};
use crate::map::{BEGIN, END, Map, NoPart, with_part};
use crate::out;
use crate::project::Project;

/// A file whose tables are kept current. Its path is relative to the root of the project, in
/// whatever directory the program is called.
#[derive(Debug)]
pub struct Document {
    path: PathBuf,
    old: String,
    new: String,
}

impl Document {
    /// Reads the files, and makes their tables anew. Nothing is written yet.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, or has no place for the tables.
    pub fn read(files: &[PathBuf], project: &Project, map: &Map) -> Result<Vec<Self>, Error> {
        files.iter().map(|file| Self::of(file, project, map)).collect()
    }

    fn of(file: &Path, project: &Project, map: &Map) -> Result<Self, Error> {
        let path = project.root().join(file);
        let bytes = content(&path).map_err(|error| {
            Error::io("cannot read", &path, error).help("name a file that is there: `--docs=FILE`")
        })?;
        let old = String::from_utf8(bytes).map_err(|error| {
            let message = "expected UTF-8, found other bytes in";
            Error::new(ErrorKind::Usage, message).path(&path).source_error(error)
        })?;
        let root = to_root(&path, project)?;
        let new = with_part(&old, &map.markdown(&root)).map_err(|fault| no_part(fault, &path))?;
        Ok(Self { path, old, new })
    }

    /// Writes those that are stale.
    ///
    /// # Errors
    ///
    /// A file that cannot be written; those before it are.
    pub fn write(documents: &[Self]) -> Result<(), Error> {
        let stale: Vec<&Self> = documents.iter().filter(|one| one.is_stale()).collect();
        let files: Vec<(PathBuf, &str)> =
            stale.iter().map(|one| (one.path.clone(), one.new.as_str())).collect();
        out::rewrite_all(&files)?;
        for one in stale {
            print::say(&format!("updated {}\n", one.shown()));
        }
        Ok(())
    }

    /// Shows what is stale; whether nothing is. What programs read holds findings only.
    pub fn check(documents: &[Self], format: MessageFormat) -> bool {
        for one in documents.iter().filter(|one| one.is_stale()) {
            print::say(&format!("stale: {}\n", one.shown()));
            if format != MessageFormat::Human {
                continue;
            }
            let name = one.shown();
            let lines = print::unified(&one.old, &one.new);
            // The difference is the result: it can be piped.
            _ = print::prepared(&format!("--- {name}\n+++ {name}\n{lines}"));
        }
        let stale = documents.iter().filter(|one| one.is_stale()).count();
        if stale > 0 {
            let files = print::count(stale, "document");
            print::say(&format!("{files} stale; run `gen --docs` to write the tables anew\n"));
        }
        stale == 0
    }

    fn is_stale(&self) -> bool {
        self.old != self.new
    }

    fn shown(&self) -> String {
        let path = self.path.canonicalize().unwrap_or_else(|_| self.path.clone());
        print::path(&print::here(&path))
    }
}

fn content(path: &Path) -> io::Result<Vec<u8>> {
    // A pipe would be waited for.
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    let bytes = file_bytes(path)?;
    bytes.ok_or_else(|| io::Error::other(format!("it is larger than {} MiB", MAX_SIZE >> 20)))
}

/// The relative path from the directory of a file to the root of the project, as links have it.
fn to_root(file: &Path, project: &Project) -> Result<String, Error> {
    let canonical =
        |path: &Path| path.canonicalize().map_err(|error| Error::io("cannot read", path, error));
    let root = canonical(project.root())?;
    let folder = canonical(file)?;
    let below = folder.parent().and_then(|folder| folder.strip_prefix(&root).ok());
    let Some(below) = below else {
        let help = "name a file of the project: its tables link to the definitions";
        let message = "expected a file of the project, found one outside of it:";
        return Err(Error::new(ErrorKind::Usage, message).path(file).help(help));
    };
    let folders = below.components().filter(|part| matches!(part, Component::Normal(_)));
    Ok("../".repeat(folders.count()))
}

fn no_part(fault: NoPart, path: &Path) -> Error {
    let help = match fault {
        NoPart::Missing(_) => {
            format!("add two lines where the tables belong: `{BEGIN}` and `{END}`")
        }
        NoPart::Twice(_) => "keep the first pair of markers, and remove the others".to_owned(),
        NoPart::Turned => "swap the two lines".to_owned(),
    };
    Error::new(ErrorKind::Usage, fault.to_string()).path(path).help(help)
}
