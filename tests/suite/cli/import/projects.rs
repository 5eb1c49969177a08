//! Definitions in a registry: a new one, and one that is there.

use super::{Folder, job, untouched};
use crate::cli::Project;

const MADE: [&str; 9] = [
    ".gitignore",
    "Cargo.lock",
    "Cargo.toml",
    "build.rs",
    "clippy.toml",
    "registry/apps/a.rs",
    "registry/site.rs",
    "rustfmt.toml",
    "src/main.rs",
];

/// The folder `in/apps` with the job `a`, and an empty folder `p`.
fn folder() -> Folder {
    let folder = Folder::with([("in/apps/a.nomad", job("a", "x:1").as_str())]);
    std::fs::create_dir(folder.path("p")).expect("a folder");
    folder
}

#[test]
fn a_new_project_is_made() {
    let folder = folder();
    let said = [
        "1  imported\n",
        "   of these, 1 in the words of the house layer\n",
        "9 files created in ",
        "next: jobwright gen\n",
    ];
    let run = folder.import_in("p", "../in").said(0, &said);
    assert_eq!(run.stdout, "");
    assert!(run.stderr.contains("Cargo.toml takes jobwright"), "{}", run.stderr);
    assert_eq!(folder.files("p"), MADE);
    let definition = folder.read("p/registry/apps/a.rs");
    assert!(definition.starts_with("//! The job `a`.\n"), "{definition}");
    assert!(folder.read("p/Cargo.toml").contains("jobwright = "));
    assert_eq!(folder.files("in"), ["apps/a.nomad"]);
}

#[test]
fn a_refused_job_makes_no_project() {
    let folder = folder();
    folder.file("in/apps/a.nomad", "job \"a\" {\n  nope = 1\n}\n");
    folder.import_in("p", "../in").said(1, &["0  imported"]);
    untouched(&folder, &["in/apps/a.nomad".to_owned()]);
}

#[test]
fn something_else_is_in_the_way() {
    for path in ["Cargo.toml", "build.rs", "src/main.rs"] {
        let folder = folder();
        folder.file(&format!("p/{path}"), "# mine\n");
        let before = folder.files("");
        folder.import_in("p", "../in").said(
            2,
            &[
                "error[in-the-way]",
                path,
                "which is there and holds something else",
                "here is no project",
            ],
        );
        untouched(&folder, &before);
        assert_eq!(folder.read(&format!("p/{path}")), "# mine\n");
    }
}

#[test]
fn what_is_useful_besides_stays() {
    let folder = folder();
    folder.file("p/.gitignore", "mine\n");
    folder.file("p/README.md", "mine\n");
    folder.import_in("p", "../in").said(0, &["8 files created"]);
    assert_eq!(
        (folder.read("p/.gitignore"), folder.read("p/README.md")),
        ("mine\n".into(), "mine\n".into())
    );
}

#[test]
fn one_id_twice_in_a_new_project() {
    let folder = folder();
    folder.file("in/apps/b.nomad", &job("a", "y:2"));
    let said = [
        "warning[job-name]: 2 jobs share the ID `a`\n",
        "in one cluster they would replace each other",
        "2  imported",
    ];
    folder.import_in("p", "../in").said(0, &said);
    assert!(folder.read("p/registry/site.rs").contains(".any_ids()"));
    assert!(folder.read("p/registry/apps/a.rs").contains("x:1"));
    assert!(folder.read("p/registry/apps/a_2.rs").contains("y:2"));
    // Without that, the site says nothing of it.
    let folder = self::folder();
    folder.import_in("p", "../in").said(0, &[]);
    assert!(!folder.read("p/registry/site.rs").contains("any_ids"));
}

/// The HCL of a job of the fixture's registry, as somebody else's file.
fn of_fixture(project: &Project, id: &str) -> String {
    let run = project.run(&format!("show {id}")).said(0, &[]);
    run.stdout
        .lines()
        .filter(|line| !line.starts_with('#'))
        .fold(String::new(), |text, line| text + line + "\n")
}

