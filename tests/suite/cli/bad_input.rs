//! What people do wrong: each has its message with a place and a way out, and nothing is half written.

use std::fs;
use std::os::unix::fs::symlink;

use super::Project;
use crate::support::shown::snapshot;

/// What `gen` says of registries that it refuses. The other commands say the same, and nothing is written or shown.
fn refused(fixtures: &[&'static str]) -> String {
    let mut all = String::new();
    for fixture in fixtures {
        let project = Project::with(fixture);
        let said = project.run("gen").ends(1).stderr;
        for other in ["gen --check", "show web"] {
            let here = project.quietly(other).ends(1).stderr;
            let here = here.replace("nothing was shown", "nothing was written");
            assert_eq!(here, said, "{other}");
        }
        assert!(!project.path("out").exists(), "something was written");
        all += &format!("# the registry `{fixture}`\n{project}\n");
    }
    all
}

#[test]
fn names_must_be_unique() {
    snapshot!(refused(&["duplicate"]));
}

#[test]
fn names_must_be_file_names() {
    snapshot!(refused(&["name-outside", "name-slash", "name-empty"]));
}

#[test]
fn static_ports_need_a_reason() {
    snapshot!(refused(&["static-port"]));
}

#[test]
fn volumes_must_be_declared() {
    snapshot!(refused(&["undeclared-volume", "wrong-volume"]));
}

#[test]
fn what_the_house_cannot_build_is_refused() {
    snapshot!(refused(&["lost-route", "lost-place"]));
}

#[test]
fn the_order_of_deployment_must_be_one() {
    snapshot!(refused(&["after-nobody", "after-itself", "circle", "no-category"]));
}

#[test]
fn expressions_must_be_some() {
    snapshot!(refused(&["no-expression"]));
}

#[test]
fn unknown_jobs_get_the_nearest_name() {
    let project = Project::new();
    for line in ["gen nigth", "gen web nigth", "show wbe", "show something-else", "show data"] {
        project.run(line).ends(2);
    }
    assert!(!project.path("out").exists());
    snapshot!(project);
}

#[test]
fn outside_a_project_it_says_so() {
    let project = Project::outside();
    for line in ["gen", "gen --check web", "list", "show web", "templates list"] {
        project.run(line).ends(2);
    }
    snapshot!(project);
}

/// The installed program hands on to that of the project, which cargo builds.
#[test]
fn without_cargo_it_says_so() {
    let project = Project::outside();
    project.file("registry/site.rs", "");
    let mut command = project.command("gen");
    project.call(command.env("CARGO", "/nowhere/cargo"), b"").ends(2);
    snapshot!(project);
}

/// The first build takes minutes: cargo shows it. Later ones are short, and silent.
#[test]
fn only_the_first_build_is_shown() {
    let project = Project::outside();
    project.file("registry/site.rs", "");
    project.file("Cargo.toml", "[package]\nname = \"there\"\n");
    let asked = || {
        let mut command = project.command("gen web");
        let output = command.env("CARGO", "/bin/echo").output().expect("a program");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let first = asked();
    assert!(
        first.starts_with("run --manifest-path ") && first.ends_with(" -- gen web\n"),
        "{first}"
    );
    project.file("target/debug/there", "");
    assert!(asked().starts_with("run --quiet --manifest-path "));
}

#[test]
fn the_output_folder_must_be_a_folder() {
    let project = Project::new();
    project.given("out", "a file\n");
    project.run("gen").ends(2);
    project.run("gen --out out/below").ends(2);
    assert_eq!(project.read("out"), "a file\n");
    snapshot!(project);
}

#[test]
fn the_output_folder_must_not_lead_elsewhere() {
    let project = Project::new();
    let elsewhere = tempfile::tempdir().expect("a folder");
    symlink(elsewhere.path(), project.path("out")).expect("a link");
    project.run("gen").ends(2);
    assert_eq!(fs::read_dir(elsewhere.path()).expect("a folder").count(), 0);
    fs::remove_file(project.path("out")).expect("it goes");
    fs::create_dir(project.path("out")).expect("a folder");
    symlink(elsewhere.path(), project.path("out/volumes")).expect("a link");
    project.run("gen").ends(2);
    assert_eq!(project.files("out"), ["volumes"], "nothing is half written");
    snapshot!(project);
}

#[test]
fn a_folder_that_cannot_be_written_to_says_so() {
    // The kernel's own file system takes no files from anybody, not even from root.
    let project = Project::new();
    project.run("gen --out /proc/jobwright").ends(2);
    snapshot!(project);
}

#[test]
fn files_of_others_are_never_touched() {
    let project = Project::new();
    project.given("out/web.nomad.hcl", "job \"web\" {}\n");
    project.run("gen").ends(2);
    assert_eq!(project.files("out"), ["web.nomad.hcl"], "nothing is half written");
    assert_eq!(project.read("out/web.nomad.hcl"), "job \"web\" {}\n");
    snapshot!(project);
}

#[test]
fn links_in_the_folder_are_never_followed() {
    let project = Project::new();
    project.quietly("gen").ends(0);
    let target = project.path("web.nomad.hcl");
    fs::rename(project.path("out/web.nomad.hcl"), &target).expect("it moves");
    symlink(&target, project.path("out/web.nomad.hcl")).expect("a link");
    let project = project.text("new");
    let before = fs::read_to_string(&target).expect("the file");
    project.run("gen").ends(2);
    assert_eq!(fs::read_to_string(&target).expect("the file"), before);
    snapshot!(project);
}

#[test]
fn what_is_no_file_is_never_read() {
    let project = Project::new();
    fs::create_dir_all(project.path("out/web.nomad.hcl")).expect("a folder");
    project.run("gen").ends(2);
    fs::remove_dir(project.path("out/web.nomad.hcl")).expect("it goes");
    // Reading from it would never end.
    let made = std::process::Command::new("mkfifo").arg(project.path("out/web.nomad.hcl")).status();
    assert!(made.expect("mkfifo").success());
    project.run("gen").ends(2);
    snapshot!(project);
}

#[test]
fn other_folders_are_not_looked_into() {
    let project = Project::new();
    for out in ["shared/lab", "shared", "."] {
        let run = project.quietly(&format!("gen --out {out}")).ends(0);
        assert!(run.stderr.ends_with("4 files changed, 0 unchanged\n"), "{run}");
    }
    assert!(project.path("shared/lab/web.nomad.hcl").exists());
    assert!(project.path("shared/web.nomad.hcl").exists());
}

#[test]
fn temporary_files_of_others_stay() {
    let project = Project::new();
    project.file("out/my.jobwright-tmp", "mine");
    project.file("out/.web.nomad.hcl.123-4.out.jobwright-tmp", "left behind");
    project.quietly("gen").ends(0);
    assert!(project.path("out/my.jobwright-tmp").exists());
    assert!(!project.path("out/.web.nomad.hcl.123-4.out.jobwright-tmp").exists());
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
        assert_eq!(project.files("out").len(), 63);
    }
}
