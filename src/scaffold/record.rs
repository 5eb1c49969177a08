//! The record that `init` keeps of the files that it updates.
//!
//! A hash tells whether a file is still what `init` wrote, whatever version of jobwright that was:
//! no old contents need to be kept. It is cryptographic, since a file that is considered unchanged
//! is overwritten.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::plan::{RECORD, Wanted};
use crate::error::{Error, ErrorKind};

/// The format of the file that is written.
const FORM: u32 = 1;

/// The files that `init` keeps up to date, each with the hash of the content that it last wrote or
/// offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The purpose of the file, for people who open it.
    #[serde(default, rename = "//")]
    about: String,
    /// The format of the file.
    form: u32,
    /// The hashes, by path; with slashes, on every system.
    files: BTreeMap<String, String>,
}

impl Default for Record {
    fn default() -> Self {
        let about = "written by `jobwright init`, which keeps these files up to date: the hash of each as it wrote it";
        Self { about: about.to_owned(), form: FORM, files: BTreeMap::new() }
    }
}

impl Record {
    /// Reads the record of a project.
    ///
    /// # Errors
    ///
    /// The file does not exist, or this version cannot read it.
    pub fn read(root: &Path) -> Result<Self, Error> {
        let path = root.join(RECORD);
        let text = fs::read_to_string(&path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => {
                let message = "the project was not created by `init`, so its files cannot be \
                    updated: there is no";
                let help = "restore it from git, if it existed; or run `jobwright init DIR` in an \
                    empty directory and copy what you need";
                Error::new(ErrorKind::Project, message).path(&path).help(help)
            }
            _ => Error::io("cannot read", &path, error),
        })?;
        let wrong = |message: String, help: &str| {
            Error::new(ErrorKind::Project, message).path(&path).help(help)
        };
        let record: Self = serde_json::from_str(&text).map_err(|error| {
            let help = "restore the file as written by `init` from git";
            wrong(
                "expected the record of the files of `init`, found something else in".to_owned(),
                help,
            )
            .source_error(error)
        })?;
        if record.form != FORM {
            let message = format!("expected form {FORM}, found form {} in", record.form);
            return Err(wrong(message, "use the jobwright that wrote it, or a newer one"));
        }
        Ok(record)
    }

    /// The content of the file.
    #[must_use]
    pub fn text(&self) -> String {
        // Strings and a number: they can always be serialized.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// Records a file as it was written.
    pub fn keep(&mut self, file: &Wanted) {
        self.files.insert(key(&file.path), hash(file.text.as_bytes()));
    }

    /// Removes a file from the record.
    pub(super) fn forget(&mut self, path: &str) {
        self.files.remove(path);
    }

    /// The hash of a file as it was last written or offered.
    pub(super) fn hash(&self, path: &Path) -> Option<&str> {
        self.files.get(&key(path)).map(String::as_str)
    }

    /// The files in the record.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }
}

fn key(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// The hash of a file's content.
pub(super) fn hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{digits}")
}
