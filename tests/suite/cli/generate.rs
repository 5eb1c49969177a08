//! `gen`, `list` and `show` when all is well.

use std::fs;
use std::time::{Duration, SystemTime};

use super::Project;
use crate::support::shown::snapshot;

fn parsed(text: &str) -> serde_json::Value {
    serde_json::from_str(text).expect("JSON")
}

const ALL: [&str; 4] =
    ["night.nomad.hcl", "order.json", "volumes/data.volume.hcl", "web.nomad.hcl"];

#[test]
fn gen_writes_what_is_missing_and_nothing_twice() {
    let project = Project::new();
    project.run("gen").ends(0);
    assert_eq!(project.files("out"), ALL);
    let old = SystemTime::now() - Duration::from_secs(3600);
    let file =
        fs::File::options().write(true).open(project.path("out/web.nomad.hcl")).expect("the file");
    file.set_modified(old).expect("a time");
    project.run("gen").ends(0);
    let modified = fs::metadata(project.path("out/web.nomad.hcl"))
        .and_then(|data| data.modified())
        .expect("a time");
    assert_eq!(modified, old, "an unchanged file was written again");
    snapshot!(project);
}

#[test]
fn every_file_says_where_it_comes_from() {
    let project = Project::new();
    project.quietly("gen").ends(0);
    ALL.iter().for_each(|file| project.cat(&format!("out/{file}")));
    snapshot!(project);
}

#[test]
fn check_writes_nothing_and_shows_the_difference() {
    let project = Project::new();
    project.run("gen --check").ends(1);
    assert!(!project.path("out").exists());
    project.quietly("gen").ends(0);
    project.run("gen --check").ends(0);
    let edited = project.read("out/web.nomad.hcl").replace("\"dc1\"", "\"dc2\"");
    project.file("out/web.nomad.hcl", &edited);
    project.run("gen --check").ends(1);
    assert_eq!(project.read("out/web.nomad.hcl"), edited);
    project.run("gen").ends(0);
    project.quietly("gen --check").ends(0);
    snapshot!(project);
}

/// What is wrong shows after files have been prepared: of a job, of several together, of the new version of one, and of a
/// folder in the way.
#[test]
fn what_is_wrong_leaves_the_folder_as_it_was() {
    for wrong in ["static-port", "name-outside", "after-nobody", "undeclared-volume"] {
        let project = Project::with(wrong);
        project.quietly("gen").ends(1);
        assert!(!project.path("out").exists(), "{wrong}: a folder is left");
        let project = project.now("usual");
        project.quietly("gen").ends(0);
        let before = project.files("out").into_iter().map(|file| {
            let text = project.read(&format!("out/{file}"));
            (file, text)
        });
        let before: Vec<(String, String)> = before.collect();
        assert!(before.len() > 1);
        let project = project.now(wrong);
        project.quietly("gen").ends(1);
        let names: Vec<&String> = before.iter().map(|(file, _)| file).collect();
        assert_eq!(project.files("out").iter().collect::<Vec<_>>(), names, "{wrong}");
        for (file, text) in &before {
            assert_eq!(project.read(&format!("out/{file}")), *text, "{wrong}");
        }
    }
    let project = Project::with("many");
    project.file("out/web-40.nomad.hcl", "# somebody's own\n");
    let before = project.files("out");
    project.quietly("gen").ends(2);
    assert_eq!(project.files("out"), before, "nothing is left beside it");
}

#[test]
fn files_of_removed_jobs_go_and_others_stay() {
    let project = Project::new();
    project.quietly("gen").ends(0);
    project.file("out/notes.nomad.hcl", "# mine\n");
    project.file("out/README", "mine\n");
    let project = project.now("removed");
    project.run("gen --check").ends(1);
    project.run("gen web").ends(0);
    assert!(project.path("out/night.nomad.hcl").exists(), "one job says nothing about the others");
    project.run("gen").ends(0);
    project.ls("out");
    snapshot!(project);
}

#[test]
fn the_order_of_deployment_is_a_file() {
    let project = Project::with("after");
    project.run("gen").ends(0);
    project.cat("out/order.json");
    // One job says nothing about the order of all.
    let project = project.now("plain");
    project.quietly("gen web").ends(0);
    project.quietly("gen --check web").ends(0);
    project.run("gen --check").ends(1);
    project.run("gen").ends(0);
    project.file("out/my-order.json", project.read("out/order.json"));
    let project = project.now("nothing");
    project.run("gen").ends(0);
    assert_eq!(project.files("out"), ["my-order.json"]);
    // What is not ours is in the way.
    project.file("out/order.json", "[]\n");
    project.quietly("gen").ends(0);
    let project = project.now("plain");
    project.run("gen").ends(2);
    snapshot!(project);
}

