//! `diff --git-driver`, called by git.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::{Project, commit, diff, job, repository};
use crate::support::git;
use crate::support::shown::snapshot;

/// A repository in which git asks for differences of job files.
fn driven() -> Project {
    let project = repository();
    let program = env!("CARGO_BIN_EXE_jobwright");
    let folder = project.path("");
    let driver = format!("'{program}' diff --git-driver");
    git::run(&folder, &["config", "diff.jobwright.command", &driver]);
    project.file(".gitattributes", "*.nomad.hcl diff=jobwright\n");
    commit(&project, "attributes");
    project
}

/// Runs git and shows what it said, without hashes.
fn by_git(project: &Project, words: &[&str]) {
    let said = git::run(&project.path(""), words);
    let hash = regex::Regex::new(r"\b[0-9a-f]{7,40}\b").expect("a pattern");
    let said = hash.replace_all(&said, "[hash]");
    let run = super::Run { code: 0, stdout: said.into_owned(), stderr: String::new() };
    project.record(&format!("$ git {}", words.join(" ")), &run);
}

#[test]
fn git_says_what_a_change_does() {
    let project = driven();
    by_git(&project, &["diff", "main", "next", "--", "jobs"]);
    by_git(&project, &["log", "-p", "--ext-diff", "--format=%s", "main~0..next", "--", "jobs"]);
    project.file("jobs/web.nomad.hcl", job("web", "web:2", 3));
    by_git(&project, &["diff"]);
    snapshot!(project);
}

/// To Nomad nothing changed, and the lines did.
#[test]
fn a_comment_alone_is_shown_as_git_shows_it() {
    let project = driven();
    let text = job("web", "web:1", 1);
    project.file("jobs/web.nomad.hcl", &text);
    commit(&project, "before");
    project.file("jobs/web.nomad.hcl", format!("# why it is there\n{text}"));
    let said = git::run(&project.path(""), &["diff"]);
    assert!(said.lines().any(|line| line == "+# why it is there"), "{said}");
}

#[test]
fn whatever_happens_to_a_file_git_goes_on() {
    let project = driven();
    let folder = project.path("");
    project.file("jobs/new.nomad.hcl", job("new", "new:1", 1));
    project.file("jobs/-a b\"c.nomad.hcl", job("name", "name:1", 1));
    project.file("jobs/none.nomad.hcl", "a = 1\n");
    project.file("jobs/broken.nomad.hcl", "job \"broken\" {\n}\n");
    project.file("jobs/bytes.nomad.hcl", b"a\0b\xff");
    commit(&project, "more");
    fs::remove_file(project.path("jobs/new.nomad.hcl")).expect("it goes");
    git::run(&folder, &["mv", "jobs/db.nomad.hcl", "jobs/data.nomad.hcl"]);
    project.file("jobs/data.nomad.hcl", job("db", "db:2", 1));
    project.file("jobs/-a b\"c.nomad.hcl", job("name", "name:2", 1));
    project.file("jobs/none.nomad.hcl", "a = 2\n");
    project.file("jobs/broken.nomad.hcl", "job \"broken\" {\n  group =\n}\n");
    project.file("jobs/bytes.nomad.hcl", b"a\0c\xff");
    let executable = fs::Permissions::from_mode(0o755);
    fs::set_permissions(project.path("jobs/web.nomad.hcl"), executable).expect("it is ours");
    git::run(&folder, &["add", "--all", "--", "jobs"]);
    by_git(&project, &["diff", "--cached", "--find-renames=30%"]);
    snapshot!(project);
}

#[test]
fn a_file_that_is_not_merged_has_only_a_name() {
    let project = driven();
    let folder = project.path("");
    git::run(&folder, &["switch", "--quiet", "--create", "other", "main"]);
    project.file("jobs/web.nomad.hcl", job("web", "web:3", 2));
    commit(&project, "a third image");
    git::git(&folder, &["merge", "next"]).output().expect("git runs");
    by_git(&project, &["diff", "--cached"]);
    snapshot!(project);
}

/// Whoever calls it by hand is told what it is for; a copy that is gone stops nobody.
#[test]
fn git_gives_seven_arguments() {
    let project = Project::outside();
    diff(&project, &["--git-driver", "a", "b"]).ends(2);
    diff(&project, &["--git-driver"]).ends(2);
    let mode = "100644";
    let gone = "/nowhere/web.nomad.hcl";
    diff(&project, &["--git-driver", "web.nomad.hcl", gone, "1", mode, "/dev/null", ".", "."])
        .ends(0);
    snapshot!(project);
}
