//! What tests share: the real Nomad, agents of it, Ansible, and how a test without them says so.
#![allow(clippy::panic, reason = "a test helper fails the test that called it")]

pub mod agent;
pub mod ansible;
pub mod call;
pub mod choices;
pub mod clock;
pub mod cluster;
pub mod compare;
pub mod consul;
pub mod corpus;
#[cfg(target_os = "linux")]
pub mod cost;
pub mod csi;
pub mod daemon;
pub mod disk;
pub mod drawn;
pub mod git;
pub mod go;
pub mod http;
pub mod judge;
pub mod nomad;
pub mod proxy;
pub mod record;
pub mod schema;
pub mod setup;
pub mod shown;
pub mod skip;

use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use walkdir::WalkDir;

/// What a test returns: an error fails it, and the error's text says with which command.
pub type Tested = Result<(), Box<dyn Error>>;

/// A path inside this repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// All files under a folder, in order; what is no folder counts as a file.
pub fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry?;
        if !entry.file_type().is_dir() {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

/// A program from the environment variable `named`, or from PATH.
pub fn program(named: &str, name: &str) -> Option<PathBuf> {
    match std::env::var_os(named).filter(|path| !path.is_empty()) {
        Some(path) if Path::new(&path).is_file() => Some(path.into()),
        Some(path) => panic!("{named} is `{}`: expected an existing file", path.display()),
        None => on_path(name),
    }
}

/// Asks `question` again and again until it has an answer; None when there was none in time.
pub fn wait_for<T>(seconds: u64, mut question: impl FnMut() -> Option<T>) -> Option<T> {
    let deadline = Instant::now() + Duration::from_secs(seconds);
    loop {
        let answer = question();
        if answer.is_some() || Instant::now() > deadline {
            return answer;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|program| program.is_file())
}
