//! What people do wrong: each has its message with a place and a way out, and nothing is half written.

use std::fs;
use std::os::unix::fs::symlink;

use super::Project;

/// The registry is refused with these words, and nothing is written.
#[track_caller]
fn refused(fixture: &'static str, words: &[&str]) {
    let project = Project::with(fixture);
    for command in ["gen", "gen --check", "show web"] {
        project.run(command).said(1, words);
        assert!(!project.path("out").exists(), "{command} wrote something");
    }
}

#[test]
fn names_must_be_unique() {
    refused(
        "duplicate",
        &[
            "error[job-name]: two jobs are named `web`",
            "--> tests/fixture/main.rs:",
            "the first one is at tests/fixture",
        ],
    );
}

#[test]
fn names_must_be_file_names() {
    refused(
        "name-outside",
        &["`../x` is no name for a job: it starts with a dot", "= help: use letters"],
    );
    refused(
        "name-slash",
        &["`a/b` is no name for a job: it contains `/`", "--> tests/fixture/main.rs:"],
    );
    refused("name-empty", &["`` is no name for a job: it is empty"]);
}

#[test]
fn static_ports_need_a_reason() {
    refused(
        "static-port",
        &["port `admin` of job `web` is static (8081)", "--> tests/fixture/main.rs:", ".because("],
    );
}

#[test]
fn volumes_must_be_declared() {
    refused(
        "undeclared-volume",
        &[
            "the csi volume `nowhere`, which nobody declares",
            "registry/volumes/",
            "--> tests/fixture/main.rs:",
        ],
    );
    refused("wrong-volume", &["the host volume `data`, which is declared as a csi volume"]);
}

#[test]
fn unknown_jobs_get_the_nearest_name() {
    let project = Project::new();
    project.run("gen nigth").said(2, &["there is no job `nigth`", "did you mean `night`?"]);
    project.run("show wbe").said(2, &["did you mean `web`?"]);
    project.run("show something-else").said(2, &["`list` shows all jobs"]);
    assert!(!project.path("out").exists());
}

#[test]
fn a_wrong_command_line_is_code_2() {
    let project = Project::new();
    project.run("").said(2, &["Usage:"]);
    project.run("generate").said(2, &["unrecognized subcommand"]);
    project.run("gen --format yaml").said(2, &["[possible values: hcl, json]"]);
}

#[test]
fn outside_a_project_it_says_so() {
    let project = Project::new();
    fs::remove_file(project.path("registry/site.rs")).expect("it goes");
    project.run("gen").said(2, &["there is no project in or above", "registry/site.rs"]);
}

#[test]
fn the_output_folder_must_be_a_folder() {
    let project = Project::new();
    project.file("out", "a file\n");
    project.run("gen").said(2, &["the output folder is a file:", "/out`", "--out"]);
    assert_eq!(project.read("out"), "a file\n");
}

#[test]
fn the_output_folder_must_not_lead_elsewhere() {
    let project = Project::new();
    let elsewhere = tempfile::tempdir().expect("a folder");
    symlink(elsewhere.path(), project.path("out")).expect("a link");
    project.run("gen").said(2, &["the output folder is a symbolic link to", "--out"]);
    assert_eq!(fs::read_dir(elsewhere.path()).expect("a folder").count(), 0);
    fs::remove_file(project.path("out")).expect("it goes");
    fs::create_dir(project.path("out")).expect("a folder");
    symlink(elsewhere.path(), project.path("out/volumes")).expect("a link");
    project.run("gen").said(2, &["the output folder is a symbolic link to", "/out/volumes`"]);
    assert_eq!(project.files("out"), ["volumes"], "nothing is half written");
}

#[test]
fn a_folder_that_cannot_be_written_to_says_so() {
    // The kernel's own file system takes no files from anybody, not even from root.
    let project = Project::new();
    project
        .run("gen --out /proc/jobwright")
        .said(2, &["cannot make the folder `/proc/jobwright`", "--out"]);
}

