//! What the registry would render, beside what is committed, was committed, or runs.

use std::fs;

use super::{Project, commit, diff};
use crate::support::git;
use crate::support::shown::snapshot;

#[test]
fn the_registry_is_compared_with_what_it_has_rendered() {
    let project = Project::new();
    diff(&project, &["--exit-code"]).ends(1);
    project.quietly("gen").ends(0);
    diff(&project, &["--exit-code"]).ends(0);
    // Nobody's business but that of whoever wrote it.
    project.file("out/own.nomad.hcl", super::job("own", "own:1", 1));
    let project = project.text("another text");
    diff(&project, &["--exit-code"]).ends(1);
    snapshot!(project);
}

#[test]
fn the_registry_is_compared_with_a_revision() {
    let project = Project::new();
    let folder = project.path("");
    git::run(&folder, &["init", "--quiet"]);
    project.quietly("gen").ends(0);
    commit(&project, "rendered");
    let project = project.text("another text");
    project.quietly("gen").ends(0);
    diff(&project, &["--exit-code"]).ends(0);
    diff(&project, &["--exit-code", "main"]).ends(1);
    diff(&project, &["main", "out", "--exit-code"]).ends(1);
    snapshot!(project);
}

/// What `gen` leaves alone is not gone; what somebody takes away is, and what a definition takes over is another version.
#[test]
fn files_of_others_stay() {
    let project = Project::new();
    let folder = project.path("");
    git::run(&folder, &["init", "--quiet"]);
    for name in ["own", "gone", "web"] {
        project.file(&format!("out/{name}.nomad.hcl"), super::job(name, "own:1", 1));
    }
    commit(&project, "by hand");
    fs::remove_file(project.path("out/gone.nomad.hcl")).expect("it goes");
    fs::remove_file(project.path("out/web.nomad.hcl")).expect("it goes");
    let run = diff(&project, &["main"]).ends(0);
    let lines: Vec<&str> = run.stdout.lines().take_while(|line| !line.is_empty()).collect();
    let jobs: Vec<&str> =
        lines.iter().filter_map(|line| line.get(..7)).map(str::trim_end).collect();
    assert_eq!(jobs, ["- gone", "~ web", "+ night"], "{run}");
}

#[test]
fn one_job_is_compared_with_its_own_definition() {
    let project = Project::new();
    project.quietly("gen").ends(0);
    let web = project.read("out/web.nomad.hcl");
    let project = project.text("another text");
    let run = super::Run::of(&mut project.command("diff -"), web.as_bytes()).ends(0);
    project.record("$ jobwright diff - < out/web.nomad.hcl", &run);
    snapshot!(project);
}

/// Nobody deploys them.
#[test]
fn reference_jobs_are_left_out() {
    let project = Project::with("reference");
    let run = diff(&project, &["--exit-code"]).ends(1);
    assert!(!run.stdout.contains("night"), "{run}");
}

/// A volume stays what it is, whatever its file says: that is said, and no more.
#[test]
fn volumes_are_told_apart_from_jobs() {
    let project = Project::new();
    project.quietly("gen").ends(0);
    let data = project.read("out/volumes/data.volume.hcl");
    project.file("old/volumes/data.volume.hcl", &data);
    project.file("old/volumes/gone.volume.hcl", data.replace("\"data\"", "\"gone\""));
    let other = data.replace("single-node-writer", "multi-node-reader-only")
        + "\nparameters {\n  password = \"hunter22\"\n  zone = \"a\"\n}\n\nsecrets {\n  key = \"hunter33\"\n}\n";
    project.file("new/volumes/data.volume.hcl", other);
    project.file("new/volumes/come.volume.hcl", data.replace("\"data\"", "\"come\""));
    diff(&project, &["--exit-code", "old", "new"]).ends(1);
    diff(&project, &["--format", "markdown", "old", "new"]).ends(0);
    diff(&project, &["--format", "json", "old", "new"]).ends(0);
    project.file("new/volumes/come.volume.hcl", "id = \n");
    diff(&project, &["old", "new"]).ends(2);
    snapshot!(project);
}
