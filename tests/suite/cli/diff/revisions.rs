//! Revisions of git: what they are called, and what may be wrong with them.

use std::os::unix::fs::symlink;

use super::{Project, Run, command, commit, diff, job, repository, shown};
use crate::support::git;
use crate::support::shown::snapshot;

#[test]
fn two_revisions_are_compared() {
    let project = repository();
    diff(&project, &["main..next"]).ends(0);
    for words in [
        &["--exit-code", "main", "next"][..],
        &["--exit-code", "main.."],
        &["--exit-code", "main..HEAD", "jobs"],
        &["--exit-code", "main..HEAD", "--", "./jobs"],
        &["--exit-code", "main", "HEAD", "--", "jobs"],
        &["--exit-code", "main", "jobs", "--", "jobs"],
    ] {
        let run = Run::of(&mut command(&project, words), b"").ends(1);
        assert!(run.stdout.starts_with("~ web"), "{run}");
    }
    diff(&project, &["--exit-code", "main..main"]).ends(0);
    snapshot!(project);
}

/// What `main` has done since is not this branch's.
#[test]
fn three_dots_are_the_merge_base() {
    let project = repository();
    git::run(&project.path(""), &["switch", "--quiet", "main"]);
    project.file("jobs/db.nomad.hcl", job("db", "db:2", 1));
    commit(&project, "meanwhile");
    git::run(&project.path(""), &["switch", "--quiet", "next"]);
    diff(&project, &["main...HEAD"]).ends(0);
    diff(&project, &["main..HEAD"]).ends(0);
    snapshot!(project);
}

#[test]
fn what_is_no_revision_says_so() {
    let project = repository();
    for words in [
        &["mian..HEAD"][..],
        &["main..--output=stolen"],
        &["--output=stolen..main"],
        &["main..HEAD", "--", "nowhere"],
        &["main..HEAD", "--", "jobs/web.nomad.hcl"],
        &["HEAD:jobs..main"],
        &["main..HEAD", "jobs", "--", "jobs"],
        &["nothing..like..this"],
        &["v9", "main"],
    ] {
        diff(&project, words).ends(2);
    }
    assert!(!project.path("stolen").exists());
    git::run(&project.path(""), &["switch", "--quiet", "--orphan", "alone"]);
    commit(&project, "another beginning");
    diff(&project, &["main...alone"]).ends(2);
    snapshot!(project);
}

#[test]
fn where_no_git_is_it_says_so() {
    let outside = Project::outside();
    diff(&outside, &["main..HEAD"]).ends(2);
    let words = ["main..HEAD"];
    shown(&outside, command(&outside, &words).env("PATH", "/nowhere"), &words).ends(2);
    git::run(&outside.path(""), &["init", "--quiet"]);
    diff(&outside, &["HEAD~1..HEAD"]).ends(2);
    snapshot!(outside);
}

#[test]
fn a_shallow_clone_says_what_to_fetch() {
    let origin = repository();
    let project = Project::outside();
    let url = format!("file://{}", origin.path("").display());
    let depth = ["clone", "--quiet", "--depth=1", "--branch=next", "--no-tags", &url, "clone"];
    git::run(&project.path(""), &depth);
    let in_clone = |words: &[&str]| {
        shown(&project, command(&project, words).current_dir(project.path("clone")), words)
    };
    in_clone(&["v1..HEAD"]).ends(2);
    git::run(&project.path("clone"), &["fetch", "--quiet", "--depth=1", "origin", "main:main"]);
    let run = in_clone(&["main..HEAD"]).ends(0);
    assert!(run.stdout.starts_with("~ web"), "{run}");
    in_clone(&["main...HEAD"]).ends(2);
    snapshot!(project);
}

/// A hook runs with variables that say where its own repository is.
#[test]
fn hooks_and_folders_below_are_no_other_place() {
    let project = repository();
    let words = ["--exit-code", "main..next"];
    for below in ["jobs", "."] {
        let mut command = command(&project, &words);
        command.current_dir(project.path(below)).env("GIT_DIR", ".git");
        let run = Run::of(&mut command, b"").ends(1);
        assert!(run.stdout.starts_with("~ web"), "{run}");
    }
}

#[test]
fn submodules_and_links_are_not_followed() {
    let project = repository();
    let folder = project.path("");
    let head = git::run(&folder, &["rev-parse", "HEAD"]);
    let cache = format!("160000,{},jobs/other", head.trim());
    git::run(&folder, &["update-index", "--add", "--cacheinfo", &cache]);
    symlink("web.nomad.hcl", project.path("jobs/link.nomad.hcl")).expect("a link");
    git::run(&folder, &["add", "jobs/link.nomad.hcl"]);
    git::run(&folder, &["commit", "--quiet", "--message", "a submodule"]);
    diff(&project, &["--exit-code", "next~1..next"]).ends(0);
    snapshot!(project);
}

/// Names with anything in them, and files that git has and nobody can read.
#[test]
fn files_of_a_revision_are_looked_at_as_those_of_a_folder() {
    let project = repository();
    for name in ["a b", "\"", "-x", "new\nline", "tab\t"] {
        let id = format!("job-{}", name.bytes().map(usize::from).sum::<usize>());
        project.file(&format!("jobs/{name}.nomad.hcl"), job(&id, "x:1", 1));
    }
    project.file(".hidden/web.nomad.hcl", job("hidden", "x:1", 1));
    commit(&project, "names");
    let run = diff(&project, &["next~1..next"]).ends(0);
    assert_eq!(run.stdout.lines().filter(|line| line.starts_with("+ job-")).count(), 5, "{run}");
    project.file("jobs/latin.nomad.hcl", b"job \"w\xe9b\" {}\n");
    project.file("jobs/broken.nomad.hcl", "job \"b\" {\n  group = \n}\n");
    commit(&project, "broken");
    diff(&project, &["next~1..next"]).ends(2);
    snapshot!(project);
}
