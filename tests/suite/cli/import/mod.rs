//! `import` as a command: what it prints and writes, what it refuses, and what it leaves alone.

mod files;
mod folders;
mod forms;
pub mod generated;
mod limits;
mod projects;
mod refused;
mod variables;

use std::path::Path;

use super::Project;

/// A folder without a project, with these files.
fn folder<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Project {
    let folder = Project::outside();
    files.into_iter().for_each(|(path, text)| folder.file(path, text));
    folder
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

fn link(from: &Path, to: &Path) {
    std::os::unix::fs::symlink(to, from).expect("a link");
}
