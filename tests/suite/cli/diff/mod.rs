//! `diff`: what it takes, and how it answers git and continuous integration.

mod driver;
mod files;
mod registry;
mod revisions;

use std::env;
use std::process::Command;

use super::project::{Project, Run};
use crate::support::git;

/// A job of one task.
fn job(id: &str, image: &str, count: u32) -> String {
    format!(
        "job \"{id}\" {{\n  group \"{id}\" {{\n    count = {count}\n\n    task \"{id}\" {{\n      driver = \"docker\"\n\n      \
         config {{\n        image = \"{image}\"\n      }}\n    }}\n  }}\n}}\n"
    )
}

/// A folder that is a repository, with two jobs on `main`: on `next`, one of them has another image.
fn repository() -> Project {
    let project = Project::outside();
    git::run(&project.path(""), &["init", "--quiet"]);
    project.file("jobs/web.nomad.hcl", job("web", "web:1", 2));
    project.file("jobs/db.nomad.hcl", job("db", "db:1", 1));
    project.file("notes.hcl", "a = 1\n");
    commit(&project, "first");
    git::run(&project.path(""), &["switch", "--quiet", "--create", "next"]);
    project.file("jobs/web.nomad.hcl", job("web", "web:2", 2));
    commit(&project, "another image");
    project
}

fn commit(project: &Project, message: &str) {
    git::commit(&project.path(""), message);
}

/// The command, which finds git.
fn command(project: &Project, words: &[&str]) -> Command {
    let mut command = project.command("diff");
    command.args(words);
    command.env("PATH", env::var_os("PATH").unwrap_or_default());
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    command
}

/// Runs `diff` and adds it to the transcript.
fn diff(project: &Project, words: &[&str]) -> Run {
    shown(project, &mut command(project, words), words)
}

fn shown(project: &Project, command: &mut Command, words: &[&str]) -> Run {
    let run = Run::of(command, b"");
    project.record(&format!("$ jobwright diff {}", words.join(" ")), &run);
    run
}
