//! Folders: which of their files count, and which categories their jobs get.

use super::{folder, job, link};
use crate::cli::Project;
use crate::support::shown::snapshot;

#[test]
fn job_files_are_found() {
    let folder = folder([("in/vars.hcl", "x = 1\n"), ("in/notes.txt", "job \"text\" {}\n")]);
    for (path, id) in [
        ("in/a.nomad", "a"),
        ("in/b.hcl", "b"),
        ("in/c.job", "c"),
        ("in/deep/er/d.nomad.hcl", "d"),
        ("in/.hidden/e.nomad", "e"),
        ("in/target/f.nomad", "f"),
        ("elsewhere/g.nomad", "g"),
    ] {
        folder.file(path, job(id, "x:1"));
    }
    folder.file("in/target/CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n");
    folder.file("in/policy.hcl", "namespace \"default\" {\n  policy = \"read\"\n}\n");
    folder.file("in/h.nomad.json", "{\"Job\": {\"ID\": \"h\", \"TaskGroups\": []}}");
    folder.file("in/other.json", "{\"a\": 1}");
    link(&folder.path("in/link"), &folder.path("elsewhere"));
    folder.ls("in");
    folder.run("import --to hcl in --out o").ends(0);
    folder.ls("o");
    // What is named itself counts.
    folder.run("import --to hcl in/.hidden --out p").ends(0);
    folder.run("import --to hcl in/vars.hcl").ends(1);
    snapshot!(folder);
}

#[test]
fn a_file_by_two_names_is_one() {
    let folder = folder([("in/a.nomad", job("a", "x:1").as_str())]);
    link(&folder.path("link.nomad"), &folder.path("in/a.nomad"));
    let absolute = folder.path("in/a.nomad");
    let arguments =
        format!("import --to hcl in ./in/a.nomad link.nomad {} --out o", absolute.display());
    folder.run(&arguments).ends(0);
    folder.ls("o");
    snapshot!(folder);
}

#[test]
fn generated_files_of_others_are_imported() {
    let folder = folder([("in/a.nomad", job("a", "x:1").as_str())]);
    let project = Project::new();
    folder.file("in/web.nomad.hcl", project.quietly("show web").ends(0).stdout);
    folder.file("in/night.nomad.json", project.quietly("show night --format json").ends(0).stdout);
    folder.run("import --to hcl in --out o").ends(0);
    folder.ls("o");
    snapshot!(folder);
}

/// Their definitions are there. Who names the folder itself means them.
#[test]
fn what_the_project_has_generated_itself_is_skipped() {
    let project = Project::new();
    project.quietly("gen").ends(0);
    project.file("apps/a.nomad", job("a", "x:1"));
    project.run("import .").ends(0);
    project.run("import out").ends(0);
    std::fs::remove_dir_all(project.path("apps")).expect("a folder");
    project.run("import .").ends(2);
    snapshot!(project);
}

#[test]
fn answers_of_a_server_are_found() {
    let answer = "{\"Job\": {\"ID\": \"a\", \"Name\": \"a\", \"Type\": \"batch\", \"ModifyIndex\": 7, \"Stop\": true, \"TaskGroups\": []}}";
    let folder = folder([("in/a.json", answer), ("in/package.json", "{\"name\": \"x\"}")]);
    folder.file("in/large.json", vec![b' '; 9 << 20]);
    folder.run("import --to hcl in --out o").ends(0);
    folder.cat("o/a.nomad.hcl");
    snapshot!(folder);
}

#[test]
fn templates_are_named() {
    let job = job("web", "nginx:1");
    let folder = folder([("in/plain.nomad.tpl", job.as_str()), ("in/notes.j2", "{{ x }}\n")]);
    let text = job.replace("nginx:1", "nginx:{{ tag }}");
    for name in ["a.nomad.j2", "b.hcl.erb", "c.nomad.ctmpl", "d.nomad.tpl", "e.hcl.tmpl"] {
        folder.file(&format!("in/{name}"), &text);
    }
    folder.file("in/f.levant", job.replace("\"nginx:1\"", "[[ .image ]]"));
    folder.run("import --to hcl in --out o").ends(0);
    folder.file("in/plain.nomad.tpl", &text);
    folder.run("import --to hcl in --out o").ends(2);
    // What is named itself is read.
    folder.run("import --to hcl in/a.nomad.j2").ends(0);
    snapshot!(folder);
}

#[test]
fn a_folder_without_jobs_is_an_error() {
    let folder = folder([("in/vars.hcl", "x = 1\n")]);
    std::fs::create_dir(folder.path("empty")).expect("a folder");
    for path in ["in", "empty", "nowhere"] {
        folder.run(&format!("import {path}")).ends(2);
    }
    assert_eq!(folder.files(""), ["in/vars.hcl"]);
    snapshot!(folder);
}

#[test]
fn folders_are_categories() {
    let folder = Project::outside();
    for path in ["infra/dns/dns.nomad", "infra/ntp/ntp.nomad", "My Apps/a.nomad", "My Apps/b.nomad"]
    {
        let id = path.rsplit('/').next().unwrap_or_default().trim_end_matches(".nomad");
        folder.file(&format!("src/jobs/{path}"), job(id, "x:1"));
    }
    folder.ls("src");
    for (below, arguments) in [
        ("p", "import ../src"),
        ("q", "import ../src --category edge-apps"),
        ("r", "import ../src --category ../../x"),
    ] {
        std::fs::create_dir(folder.path(below)).expect("a folder");
        folder.run_in(below, arguments).ends(0);
        folder.ls(&format!("{below}/registry"));
    }
    assert!(!folder.path("x").exists() && !folder.path("r/x").exists());
    snapshot!(folder);
}
