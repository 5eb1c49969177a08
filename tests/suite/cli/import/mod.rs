//! `import` as a command: what it prints and writes, what it refuses, and what it leaves alone.

mod files;
mod folders;
mod forms;
mod generated;
mod limits;
mod projects;
mod refused;
mod variables;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::Run;

/// A folder without a project, in which the generic program runs.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    /// A folder with these files.
    fn with<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let folder = Self::new();
        files.into_iter().for_each(|(path, text)| folder.file(path, text));
        folder
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn file(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, text).expect("a file");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// The files below a folder, by their paths, sorted.
    fn files(&self, folder: &str) -> Vec<String> {
        super::files_below(&self.path(folder))
    }

    /// `import` with these arguments, in a folder below this one.
    fn command(&self, below: &str, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jobwright"));
        command.current_dir(self.path(below)).env_clear().stdin(Stdio::null());
        command.arg("import").args(arguments.split_whitespace());
        command
    }

    fn import(&self, arguments: &str) -> Run {
        self.import_in("", arguments)
    }

    fn import_in(&self, below: &str, arguments: &str) -> Run {
        run(&mut self.command(below, arguments), "")
    }
}

fn run(command: &mut Command, input: &str) -> Run {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    // A program that reads nothing may be gone already.
    _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
    Run::of(child.wait_with_output().expect("it ends"))
}

/// A job with one task of an image.
fn job(id: &str, image: &str) -> String {
    format!(
        "job \"{id}\" {{\n  group \"{id}\" {{\n    task \"{id}\" {{\n      driver = \"docker\"\n\n      config {{\n        \
         image = \"{image}\"\n      }}\n    }}\n  }}\n}}\n"
    )
}

/// A job with one task of the driver `exec`, with these lines in it.
fn task(lines: &str) -> String {
    format!(
        "job \"j\" {{\n  group \"g\" {{\n    task \"t\" {{\n      driver = \"exec\"\n{lines}\n    }}\n  }}\n}}\n"
    )
}

/// Not one file is here that was not before.
#[track_caller]
fn untouched(folder: &Folder, before: &[String]) {
    assert_eq!(folder.files(""), before);
}

fn link(from: &Path, to: &Path) {
    std::os::unix::fs::symlink(to, from).expect("a link");
}
