//! Pages that are played in an empty folder, with the programs of this repository.

use std::path::PathBuf;

use super::walkthrough::Walkthrough;
use crate::cli::{Project, Run};
use crate::support::ansible::ansible;
use crate::support::{Tested, program, skip};

/// Each page that has commands, and the file of the tests that plays it.
const PLAYED: &[(&str, &str)] = &[
    ("docs/getting-started.md", "deploy/getting_started.rs"),
    ("docs/homelab.md", "deploy/homelab.rs"),
    ("docs/sites.md", "deploy/sites.rs"),
    ("docs/exit-codes.md", "guide/played.rs"),
    ("docs/from-ansible.md", "guide/played.rs"),
    ("docs/from-levant.md", "guide/played.rs"),
    ("docs/from-nomad-pack.md", "guide/played.rs"),
    ("docs/moving-in.md", "guide/played.rs"),
    ("docs/policy.md", "guide/played.rs"),
];

/// Which file of the tests plays a page.
pub fn by(page: &str) -> Option<&'static str> {
    PLAYED.iter().find(|(path, _)| *path == page).map(|(_, by)| *by)
}

/// The environment in which `jobwright` is the program of this repository, and projects are built as one folder.
fn environment() -> Vec<(&'static str, String)> {
    let programs = PathBuf::from(env!("CARGO_BIN_EXE_jobwright"));
    let programs = programs.parent().expect("a folder").display();
    let path = std::env::var("PATH").unwrap_or_default();
    let target = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).with_file_name("projects");
    let identity = |name: &'static str, value: &str| (name, value.to_owned());
    vec![
        ("PATH", format!("{programs}:{path}")),
        ("CARGO_TARGET_DIR", target.display().to_string()),
        identity("CARGO_NET_OFFLINE", "true"),
        identity("COLUMNS", "80"),
        identity("NO_COLOR", "1"),
        identity("NOMAD_ADDR", "http://127.0.0.1:1"),
        identity("GIT_AUTHOR_NAME", "you"),
        identity("GIT_AUTHOR_EMAIL", "you@lab.example"),
        identity("GIT_COMMITTER_NAME", "you"),
        identity("GIT_COMMITTER_EMAIL", "you@lab.example"),
        identity("GIT_CONFIG_GLOBAL", "/dev/null"),
    ]
}

/// Plays a page in this folder.
fn play_in(page: &str, folder: &Project) {
    let none =
        |_: &Project, arguments: &str| -> Run { panic!("{page}: write `jobwright {arguments}`") };
    Walkthrough::of(page, folder, &none, &environment()).play(|_| {});
}

fn play(page: &str) -> Tested {
    play_in(page, &Project::outside());
    Ok(())
}

#[test]
fn exit_codes() -> Tested {
    play("docs/exit-codes.md")
}

#[test]
fn from_ansible() -> Tested {
    if ansible!().is_none() {
        return Ok(());
    }
    play("docs/from-ansible.md")
}

#[test]
fn from_levant() -> Tested {
    play("docs/from-levant.md")
}

#[test]
fn from_nomad_pack() -> Tested {
    play("docs/from-nomad-pack.md")
}

#[test]
fn moving_in() -> Tested {
    play("docs/moving-in.md")
}

#[test]
fn policy() -> Tested {
    if program("JOBWRIGHT_OPA", "opa").is_none() {
        skip::say("no opa: the page on policies is not played");
        return Ok(());
    }
    play("docs/policy.md")
}
