//! The commands, run as a user would: a project in a folder of its own, and what the program says and writes.

mod bad_input;
mod fmt;
mod generate;
mod import;
mod kill;
mod templates;
mod terminal;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::{env, fs};

use tempfile::TempDir;

use crate::support::files;

/// A project whose program is the fixture.
pub struct Project {
    folder: TempDir,
    fixture: &'static str,
    text: Option<&'static str>,
}

/// What a run said.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Project {
    /// An empty project with the plain registry: the jobs `web` and `night` and the volume `data`.
    pub fn new() -> Self {
        Self::with("plain")
    }

    /// A project with the registry of a name; see `tests/fixture`.
    pub fn with(fixture: &'static str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let project = Self { folder, fixture, text: None };
        project.file("registry/site.rs", "");
        project
    }

    /// The same folder with another registry.
    pub fn now(mut self, fixture: &'static str) -> Self {
        self.fixture = fixture;
        self
    }

    /// The text that goes into the jobs.
    pub fn text(mut self, text: &'static str) -> Self {
        self.text = Some(text);
        self
    }

    /// Writes a file.
    pub fn file(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, text).expect("a file");
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// The files below a folder, by their paths, sorted.
    pub fn files(&self, folder: &str) -> Vec<String> {
        files_below(&self.path(folder))
    }

    /// The command, ready to run.
    pub fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(program());
        command.current_dir(self.folder.path()).args(arguments.split_whitespace());
        command.env_clear().env("FIXTURE", self.fixture);
        if let Some(text) = self.text {
            command.env("FIXTURE_TEXT", text);
        }
        command
    }

    pub fn run(&self, arguments: &str) -> Run {
        Run::of(self.command(arguments).output().expect("the fixture runs"))
    }
}

/// The files below a folder, by their paths in it, sorted; none when it is not there.
fn files_below(folder: &Path) -> Vec<String> {
    let files = files(folder).unwrap_or_default();
    let below = files.iter().flat_map(|file| file.strip_prefix(folder));
    let mut below: Vec<String> = below.map(|file| file.to_string_lossy().into_owned()).collect();
    below.sort();
    below
}

impl Run {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// The run ended with this code and said all of this, on either stream.
    #[track_caller]
    pub fn said(self, code: i32, words: &[&str]) -> Self {
        let all = format!("{}{}", self.stdout, self.stderr);
        assert_eq!(self.code, code, "{all}");
        for word in words {
            assert!(all.contains(word), "expected {word:?} in:\n{all}");
        }
        self
    }
}

/// The fixture. `cargo test` builds it, but `cargo test --test suite` does not: cargo looks whether it is fresh.
fn program() -> PathBuf {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    let program = PROGRAM.get_or_init(|| {
        let me = env::current_exe().expect("the test's own path");
        let folder = me.ancestors().nth(2).expect("the build folder");
        let release: &[&str] = if folder.ends_with("release") { &["--release"] } else { &[] };
        let built = Command::new(env!("CARGO"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(["build", "--quiet", "--package", "jobwright", "--example", "fixture"])
            .args(release)
            .status();
        assert!(built.is_ok_and(|status| status.success()), "the fixture cannot be built");
        folder.join("examples/fixture")
    });
    program.clone()
}