#[test]
fn the_order_of_json_names_json() {
    let project = Project::new();
    project.run("gen --format json --out json").ends(0);
    project.cat("json/order.json");
    project.quietly("gen --check --format json --out json").ends(0);
    // Beside HCL, it names that.
    for line in ["gen --out json", "gen --format json --out json", "gen --check --out json"] {
        project.quietly(line).ends(0);
    }
    assert!(project.read("json/order.json").contains("\"web.nomad.hcl\""));
    snapshot!(project);
}

#[test]
fn gen_of_some_jobs_writes_their_files() {
    let project = Project::new();
    project.run("gen night").ends(0);
    assert_eq!(project.files("out"), ["night.nomad.hcl"]);
    project.run("gen --check night web").ends(1);
    project.run("gen night web").ends(0);
    snapshot!(project);
}

#[test]
fn gen_writes_elsewhere() {
    let project = Project::new();
    project.run("gen --out here/there").ends(0);
    project.run("gen --check --out here/there").ends(0);
    assert_eq!(project.files("here/there"), ALL);
    assert!(!project.path("out").exists());
    snapshot!(project);
}

#[test]
fn gen_writes_json() {
    let project = Project::new();
    project.quietly("gen").ends(0);
    project.run("gen --format json").ends(0);
    let text = project.read("out/web.nomad.json");
    let start = "{\n  \"GeneratedBy\": \"Generated by jobwright from registry/apps/one.rs; do not edit\",\n";
    assert!(text.starts_with(start), "{text}");
    let shown = project.quietly("show web --format json").ends(0).stdout;
    assert_eq!(parsed(&text)["Job"], parsed(&shown));
    assert_eq!(parsed(&shown)["TaskGroups"][0]["Tasks"][0]["Env"]["TEXT"], "text");
    project.run("gen --format json").ends(0);
    project.quietly("gen --check").ends(0);
    let project = project.now("removed");
    project.run("gen --format json").ends(0);
    assert!(project.path("out/night.nomad.hcl").exists(), "HCL is not JSON's to delete");
    snapshot!(project);
}

#[test]
fn reference_jobs_lie_apart_and_say_so() {
    let project = Project::with("reference");
    project.run("gen").ends(0);
    project.cat("out/reference/night.nomad.hcl");
    project.run("list").ends(0);
    snapshot!(project);
}

#[test]
fn list_tells_what_there_is() {
    let project = Project::new();
    project.run("list").ends(0);
    project.run("list --format json").ends(0);
    snapshot!(project);
}

#[test]
fn show_tells_what_would_be_written() {
    let project = Project::new();
    project.quietly("gen").ends(0);
    let run = project.quietly("show web").ends(0);
    assert_eq!((run.stdout, run.stderr), (project.read("out/web.nomad.hcl"), String::new()));
}

#[test]
fn a_reason_becomes_a_comment() {
    let project = Project::new();
    project.quietly("gen").ends(0);
    let project = project.now("reasoned-port");
    project.run("gen --check").ends(1);
    snapshot!(project);
}

#[test]
fn the_project_is_found_from_below() {
    let project = Project::new();
    project.run_in("registry", "gen").ends(0);
    assert_eq!(project.files("out"), ALL);
}

#[test]
fn variables_stand_above_the_job() {
    let project = Project::with("variables");
    project.run("show web").ends(0);
    snapshot!(project);
}

#[test]
fn json_of_a_job_with_variables_takes_their_values() {
    let project = Project::with("variables");
    project.run("show web --format json").ends(2);
    project.run("gen --format json").ends(2);
    assert_eq!(project.files("out"), ["night.nomad.json", "order.json"]);
    project.run("gen --format json --var count=0").ends(2);
    project.run("gen --format json --var count=2 --var cuont=2").ends(0);
    let job = parsed(&project.read("out/web.nomad.json"));
    assert_eq!(job["Job"]["TaskGroups"][0]["Count"], 2);
    assert_eq!(job["Job"]["Meta"]["zones"], "a,b");
    project.file("values.hcl", "count = 2\n");
    project.run("gen --check --format json --var-file values.hcl").ends(0);
    project.run("gen --format json").ends(2);
    assert_eq!(
        project.files("out"),
        ["night.nomad.json", "order.json", "web.nomad.json"],
        "it was made with values"
    );
    project.run("show web --format json --var count=many").ends(2);
    snapshot!(project);
}

#[test]
fn jobs_of_one_name_are_told_apart_by_their_files() {
    let project = Project::with("twins");
    project.run("list").ends(0);
    project.run("gen web").ends(2);
    project.run("show web").ends(2);
    project.run("gen apps-one").ends(0);
    let listed = parsed(&project.quietly("list --format json").ends(0).stdout);
    assert_eq!(listed[1]["file"], "apps-one");
    snapshot!(project);
}

#[test]
fn show_tells_what_a_job_needs() {
    let project = Project::with("needs");
    project.run("show web --needs").ends(0);
    project.run("show night --needs").ends(0);
    let needs = project.quietly("show web --needs --format json").ends(0).stdout;
    assert_eq!(parsed(&needs)[0]["kind"], "input-variable");
    snapshot!(project);
}
