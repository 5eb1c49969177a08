//! The steps of the review, on a project as a runner has it.

use std::fs;
use std::process::Command;

use super::{run, script};
use crate::cli::{Project, Run};
use crate::support::git;

fn job(image: &str) -> String {
    format!(
        "job \"web\" {{\n  group \"web\" {{\n    task \"web\" {{\n      driver = \"docker\"\n\n      config {{\n        \
         image = \"{image}\"\n      }}\n    }}\n  }}\n}}\n"
    )
}

/// A step in a folder of plain job files.
fn step(project: &Project, name: &str) -> Command {
    let mut command = script(".github/actions/review/review.sh");
    command.arg(name).current_dir(project.path(""));
    command.env("JOBWRIGHT", env!("CARGO_BIN_EXE_jobwright")).env("FOLDER", "jobs");
    command.env("RUNNER_TEMP", project.path("temp"));
    command.env("GITHUB_STEP_SUMMARY", project.path("temp/summary.md"));
    command
}

fn project() -> Project {
    let project = Project::outside();
    fs::create_dir(project.path("temp")).expect("a folder");
    project.file(".gitignore", "temp\n");
    git::run(&project.path(""), &["init", "--quiet"]);
    project.file("jobs/web.nomad.hcl", job("web:1<&>"));
    git::commit(&project.path(""), "first");
    project
}

fn against(project: &Project, base: &str) -> Run {
    let base = git::run(&project.path(""), &["rev-parse", base]);
    run(step(project, "diff").env("BASE_SHA", base.trim()))
}

#[test]
fn what_changed_is_in_a_file_and_in_the_summary() {
    let project = project();
    project.file("jobs/web.nomad.hcl", job("web:2<&>"));
    git::commit(&project.path(""), "another image");
    against(&project, "HEAD~1").ends(0);
    assert!(project.read("temp/review.md").starts_with(jobwright::diff::MARK));
    assert!(project.read("temp/summary.md").contains("web:2&lt;&amp;&gt;"));
    assert!(!project.path("temp/review.same").exists());
    against(&project, "HEAD").ends(0);
    assert!(project.path("temp/review.same").exists());
    project.file("jobs/web.nomad.hcl", "job \"web\" {\n  group =\n}\n");
    git::commit(&project.path(""), "broken");
    let said = against(&project, "HEAD~1").ends(2);
    assert!(said.stderr.contains("HEAD:jobs/web.nomad.hcl:2:10"), "{said}");
    // What the push before would have done is not what this one would.
    let text = project.read("temp/review.md");
    assert!(
        text.starts_with(jobwright::diff::MARK) && text.contains("could not be told"),
        "{text}"
    );
    assert!(!project.path("temp/review.same").exists());
}

#[test]
fn findings_are_in_a_file_and_beside_the_lines() {
    let project = project();
    let said = run(&mut step(&project, "lint"));
    assert!(said.code <= 1, "{said}");
    assert!(project.read("temp/jobwright.sarif").contains("\"2.1.0\""));
    project.file(
        "jobs/web.nomad.hcl",
        job("web:1").replace("group \"web\" {", "group \"web\" {\n    count = -1"),
    );
    let said = run(&mut step(&project, "lint")).ends(1);
    assert!(said.stdout.contains("::error file=jobs/web.nomad.hcl,line=3"), "{said}");
    run(&mut step(&project, "nonsense")).ends(2);
}
