//! Names of new definitions, and the directories that they may be in.

use std::collections::BTreeSet;

use crate::error::{Error, ErrorKind};
use crate::import::category;
use crate::lint;

/// Directories of `registry/` that are not categories of jobs.
const OTHERS: [&str; 5] = ["files", "target", "templates", "tests", "volumes"];

/// The stem of a definition's file, which is a Rust module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stem(String);

impl Stem {
    /// The stem for a job or volume of this name.
    ///
    /// # Errors
    ///
    /// A name that is not valid for a file in `out/`, or of which no module name can be made.
    pub fn of(what: &str, name: &str) -> Result<Self, Error> {
        let stem: String = name
            .chars()
            .map(|letter| if matches!(letter, '-' | '.') { '_' } else { letter })
            .collect();
        let plain = stem
            .bytes()
            .all(|byte| byte == b'_' || byte.is_ascii_lowercase() || byte.is_ascii_digit());
        let starts = stem.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
        if plain && starts && lint::is_file_name(name) {
            // Keywords of Rust, and names that have a meaning in a definition, are not valid as a
            // module's name.
            let is_free =
                category(&stem, &BTreeSet::new()) == stem || OTHERS.contains(&stem.as_str());
            return Ok(Self(if is_free { stem } else { format!("{stem}_{what}") }));
        }
        let message = format!("invalid name `{name}` for a {what} with a file of its own");
        let help = "use lowercase letters, digits, `-` and `_`, beginning with a letter, such as \
             `node-exporter`";
        Err(Error::new(ErrorKind::Usage, message).help(help))
    }

    /// The stem.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
