//! `fmt` against the real `nomad fmt`.

pub mod changes;
mod corpus;
mod losses;
mod module;
mod sound;
pub mod variants;

use crate::support::skip::{self, Needed};
pub use sound::unlike;
use sound::{same_tree, unsound};
use std::path::{Path, PathBuf};

const CORPUS: Needed = Needed {
    program: "corpus",
    required_by: "JOBWRIGHT_REQUIRE_CORPUS",
    help: "real job files with recorded results are read from ../shared/corpus, beside the project",
};

/// The folder of real job files, or None after noting that the test is skipped.
pub fn corpus_or_skip(test: &str) -> Option<PathBuf> {
    skip::found(corpus(), &CORPUS, test)
}

fn corpus() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    folder.join("jobs").is_dir().then_some(folder)
}
