//! What scripts do with a version, a tag and a system, with other programs in place of cargo, docker and gh.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use regex::Regex;

use super::release::{call, release};
use super::{file, run};
use crate::cli::Run;
use crate::support::{files, git, repository};

/// A program that prints its name and its arguments, in place of the real one.
fn stand_in(bin: &Path, name: &str) {
    fs::create_dir_all(bin).expect("a directory");
    let program = file(bin, name, "#!/bin/sh\necho \"${0##*/} $*\"\n");
    fs::set_permissions(program, PermissionsExt::from_mode(0o755)).expect("permissions");
}

/// A script, with what is in `bin` before all other programs.
fn with(root: &Path, script: &str, arguments: &[&str]) -> Run {
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{path}", root.join("bin").display());
    run(Command::new("bash").arg(root.join(script)).args(arguments).env("PATH", path))
}

/// Gives the repository of a release another version, with notes.
fn version(root: &Path, version: &str) {
    file(root, "Cargo.toml", &format!("[workspace.package]\nversion = \"{version}\"\n"));
    file(root, "CHANGELOG.md", &format!("# Changelog\n\n## {version}\n\n- now\n"));
}

#[test]
fn only_a_release_is_the_latest() {
    let folder = release();
    let root = folder.path();
    stand_in(&root.join("bin"), "docker");
    stand_in(&root.join("bin"), "gh");
    for (number, latest) in [("1.2.3", true), ("1.3.0-rc.1", false)] {
        version(root, number);
        let image = with(root, "release/image", &["--push", "example.org/x"]).ends(0).stdout;
        assert!(image.contains(&format!("--tag example.org/x:{number} ")), "{image}");
        assert_eq!(image.contains(":latest"), latest, "{image}");
        let made = with(root, "release/github", &[&format!("v{number}")]).ends(0).stdout;
        assert!(made.starts_with(&format!("gh release create v{number} --verify-tag ")), "{made}");
        assert_eq!(made.contains(" --latest "), latest, "{made}");
        assert_eq!(made.contains(" --prerelease "), !latest, "{made}");
    }
    // A tag that is not the version makes no release.
    assert_eq!(with(root, "release/github", &["v9.9.9"]).ends(1).stdout, "");
}

#[test]
fn public_items_are_compared_with_the_release_before() {
    let folder = release();
    let root = folder.path();
    fs::create_dir(root.join(".ci")).expect("a directory");
    fs::copy(repository(".ci/semver"), root.join(".ci/semver")).expect("a copy");
    stand_in(&root.join(".ci"), "tools");
    stand_in(&root.join("bin"), "cargo");
    let since = || {
        let said = with(root, ".ci/semver", &[]).ends(0).stdout;
        let (_, since) = said.split_once("--baseline-rev ").expect("a revision");
        since.lines().next().unwrap_or_default().to_owned()
    };
    git::run(root, &["tag", "v0.1.0"]);
    // The first release has none before it.
    let first = with(root, ".ci/semver", &[]).ends(3);
    assert!(first.stdout.starts_with("NOT JUDGED: "), "{first}");
    git::commit(root, "a change");
    assert_eq!(since(), "v0.1.0");
    git::run(root, &["tag", "v0.2.0-rc.1"]);
    git::commit(root, "another");
    git::run(root, &["tag", "v0.2.0"]);
    assert_eq!(since(), "v0.1.0");
    git::commit(root, "later");
    assert_eq!(since(), "v0.2.0");
}

/// What bash 3.2, which macOS has, does not know.
fn newer_than_bash_3(script: &str) -> Vec<&str> {
    let newer = r"\$\{\w+(\^|,|@[A-Za-z]\})|\b(mapfile|readarray)\b|\b(declare|local|typeset) -[a-zA-Z]*[Aglnu]|;;?&|&>>|\|&";
    let newer = Regex::new(newer).expect("a pattern");
    script
        .lines()
        .filter(|line| !line.trim_start().starts_with('#') && newer.is_match(line))
        .collect()
}

/// All but what counts instructions: valgrind is for Linux.
#[test]
fn scripts_run_with_the_bash_of_macos() {
    let mut seen = 0;
    for folder in [".ci", "release", "fuzz/run"] {
        let path = repository(folder);
        let scripts = if path.is_file() { vec![path] } else { files(&path).expect("scripts") };
        for script in scripts {
            let text = fs::read_to_string(&script).expect("a file");
            if text.starts_with("#!/usr/bin/env bash") && !script.ends_with(".ci/instructions") {
                assert_eq!(newer_than_bash_3(&text), [""; 0], "{}", script.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 15, "{seen}");
    for newer in ["${a^^}", "${a,,}", "mapfile -t x", "declare -A x", "${x@Q}", "local -n y=$1"] {
        assert_eq!(newer_than_bash_3(newer), [newer]);
    }
}

/// The script itself asks cargo for the target of macOS by its variable.
#[test]
fn flags_of_a_target_are_in_its_variable() {
    let folder = release();
    let root = folder.path();
    let bin = root.join("bin");
    stand_in(&bin, "rustc");
    stand_in(&bin, "rustup");
    let target = "aarch64-apple-darwin";
    let built = format!("target/{target}/release");
    let cargo = format!(
        "#!/bin/sh\nmkdir -p {built}\nprintf '%s\\n' \"$CARGO_TARGET_AARCH64_APPLE_DARWIN_RUSTFLAGS\" > {built}/jobwright\n"
    );
    let cargo = file(&bin, "cargo", &cargo);
    fs::set_permissions(cargo, PermissionsExt::from_mode(0o755)).expect("permissions");
    with(root, "release/build", &[target]).ends(0);
    let flags = fs::read_to_string(root.join(built).join("jobwright")).expect("flags");
    assert!(flags.starts_with("--remap-path-prefix="), "{flags}");
    call(root, "build", &[]).ends(1);
}
