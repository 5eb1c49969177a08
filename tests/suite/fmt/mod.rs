//! `fmt` against the real `nomad fmt`.

mod corpus;
mod generator;
mod losses;
mod variants;

use crate::support::skip::{self, Needed};
use jobwright::syntax::{self, SyntaxError};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

const CORPUS: Needed = Needed {
    program: "corpus",
    required_by: "JOBWRIGHT_REQUIRE_CORPUS",
    help: "real job files with recorded results are read from ../shared/corpus, beside the project",
};

/// The folder of real job files, or None after noting that the test is skipped.
fn corpus_or_skip(test: &str) -> Option<PathBuf> {
    skip::found(corpus(), &CORPUS, test)
}

fn corpus() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    folder.join("jobs").is_dir().then_some(folder)
}

/// All files under a folder, in order.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// What keeps formatting from being sound: it changes the tree, or a second time changes the text.
fn unsound(text: &str, formatted: &str) -> Option<String> {
    match jobwright::fmt::format(formatted) {
        Ok(twice) if twice == formatted => {}
        Ok(_) => return Some("formatting twice is not formatting once".to_owned()),
        Err(errors) => return Some(format!("the result is refused: {errors:?}")),
    }
    match same_tree(text, formatted) {
        Ok(true) => None,
        Ok(false) => Some("the tree has changed".to_owned()),
        Err(errors) => Some(format!("refused when parsed: {errors:?}")),
    }
}

fn same_tree(one: &str, other: &str) -> Result<bool, Vec<SyntaxError>> {
    let (mut one, mut other) = (syntax::parse(one)?, syntax::parse(other)?);
    one.erase_spans();
    other.erase_spans();
    Ok(one == other)
}
