//! The installed program hands on to that of the project: what it says, and how it calls cargo.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::cli::{Project, Run};
use crate::support::shown::snapshot;

/// A project of this version, and a cargo that says how it is called.
fn project(version: &str) -> Project {
    let folder = Project::outside();
    folder.file("p/Cargo.toml", "[package]\nname = \"p\"\n\n[workspace]\n");
    folder.file(
        "p/Cargo.lock",
        format!("[[package]]\nname = \"jobwright\"\nversion = \"{version}\"\n"),
    );
    folder.file("p/registry/site.rs", "");
    folder.file("p/registry/apps/web.rs", "");
    folder.file("cargo", "#!/bin/sh\necho \"in ${PWD##*/}: cargo $*\" | sed \"s#--manifest-path .*/p/#--manifest-path p/#\"\nexit 1\n");
    let program = fs::Permissions::from_mode(0o755);
    fs::set_permissions(folder.path("cargo"), program).expect("a program");
    folder
}

fn run(folder: &Project, below: &str, arguments: &str) -> Run {
    let mut command = folder.command(arguments);
    command.current_dir(folder.path(below)).env("CARGO", folder.path("cargo"));
    let run = Run::of(&mut command, b"");
    folder.record(&format!("{below}$ jobwright {arguments}"), &run);
    run
}

#[test]
fn the_project_s_program_is_called_wherever_one_stands() {
    let folder = project(env!("CARGO_PKG_VERSION"));
    run(&folder, "p", "gen --check").ends(1);
    run(&folder, "p/registry/apps", "gen --out ../out").ends(1);
    // What has been built is not told of again.
    folder.file("p/target/debug/p", "");
    run(&folder, "p", "gen").ends(1);
    // What no version knows, this one says itself.
    run(&folder, "p", "gen --sideways").ends(2);
    snapshot!(folder);
}

#[test]
fn two_versions_are_told_of_once() {
    let folder = project("0.9.4");
    run(&folder, "p/registry", "list").ends(1);
    // What this program does not know, that of the project may.
    run(&folder, "p", "gen --sideways").ends(1);
    run(&folder, "p", "init --check").ends(1);
    // These need no project.
    run(&folder, "p", "--version").ends(0);
    // A correction is no other program.
    let own = env!("CARGO_PKG_VERSION");
    let (minor, _) = own.rsplit_once('.').expect("a version");
    folder.file(
        "p/Cargo.lock",
        format!("[[package]]\nname = \"jobwright\"\nversion = \"{minor}.99\"\n"),
    );
    run(&folder, "p", "list").ends(1);
    snapshot!(folder);
}
