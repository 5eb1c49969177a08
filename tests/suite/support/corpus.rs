//! Job files with recorded answers of Nomad: those of strangers where they stand beside the project, else its own.

use std::ops::Deref;
use std::path::{Path, PathBuf};

use jobwright::jobspec::Version;

use super::record::RECORDED;
use super::repository;
use super::skip::{self, Needed};

const STRANGERS: Needed = Needed {
    program: "the job files of strangers (those of tests/corpus were judged)",
    required_by: "JOBWRIGHT_REQUIRE_CORPUS",
    help: "791 job files with recorded results are read from ../shared/corpus, beside the project",
};

/// A folder of job files, with what a Nomad was recorded to make of them.
pub struct Corpus {
    folder: PathBuf,
    /// Whose answers they are.
    pub by: Version,
    /// Whether it is the project's own, of thirty files.
    pub own: bool,
}

impl Deref for Corpus {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.folder
    }
}

impl Corpus {
    /// Strangers' files, or the project's own after noting that `test` had no others. `JOBWRIGHT_CORPUS=own` asks for these.
    pub fn of(test: &str) -> Self {
        if std::env::var("JOBWRIGHT_CORPUS").is_ok_and(|which| which == "own") {
            return Self::own();
        }
        let strangers = repository("../shared/corpus");
        let strangers = strangers.join("jobs").is_dir().then_some(strangers);
        match skip::found(strangers, &STRANGERS, test) {
            Some(folder) => Self { folder, by: RECORDED, own: false },
            None => Self::own(),
        }
    }

    fn own() -> Self {
        Self { folder: repository("tests/corpus"), by: Version::new(1, 6, 3), own: true }
    }

    /// The lines of a list in it, without its heads.
    pub fn rows(&self, list: &str) -> std::io::Result<Vec<String>> {
        let text = std::fs::read_to_string(self.join(list))?;
        let rows = text.lines().filter(|line| !line.starts_with('#')).skip(1);
        Ok(rows.map(str::to_owned).collect())
    }

    /// Fails if fewer were found than there are: `strangers` of strangers' files, or a few of the project's own.
    pub fn has_at_least(&self, found: usize, strangers: usize) {
        let expected = if self.own { 1 } else { strangers };
        assert!(found >= expected, "{found} found, of {expected} at least");
    }
}