#[test]
fn files_of_others_are_never_touched() {
    let project = Project::new();
    project.file("out/web.nomad.hcl", "job \"web\" {}\n");
    project.run("gen").said(
        2,
        &["a file is in the way", "/out/web.nomad.hcl`", "move it away or rename the job"],
    );
    assert_eq!(project.files("out"), ["web.nomad.hcl"], "nothing is half written");
    assert_eq!(project.read("out/web.nomad.hcl"), "job \"web\" {}\n");
}

#[test]
fn links_in_the_folder_are_never_followed() {
    let project = Project::new();
    project.run("gen").said(0, &[]);
    let target = project.path("web.nomad.hcl");
    fs::rename(project.path("out/web.nomad.hcl"), &target).expect("it moves");
    symlink(&target, project.path("out/web.nomad.hcl")).expect("a link");
    let project = project.text("new");
    let before = fs::read_to_string(&target).expect("the file");
    project.run("gen").said(2, &["a symbolic link is in the way"]);
    assert_eq!(fs::read_to_string(&target).expect("the file"), before);
}

#[test]
fn what_is_no_file_is_never_read() {
    let project = Project::new();
    fs::create_dir_all(project.path("out/web.nomad.hcl")).expect("a folder");
    project.run("gen").said(2, &["a folder is in the way", "move it away"]);
    fs::remove_dir(project.path("out/web.nomad.hcl")).expect("it goes");
    // Reading from it would never end.
    let made = std::process::Command::new("mkfifo").arg(project.path("out/web.nomad.hcl")).status();
    assert!(made.expect("mkfifo").success());
    project.run("gen").said(2, &["something that is no file is in the way"]);
}

#[test]
fn other_folders_are_not_looked_into() {
    let project = Project::new();
    project.run("gen --out shared/lab").said(0, &[]);
    project.run("gen --out shared").said(0, &["3 files changed"]);
    project.run("gen --out .").said(0, &["3 files changed"]);
    assert!(project.path("shared/lab/web.nomad.hcl").exists());
    assert!(project.path("shared/web.nomad.hcl").exists());
}

#[test]
fn temporary_files_of_others_stay() {
    let project = Project::new();
    project.file("out/my.jobwright-tmp", "mine");
    project.file("out/.web.nomad.hcl.123-4.jobwright-tmp", "left behind");
    project.run("gen").said(0, &[]);
    assert!(project.path("out/my.jobwright-tmp").exists());
    assert!(!project.path("out/.web.nomad.hcl.123-4.jobwright-tmp").exists());
}

#[test]
fn runs_at_the_same_time_wait_for_each_other() {
    let project = Project::with("many");
    for round in 0..20 {
        for orphan in 0..30 {
            let text = "# Generated by jobwright from nowhere; do not edit.\n";
            project.file(&format!("out/orphan-{orphan}.nomad.hcl"), text);
        }
        let mut runs: Vec<_> = (0..3)
            .map(|_| {
                project
                    .command("gen")
                    .stderr(std::process::Stdio::piped())
                    .spawn()
                    .expect("it starts")
            })
            .collect();
        for run in runs.drain(..) {
            let output = run.wait_with_output().expect("it ends");
            assert!(
                output.status.success(),
                "round {round}: {}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        assert_eq!(project.files("out").len(), 62);
    }
}

#[test]
fn what_the_house_cannot_build_is_refused() {
    refused(
        "lost-route",
        &[
            "error[house]: job `web`: a route leads to the port `nope`",
            "--> tests/fixture/main.rs:",
        ],
    );
    refused(
        "lost-place",
        &["the storage `data` has no place where the job sees it", "--> tests/fixture/main.rs:"],
    );
}

#[test]
fn expressions_must_be_some() {
    refused(
        "no-expression",
        &[
            "`count` is to hold the expression `var.`, which is none",
            " --> tests/fixture/main.rs:",
            "\n  |\n1 | var.\n  |     ^\n  = help: write it as it would stand in HCL",
        ],
    );
}
