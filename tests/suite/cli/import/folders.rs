//! Folders: which of their files count, and which categories their jobs get.

use super::{Folder, job, link};

#[test]
fn job_files_are_found() {
    let folder = Folder::with([("in/vars.hcl", "x = 1\n"), ("in/notes.txt", "job \"text\" {}\n")]);
    for (path, id) in [
        ("in/a.nomad", "a"),
        ("in/b.hcl", "b"),
        ("in/c.job", "c"),
        ("in/deep/er/d.nomad.hcl", "d"),
        ("in/.hidden/e.nomad", "e"),
        ("in/target/f.nomad", "f"),
        ("elsewhere/g.nomad", "g"),
    ] {
        folder.file(path, &job(id, "x:1"));
    }
    folder.file("in/target/CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n");
    folder.file("in/policy.hcl", "namespace \"default\" {\n  policy = \"read\"\n}\n");
    folder.file("in/h.nomad.json", "{\"Job\": {\"ID\": \"h\", \"TaskGroups\": []}}");
    folder.file("in/other.json", "{\"a\": 1}");
    link(&folder.path("in/link"), &folder.path("elsewhere"));
    folder.import("--to hcl in --out o").said(0, &["5  imported\n", "2  without a job, skipped\n"]);
    let expected = ["a", "b", "c", "d", "h"].map(|id| format!("{id}.nomad.hcl"));
    assert_eq!(folder.files("o"), expected);
    // What is named itself counts.
    folder.import("--to hcl in/.hidden --out p").said(0, &["1  imported"]);
    folder.import("--to hcl in/vars.hcl").said(1, &["refused"]);
}

#[test]
fn a_file_by_two_names_is_one() {
    let folder = Folder::with([("in/a.nomad", job("a", "x:1").as_str())]);
    link(&folder.path("link.nomad"), &folder.path("in/a.nomad"));
    let absolute = folder.path("in/a.nomad");
    let arguments = format!("--to hcl in ./in/a.nomad link.nomad {} --out o", absolute.display());
    folder.import(&arguments).said(0, &["1  imported\n"]);
    assert_eq!(folder.files("o"), ["a.nomad.hcl"]);
}

#[test]
fn generated_files_are_skipped() {
    let folder = Folder::with([("in/a.nomad", job("a", "x:1").as_str())]);
    let project = super::super::Project::new();
    project.run("gen").said(0, &[]);
    folder.file("in/web.nomad.hcl", &project.read("out/web.nomad.hcl"));
    folder.import("--to hcl in --out o").said(0, &["1  imported\n", "1  without a job, skipped\n"]);
    assert_eq!(folder.files("o"), ["a.nomad.hcl"]);
}

#[test]
fn folders_are_categories() {
    let files =
        ["infra/dns/dns.nomad", "infra/ntp/ntp.nomad", "My Apps/a.nomad", "My Apps/b.nomad"];
    let folder = Folder::new();
    for path in files {
        let id = path.rsplit('/').next().unwrap_or_default().trim_end_matches(".nomad");
        folder.file(&format!("src/jobs/{path}"), &job(id, "x:1"));
    }
    std::fs::create_dir(folder.path("p")).expect("a folder");
    folder.import_in("p", "../src").said(0, &["4  imported"]);
    assert_eq!(
        folder.files("p/registry"),
        ["infra/dns.rs", "infra/ntp.rs", "my_apps/a.rs", "my_apps/b.rs", "site.rs"]
    );
    std::fs::create_dir(folder.path("q")).expect("a folder");
    folder.import_in("q", "../src --category edge-apps").said(0, &["4  imported"]);
    let expected = ["a.rs", "b.rs", "dns.rs", "ntp.rs"].map(|file| format!("edge_apps/{file}"));
    assert_eq!(folder.files("q/registry")[..4], expected);
    std::fs::create_dir(folder.path("r")).expect("a folder");
    folder.import_in("r", "../src --category ../../x").said(0, &["4  imported"]);
    assert!(folder.files("r/registry").iter().all(|file| !file.contains("..")));
    assert!(!folder.path("x").exists() && !folder.path("r/x").exists());
}
