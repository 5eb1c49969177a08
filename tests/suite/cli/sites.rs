//! A registry of several sites.

use std::fs;

use super::Project;
use crate::support::shown::snapshot;

#[test]
fn each_site_has_its_folder_and_says_so() {
    let project = Project::with("sites");
    project.run("gen").ends(0);
    project.ls("out");
    project.cat("out/production/web.nomad.hcl");
    project.cat("out/production/order.json");
    project.cat("out/production/pager.nomad.hcl");
    project.quietly("gen --check").ends(0);
    project.run("list").ends(0);
    project.run("list --sites").ends(0);
    project.run("list --site edge --format json").ends(0);
    project.run("list --sites --format json").ends(0);
    snapshot!(project);
}

#[test]
fn one_site_alone_is_generated_and_the_others_stay() {
    let project = Project::with("sites");
    project.quietly("gen").ends(0);
    for site in ["edge", "staging"] {
        let path = format!("out/{site}/web.nomad.hcl");
        let edited = project.read(&path).replace("count = 1", "count = 2");
        project.file(&path, &edited);
        project.file(&format!("out/{site}/gone.nomad.hcl"), edited);
    }
    project.run("gen --site edge").ends(0);
    assert!(project.read("out/staging/web.nomad.hcl").contains("count = 2"));
    project.run("gen --check --site edge").ends(0);
    project.run("gen --check --site edge,production").ends(0);
    project.run("gen --check").ends(1);
    project.run("gen --site egde").ends(2);
    project.run("gen web --site edge --site staging").ends(0);
    project.run("gen pager").ends(0);
    project.run("gen pagr").ends(2);
    snapshot!(project);
}

#[test]
fn sites_come_and_go() {
    let project = Project::with("sites-one");
    project.run("gen").ends(0);
    assert_eq!(
        project.files("out"),
        ["order.json", "pager.nomad.hcl", "volumes/data.volume.hcl", "web.nomad.hcl"]
    );
    let project = project.now("sites");
    project.run("gen").ends(0);
    // A copy that somebody made lies in a folder of another name, and a file of theirs is theirs.
    let copied = project.read("out/edge/web.nomad.hcl");
    project.file("out/backup/web.nomad.hcl", &copied);
    project.file("out/edge/own.nomad.hcl", "job \"own\" {}\n");
    let project = project.now("sites-two");
    project.run("gen --check").ends(1);
    project.run("gen").ends(0);
    project.ls("out");
    let project = project.now("sites-one");
    project.run("gen").ends(0);
    assert_eq!(project.read("out/backup/web.nomad.hcl"), copied);
    assert_eq!(project.files("out").len(), 6);
    snapshot!(project);
}

#[test]
fn what_cannot_be_sites_is_said() {
    let mut session = Vec::new();
    for fixture in [
        "sites-none",
        "sites-twice",
        "sites-folder",
        "sites-reserved",
        "sites-category",
        "sites-double",
        "sites-tags",
        "sites-again",
        "sites-alike",
        "sites-misspelt",
        "sites-misspelt-pick",
        "sites-nodes",
        "sites-address",
    ] {
        let project = Project::with(fixture);
        let run = project.run("gen");
        assert_ne!(run.code, 0, "{fixture}");
        assert!(!project.path("out").exists(), "{fixture}");
        session.push(format!("# {fixture}\n{project}"));
    }
    snapshot!(session.join("\n\n"));
}

#[test]
fn a_finding_is_said_once_and_at_which_sites() {
    let mut session = Vec::new();
    for (fixture, least, code) in [
        ("sites-wrong", "warning", 1),
        ("sites-wrong-everywhere", "warning", 1),
        ("sites-allowed", "info", 0),
        ("sites-unneeded", "info", 1),
    ] {
        let project = Project::with(fixture);
        project.run(&format!("lint --min-severity {least}")).ends(code);
        session.push(format!("# {fixture}\n{project}"));
    }
    let project = Project::with("sites-newer");
    project.run("lint --min-severity error").ends(1);
    project.run("lint --site production --min-severity error").ends(0);
    project.run("lint out --site production").ends(2);
    session.push(format!("# sites-newer\n{project}"));
    snapshot!(session.join("\n\n"));
}

/// Two jobs that claim a port of the node do not meet where each is at a site of its own.
#[test]
fn files_of_several_sites_do_not_meet() {
    let project = Project::with("sites-dns");
    project.quietly("gen").ends(0);
    project.run("lint out --min-severity error").ends(0);
    project.file("flat/web.nomad.hcl", project.read("out/edge/web.nomad.hcl"));
    let copy = project.read("out/edge/web.nomad.hcl").replace("job \"web\"", "job \"web2\"");
    project.file("flat/web2.nomad.hcl", copy);
    project.run("lint flat --min-severity error").ends(1);
    snapshot!(project);
}

