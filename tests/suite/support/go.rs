//! Go's module cache: the sources of Nomad and of its libraries.

use super::repository;
use super::skip::{self, Needed};
use std::path::PathBuf;
use std::process::Command;

const NEEDED: Needed = Needed {
    program: "go",
    required_by: "JOBWRIGHT_REQUIRE_NOMAD",
    help: "the files in Nomad's source are found in Go's module cache, after Nomad was built from tests/nomad",
};

/// The folder of a module that `tests/nomad/go.mod` names, or None after noting that `test` is skipped.
pub fn module_or_skip(module: &str, test: &str) -> Option<PathBuf> {
    skip::found(folder(module), &NEEDED, test)
}

/// Where Go has downloaded it.
fn folder(module: &str) -> Option<PathBuf> {
    let mut go = Command::new("go");
    go.args(["list", "-m", "-f", "{{.Dir}}", module]).current_dir(repository("tests/nomad"));
    let output = go.output().ok().filter(|output| output.status.success())?;
    let folder = PathBuf::from(String::from_utf8(output.stdout).ok()?.trim_end());
    folder.is_dir().then_some(folder)
}
