//! `map` on registries and on job files.

use std::fs;

use crate::cli::Project;
use crate::support::shown::snapshot;

/// The values of `--format`.
pub const FORMATS: [&str; 6] = ["text", "json", "mermaid", "svg", "html", "backstage"];

const WEB: &str = "variable \"count\" {\n  default = 2\n}\n\njob \"web\" {\n  group \"web\" {\n    count = var.count\n\n    network {\n      port \"http\" {\n        static = 80\n      }\n    }\n\n    service {\n      name = \"web\"\n      port = \"http\"\n      tags = [\"traefik.http.routers.web.rule=Host(`web.lab`)\", \"traefik.http.routers.web.tls=true\"]\n    }\n\n    task \"web\" {\n      driver = \"docker\"\n\n      config {\n        image = \"web:1\"\n      }\n\n      resources {\n        cpu    = 500\n        memory = 256\n      }\n    }\n  }\n}\n";

#[test]
fn a_registry_is_mapped() {
    let project = Project::with("needs");
    project.run("map").ends(0);
    project.run("map web").ends(0);
    project.run("map wbe").ends(2);
    project.run("map --var a=b").ends(2);
    snapshot!(project);
}

#[test]
fn sites_are_mapped_one_by_one() {
    let project = Project::with("sites-two");
    project.run("map").ends(0);
    project.run("map --site production pager").ends(0);
    project.run("map --site prodution").ends(2);
    snapshot!(project);
}

#[test]
fn what_gen_has_written_for_sites_is_mapped_site_by_site() {
    let project = Project::with("sites-two");
    project.quietly("gen").ends(0);
    let registry = project.quietly("map").ends(0).stdout;
    let files = project.quietly("map out/").ends(0).stdout;
    for text in [&registry, &files] {
        assert!(text.contains("staging: 1 job,") && text.contains("production: 2 jobs,"), "{text}");
    }
}

#[test]
fn job_files_are_mapped() {
    let project = Project::outside();
    project.file("jobs/web.nomad.hcl", WEB);
    project.run("map jobs --var count=3").ends(0);
    project.run("map jobs/web.nomad.hcl --format mermaid").ends(0);
    project.run_with(WEB, "map - --format json").ends(0);
    project.file("jobs/broken.nomad.hcl", "job \"broken\" {\n  group = \n}\n");
    project.run("map jobs").ends(2);
    project.run("map").ends(2);
    project.run("map nowhere").ends(2);
    project.run("map jobs --site home").ends(2);
    snapshot!(project);
}

#[test]
fn a_map_is_written_into_a_file() {
    let project = Project::new();
    project.run("map --format html --out page.html").ends(0);
    let page = fs::read_to_string(project.path("page.html")).expect("a page");
    assert!(page.starts_with("<!doctype html>") && page.contains("Content-Security-Policy"));
    project.run("map --format svg --out none/of/these").ends(0);
    project.run("map --owner me").ends(2);
    project.run("map --lifecycle production").ends(2);
    project.run("map --format svg --source-url https://git.example").ends(2);
    project.run("map --format html --source-url javascript:alert(1)").ends(2);
    project.run("map --format html --source-url https://a/\"onclick").ends(2);
    snapshot!(project);
}