/// What the sites say for all jobs was not said of one that comes from elsewhere.
#[test]
fn an_imported_job_stays_as_it_is() {
    let project = Project::with("sites");
    let group = "  group \"g\" {\n    task \"t\" {\n      driver = \"docker\"\n\n      config {\n        image = \"x:1\"\n      }\n    }\n  }\n";
    project.file(
        "in/far.nomad.hcl",
        format!("job \"far\" {{\n  datacenters = [\"dc1\"]\n\n{group}}}\n"),
    );
    project.run("import in/far.nomad.hcl --stdout").ends(0);
    project.run("import in/far.nomad.hcl").ends(0);
    snapshot!(project);
}

#[test]
fn one_job_is_shown_of_one_site() {
    let project = Project::with("sites");
    project.run("show web").ends(0);
    project.run("show web --site production").ends(0);
    project.run("show pager").ends(0);
    project.run("show pager --site edge").ends(2);
    project.run("show web --needs --site edge").ends(0);
    snapshot!(project);
}

#[test]
fn sites_are_compared() {
    let project = Project::with("sites");
    project.run("diff --between staging production").ends(0);
    project.run("diff --between edge staging").ends(0);
    project.run("diff --between staging production --exit-code --format markdown").ends(1);
    project.run("diff --between staging prod").ends(2);
    project.run("diff --between staging").ends(2);
    project.run("diff --between staging production --site edge").ends(2);
    project.run("diff --between staging production --format json").ends(0);
    let project = project.now("sites-regions");
    project.run("diff --between staging production").ends(0);
    let project = project.now("sites-namespaces");
    project.run("diff --between staging edge").ends(0);
    project.run("diff --between edge production").ends(0);
    snapshot!(project);
}

#[test]
fn a_change_is_told_of_site_by_site() {
    let project = Project::with("sites");
    project.quietly("gen").ends(0);
    for site in ["production", "staging"] {
        let path = format!("out/{site}/web.nomad.hcl");
        project.file(&path, project.read(&path).replace("\"UTC\"", "\"GMT\""));
    }
    project.run("diff").ends(0);
    project.run("diff --site staging").ends(0);
    project.run("diff --site edge").ends(0);
    project.run("diff --format json").ends(2);
    assert!(project.quietly("diff --format json --site staging").ends(0).stdout.starts_with('{'));
    project.run("diff --format markdown --site staging,production").ends(0);
    snapshot!(project);
}

/// Files move where a registry gets a second site, and copies of files are nobody's business.
#[test]
fn what_has_moved_is_not_said_to_be_gone() {
    let project = Project::with("sites-one");
    project.quietly("gen").ends(0);
    git_in(&project, "init -q");
    git_in(&project, "add -A");
    git_in(&project, "commit -qm one");
    let project = project.now("sites-two");
    project.run("diff").ends(0);
    project.quietly("gen").ends(0);
    git_in(&project, "add -A");
    git_in(&project, "commit -qm two");
    project.run("diff HEAD~1..HEAD").ends(0);
    project.file("out/backup/web.nomad.hcl", project.read("out/staging/web.nomad.hcl"));
    project.run("diff --exit-code").ends(0);
    let path = "out/production/web.nomad.hcl";
    project.file(path, project.read(path).replace("count = 3", "count = 4"));
    git_in(&project, "add -A");
    git_in(&project, "commit -qm three");
    project.run("diff HEAD~1..HEAD").ends(0);
    project.run("diff HEAD~1..HEAD --format markdown").ends(0);
    project.run("diff --site prod --exit-code HEAD~1..HEAD").ends(2);
    project.run("diff --site staging --exit-code HEAD~1..HEAD").ends(0);
    snapshot!(project);
}

fn git_in(project: &Project, arguments: &str) {
    let mut git = std::process::Command::new("git");
    git.args(["-c", "user.name=t", "-c", "user.email=t@example.org"]).args(arguments.split(' '));
    assert!(git.current_dir(project.path("")).output().expect("git").status.success());
}

#[test]
fn a_folder_of_a_site_that_is_a_link_is_left_alone() {
    let project = Project::with("sites");
    project.quietly("gen").ends(0);
    fs::rename(project.path("out/edge"), project.path("elsewhere")).expect("a folder");
    #[cfg(unix)]
    std::os::unix::fs::symlink(project.path("elsewhere"), project.path("out/edge"))
        .expect("a link");
    let run = project.quietly("gen");
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("symbolic link"), "{}", run.stderr);
    // Of a site that is gone, nobody follows a link.
    let project = project.now("sites-two");
    project.quietly("gen").ends(0);
    assert_eq!(project.files("elsewhere").len(), 2);
}
