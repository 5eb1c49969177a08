//! The scripts of a release, in a folder that has a version, a changelog and programs.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::{file, run};
use crate::cli::Run;
use crate::support::shown::snapshot;
use crate::support::{files, git, repository};

const TARGETS: [&str; 5] = [
    "x86_64-unknown-linux-musl",
    "aarch64-unknown-linux-musl",
    "aarch64-apple-darwin",
    "x86_64-apple-darwin",
    "x86_64-pc-windows-msvc",
];

/// Answers what release/archive asks a program.
const PROGRAM: &str = r#"#!/bin/sh
case $1 in
  --version) echo 'jobwright 1.2.3' ;;
  man) mkdir -p "$2" && echo page > "$2/jobwright.1" ;;
  completions) echo "script for $2" ;;
esac
"#;

const CHANGELOG: &str = "# Changelog\n\n## Unreleased\n\n- later\n\n## 1.2.30\n\n- other\n\n## 1.2.3 - 2026-01-31\n\n### Added\n\n- now\n\n\
     ## 1.2.2\n\n- before\n";

/// A repository of version 1.2.3 with the scripts of this one.
pub(super) fn release() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let root = folder.path();
    fs::create_dir(root.join("release")).expect("a folder");
    for script in files(&repository("release")).expect("scripts") {
        fs::copy(&script, root.join("release").join(script.file_name().expect("a name")))
            .expect("a copy");
    }
    let manifest = "[workspace.package]\nversion = \"1.2.3\"\nrepository = \"https://example.org/jobwright\"\n\n[package]\nversion = \"9\"\n";
    file(root, "Cargo.toml", manifest);
    file(root, "CHANGELOG.md", CHANGELOG);
    for name in ["LICENSE-APACHE", "LICENSE-MIT", "README.md"] {
        file(root, name, name);
    }
    git::run(root, &["init", "--quiet"]);
    git::commit(root, "a release");
    folder
}

/// A script of the release, with these arguments.
pub(super) fn call(root: &Path, script: &str, arguments: &[&str]) -> Run {
    run(Command::new("bash").arg(root.join("release").join(script)).args(arguments))
}

#[test]
fn notes_are_the_section_of_the_version() {
    let folder = release();
    let notes = call(folder.path(), "notes", &["v1.2.3"]).ends(0).stdout;
    assert_eq!(notes, "\n### Added\n\n- now\n");
}

#[test]
fn a_tag_that_is_not_the_version_is_refused() {
    let folder = release();
    let run = call(folder.path(), "notes", &["v1.2.4"]).ends(1);
    assert_eq!(
        run.stderr,
        "error: expected the tag v1.2.3, which is the version in Cargo.toml; found v1.2.4\n"
    );
    file(folder.path(), "CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n- later\n");
    let run = call(folder.path(), "notes", &["v1.2.3"]).ends(1);
    assert_eq!(
        run.stderr,
        "error: CHANGELOG.md says nothing of 1.2.3: give it a section \"## 1.2.3\"\n"
    );
}

/// The same programs make the same archives, in which each has what belongs to it.
#[test]
fn archives_are_the_same_again() {
    let folder = release();
    let dist = folder.path().join("target/dist");
    for target in TARGETS {
        let name = if target.contains("windows") { "jobwright.exe" } else { "jobwright" };
        fs::create_dir_all(dist.join(target)).expect("a folder");
        let text = if target == TARGETS[0] { PROGRAM } else { "not of this machine" };
        file(&dist.join(target), name, text);
    }
    let sums = call(folder.path(), "archive", &TARGETS).ends(0).stdout;
    assert_eq!(sums, fs::read_to_string(dist.join("SHA256SUMS")).expect("checksums"));
    assert_eq!(sums, call(folder.path(), "archive", &TARGETS).ends(0).stdout);

    let list =
        Command::new("tar").current_dir(&dist).args(["-tvf"]).arg(archive(TARGETS[0])).output();
    let list = String::from_utf8(list.expect("tar").stdout).expect("names");
    let rows = list.lines().filter_map(|row| Some((row.get(..10)?, row.split(' ').next_back()?)));
    let rows: Vec<String> = rows.map(|(mode, name)| format!("{mode} {name}")).collect();
    snapshot!(rows.join("\n"));
}

fn archive(target: &str) -> String {
    format!("jobwright-1.2.3-{target}.tar.gz")
}

#[test]
fn the_formula_has_the_checksums() {
    let folder = release();
    let row = |(at, target): (usize, &&str)| {
        format!("{}  {}\n", at.to_string().repeat(64), archive(target))
    };
    let sums: String = TARGETS.iter().enumerate().map(row).collect();
    let path = file(folder.path(), "SHA256SUMS", &sums);
    let formula = call(folder.path(), "homebrew", &[&path.display().to_string()]).ends(0).stdout;

    // Without one of them, there is no formula.
    let without: Vec<&str> = sums.lines().filter(|line| !line.contains("aarch64-apple")).collect();
    let path = file(folder.path(), "SHA256SUMS", &without.join("\n"));
    let run = call(folder.path(), "homebrew", &[&path.display().to_string()]).ends(1);
    assert_eq!(run.stdout, "");
    assert!(run.stderr.contains("has no checksum of jobwright-1.2.3-aarch64-apple"), "{run}");
    snapshot!(formula);
}

/// Workflows call scripts that there are, and that can be run.
#[test]
fn workflows_call_scripts_that_there_are() {
    let mut called = 0;
    for workflow in files(&repository(".github/workflows")).expect("workflows") {
        let text = fs::read_to_string(&workflow).expect("a text");
        for line in text.lines() {
            let line = line.trim_start_matches([' ', '-']);
            let command = line.strip_prefix("run: ").unwrap_or(line);
            let word = command.split(' ').next().unwrap_or_default();
            let is_script = [".ci/", "release/", "fuzz/"].iter().any(|room| word.starts_with(room));
            if !is_script || word.contains(['$', '*']) || !line.starts_with("run: ") {
                continue;
            }
            let mode =
                fs::metadata(repository(word)).unwrap_or_else(|error| panic!("{word}: {error}"));
            assert!(mode.permissions().mode() & 0o111 != 0, "{word} cannot be run");
            called += 1;
        }
    }
    assert!(called > 10, "{called}");
}

#[test]
fn scripts_stop_at_the_first_failure() {
    for folder in [".ci", "release"] {
        for script in files(&repository(folder)).expect("scripts") {
            let text = fs::read_to_string(&script).expect("a text");
            if text.starts_with("#!") {
                assert!(text.contains("\nset -euo pipefail\n"), "{}", script.display());
                run(Command::new("bash").arg("-n").arg(&script)).ends(0);
            }
        }
    }
}
