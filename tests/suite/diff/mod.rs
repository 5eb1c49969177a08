//! What `diff` says: whole reports of typical pull requests, that no secret stands in one, and that nothing breaks out of
//! a comment.

mod comments;
mod predicted;
mod reports;
mod secrets;

use std::fs;

use crate::cli::Project;
use crate::support::repository;

/// A folder with the two versions of a job in `cases/NAME`, as `old/` and `new/`.
pub fn case(name: &str) -> Project {
    let folder = Project::outside();
    let cases = repository("tests/suite/diff/cases").join(name);
    for side in ["old", "new"] {
        fs::create_dir(folder.path(side)).expect("a folder");
        // A job that was added or removed has one version only.
        if let Ok(text) = fs::read_to_string(cases.join(format!("{side}.nomad.hcl"))) {
            folder.file(&format!("{side}/job.nomad.hcl"), text);
        }
    }
    folder
}
