//! What the installed program says before it hands on to that of a project, which may be another version.

use std::env;

use semver::Version;

use super::print;
use crate::diagnostic::Diagnostic;
use crate::project::Project;

/// The version of this program.
const OWN: &str = env!("CARGO_PKG_VERSION");

/// Whether the project around the working directory is built with another jobwright than this one.
pub fn are_two() -> bool {
    let theirs = Project::here().ok().and_then(|project| project.jobwright());
    theirs.is_some_and(|theirs| theirs != OWN)
}

/// Says that the two differ, where they differ by more than corrections: in what they can do.
pub fn say(project: &Project) {
    let Some(theirs) = project.jobwright() else { return };
    if is_alike(&theirs) {
        return;
    }
    let own = env::current_exe().map(|path| print::path(&path)).unwrap_or_default();
    let lock = print::path(&print::here(&project.root().join("Cargo.lock")));
    let message =
        format!("the project uses jobwright {theirs}, but the installed program is {OWN}");
    let finding = Diagnostic::warning("versions", message)
        .note(format!("{theirs} is set in `{lock}` and runs the command; {OWN} is `{own}`"));
    print::finding(&finding.help(format!(
        "run `cargo install jobwright@{theirs}` to install the project's version; to upgrade the \
         project to {OWN}, set it in its Cargo.toml, run `cargo update jobwright`, and then \
         `jobwright init --update`"
    )));
}

/// Whether a version differs by corrections at most.
fn is_alike(theirs: &str) -> bool {
    match (Version::parse(theirs), Version::parse(OWN)) {
        (Ok(theirs), Ok(own)) => (theirs.major, theirs.minor) == (own.major, own.minor),
        _ => theirs == OWN,
    }
}