#[test]
fn a_project_gets_more_jobs() {
    let project = Project::new();
    project.file("in/extra/a.nomad", &job("a", "x:1"));
    let run = project.run("import in").said(0, &["1  imported", "1 file created in"]);
    assert!(!run.stderr.contains("Cargo.toml"), "{}", run.stderr);
    assert_eq!(project.files("registry"), ["extra/a.rs", "site.rs"]);
    assert_eq!(project.read("registry/site.rs"), "");
    // From a folder below, it is the same project.
    let mut command = project.command("import extra/a.nomad --category more");
    let run =
        crate::cli::Run::of(command.current_dir(project.path("in")).output().expect("it runs"));
    run.said(0, &["1  imported"]);
    assert_eq!(project.files("registry"), ["extra/a.rs", "more/a.rs", "site.rs"]);
}

#[test]
fn a_job_that_is_defined_already_is_unchanged() {
    let project = Project::new();
    let web = of_fixture(&project, "web");
    project.file("web.nomad", &web);
    let run =
        project.run("import web.nomad").said(0, &["0  imported\n1  defined already, unchanged\n"]);
    assert!(!run.stderr.contains("error"), "{}", run.stderr);
    assert_eq!(project.files("registry"), ["site.rs"]);
}

#[test]
fn another_definition_is_kept_without_force() {
    let project = Project::new();
    project.file("registry/apps/one.rs", "// mine\n");
    project.file("web.nomad", &job("web", "other:1"));
    project.file("new.nomad", &job("new", "new:1"));
    project.run("import web.nomad new.nomad").said(
        1,
        &[
            "error[job-name]: `web.nomad` defines the job `web`, and so does `registry/apps/one.rs`\n",
            "`--force` writes its definition anew",
            "1  imported\n1  refused, see above\n",
        ],
    );
    assert_eq!(project.read("registry/apps/one.rs"), "// mine\n");
    assert_eq!(project.files("registry"), ["applications/new.rs", "apps/one.rs", "site.rs"]);

    project.run("import web.nomad --force").said(0, &["1  imported", "1 replaced"]);
    assert!(project.read("registry/apps/one.rs").contains("other:1"));
    assert_eq!(project.files("registry"), ["applications/new.rs", "apps/one.rs", "site.rs"]);
}

#[test]
fn a_file_with_several_jobs_is_not_replaced() {
    let project = Project::with("many");
    project.file("registry/apps/one.rs", "// mine\n");
    project.file("web.nomad", &job("web-7", "other:1"));
    project
        .run("import web.nomad --force")
        .said(1, &["`registry/apps/one.rs`", "defines more than this job"]);
    assert_eq!(project.read("registry/apps/one.rs"), "// mine\n");
}

#[test]
fn a_file_that_no_job_is_from_is_in_the_way() {
    let project = Project::new();
    project.file("a.nomad", &job("a", "x:1"));
    project.file("registry/applications/a.rs", "// not compiled yet\n");
    project
        .run("import a.nomad")
        .said(1, &["error[in-the-way]", "registry/applications/a.rs", "--force"]);
    assert_eq!(project.read("registry/applications/a.rs"), "// not compiled yet\n");
    project.run("import a.nomad --force").said(0, &["1 replaced"]);
}

#[test]
fn one_id_is_one_job_in_a_project() {
    let project = Project::new();
    project.file("a.nomad", &job("a", "x:1"));
    project.file("b.nomad", &job("a", "y:1"));
    project.run("import a.nomad b.nomad").said(
        1,
        &[
            "`b.nomad` defines the job `a`, and so does `a.nomad`",
            "`any_ids()`",
            "1  imported\n1  refused",
        ],
    );
    assert!(project.read("registry/applications/a.rs").contains("x:1"));
}
