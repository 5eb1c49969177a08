//! The scripts of continuous integration, run against a server on this machine that answers as GitHub and GitLab do.

mod base;
mod comment;
mod packages;
#[cfg(unix)]
mod release;
mod review;
#[cfg(unix)]
mod scripts;
mod server;
mod workflows;

use std::path::Path;
use std::process::Command;

use crate::cli::Run;
use crate::support::repository;

/// A script of this repository, with nothing of the environment but where programs are.
fn script(path: &str) -> Command {
    let mut command = Command::new("bash");
    command.arg(repository(path)).env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    command
}

fn run(command: &mut Command) -> Run {
    Run::of(command, b"")
}

/// A file with a text.
fn file(folder: &Path, name: &str, text: &str) -> std::path::PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).expect("a file");
    path
}
