//! Definitions in a registry: a new one, and one that is there.

use super::{folder, job};
use crate::cli::Project;
use crate::support::shown::snapshot;

/// The folder `in/apps` with the job `a`, and an empty folder `p`.
fn sources() -> Project {
    let folder = folder([("in/apps/a.nomad", job("a", "x:1").as_str())]);
    std::fs::create_dir(folder.path("p")).expect("a folder");
    folder
}

#[test]
fn a_new_project_is_made() {
    let folder = sources();
    folder.run_in("p", "import ../in").ends(0);
    folder.ls("p");
    for file in [
        ".gitignore",
        "build.rs",
        "clippy.toml",
        "registry/apps/a.rs",
        "registry/site.rs",
        "rustfmt.toml",
        "src/main.rs",
    ] {
        folder.cat(&format!("p/{file}"));
    }
    assert!(folder.read("p/Cargo.toml").contains("jobwright = "));
    assert_eq!(folder.files("in"), ["apps/a.nomad"]);
    snapshot!(folder);
}

/// A colleague needs them, too.
#[test]
fn a_new_project_says_where_jobwright_comes_from() {
    let mut all = String::new();
    for from in
        ["--git https://example.org/jobwright.git", "--release 0.1.0", "--path ../jobwright"]
    {
        let folder = sources();
        for package in ["jobwright", "jobwright/crates/build"] {
            folder.file(&format!("{package}/Cargo.toml"), "[package]\n");
        }
        folder.run_in("p", &format!("import ../in {from}")).ends(0);
        folder.cat("p/Cargo.toml");
        all += &format!("{folder}\n");
    }
    let folder = sources();
    folder.run_in("p", "import ../in --path ../in").ends(2);
    folder.run_in("p", "import ../in --git https://example.org/j.git --release 1.0.0").ends(2);
    folder.run("import --to hcl in/apps/a.nomad --git https://example.org/j.git").ends(2);
    let project = Project::new();
    project.file("a.nomad", job("a", "x:1"));
    project.run("import a.nomad --git https://example.org/j.git").ends(2);
    snapshot!(format!("{all}{folder}\n{project}"));
}

/// Title, reasons and what explains a block, as a job file says them.
#[test]
fn comments_become_titles_and_reasons() {
    let folder = sources();
    folder.given(
        "in/apps/b.nomad",
        "# Answers for the house.\n# It asks others, too.\n#\n# image = \"old\"\n\njob \"b\" {\n  # Only there is the disk.\n  group \"g\" {\n    # Fast disks are there.\n    constraint {\n      attribute = \"${attr.unique.hostname}\"\n      value = \"node-0\"\n    }\n    network {\n      # Clients know no other.\n      \
         port \"dns\" {\n        static = 5353 # Avahi's\n      }\n      port \"http\" {} # any\n    }\n\n    task \"t\" {\n      driver = \"docker\"\n      \
         config {\n        image = \"x:1\"\n      }\n      # Written by the mailer.\n      template {\n        data = \"x\"\n        destination = \"local/x\"\n      }\n      # template {}\n      env {\n        PATH = \"/x/bin:${PATH}\"\n      }\n    }\n  }\n}\n",
    );
    folder.run_in("p", "import ../in").ends(0);
    folder.cat("p/registry/apps/b.rs");
    snapshot!(folder);
}

#[test]
fn a_refused_job_makes_no_project() {
    let folder = sources();
    folder.file("in/apps/a.nomad", "job \"a\" {\n  nope = 1\n}\n");
    folder.run_in("p", "import ../in").ends(1);
    assert_eq!(folder.files(""), ["in/apps/a.nomad"]);
    snapshot!(folder);
}

/// What Nomad takes and the rules of a registry do not: `gen` would refuse all jobs for the sake of this one.
#[test]
fn a_job_that_gen_would_refuse_is_refused() {
    let folder = sources();
    folder.given(
        "in/apps/b.nomad",
        "job \"b\" {\n  group \"g\" {\n    task \"t\" {\n      driver = \"docker\"\n      config {\n        image = \"x:1\"\n      }\n\
         \x20     env {\n        PATHS = \"$${HOME_DIR}/bin\"\n        HOME_DIR = \"/x\"\n      }\n    }\n  }\n}\n",
    );
    folder.run_in("p", "import ../in").ends(1);
    folder.ls("p/registry");
    snapshot!(folder);
}

/// A job of one group with this port.
fn at_port(id: &str, port: u16) -> String {
    let group = format!("  group \"{id}\" {{\n");
    let network = format!(
        "    network {{\n      port \"db\" {{\n        static = {port}\n      }}\n    }}\n\n"
    );
    job(id, "x:1").replace(&group, &format!("{group}{network}"))
}

/// Each of them is taken, and the registry is refused with both: it is said before `gen` does.
#[test]
fn what_gen_would_refuse_of_two_jobs_is_said() {
    let folder = sources();
    for (id, port) in [("b", 5432), ("c", 5432), ("d", 5433)] {
        folder.file(&format!("in/apps/{id}.nomad"), at_port(id, port));
    }
    folder.run_in("p", "import ../in").ends(0);
    folder.ls("p/registry");
    snapshot!(folder);
}

/// Nomad reads expressions where the file lies, and the job will lie elsewhere.
#[test]
fn expressions_that_cannot_stay_become_values() {
    let folder = sources();
    let task = "group \"g\" {\n    task \"t\" {\n      driver = \"docker\"\n      config {\n        image = \"x:1\"\n      }\n    }\n  }";
    folder.given(
        "in/apps/b.nomad",
        &format!("variable \"x\" {{\n  default = \"y\"\n}}\n\njob \"b\" {{\n  region = fileexists(\"a.nomad\") ? \"a\" : var.x\n  {task}\n}}\n"),
    );
    folder.given(
        "in/apps/c.nomad",
        &format!("variable \"x\" {{\n  type = string\n}}\n\njob \"c\" {{\n  region = \"${{filebase64(\"a.nomad\")}}${{var.x}}\"\n  {task}\n}}\n"),
    );
    folder.run_in("p", "import ../in").ends(0);
    snapshot!(folder);
}

#[test]
fn a_service_at_an_unknown_port_gives_its_reason() {
    let folder = sources();
    folder.given(
        "in/apps/b.nomad",
        "job \"b\" {\n  group \"g\" {\n    service {\n      port = \"http\"\n    }\n\n    task \"t\" {\n      driver = \"docker\"\n      config {\n        \
         image = \"x:1\"\n      }\n    }\n  }\n}\n",
    );
    folder.run_in("p", "import ../in").ends(0);
    folder.cat("p/registry/apps/b.rs");
    snapshot!(folder);
}

#[test]
fn something_else_is_in_the_way() {
    let mut all = String::new();
    for path in ["Cargo.toml", "build.rs", "src/main.rs"] {
        let folder = sources();
        folder.file(&format!("p/{path}"), "# mine\n");
        let before = folder.files("");
        folder.run_in("p", "import ../in").ends(2);
        assert_eq!(folder.files(""), before);
        assert_eq!(folder.read(&format!("p/{path}")), "# mine\n");
        all += &format!("{folder}\n");
    }
    snapshot!(all);
}

#[test]
fn what_is_useful_besides_stays() {
    let folder = sources();
    folder.given("p/.gitignore", "mine\n");
    folder.given("p/README.md", "mine\n");
    folder.run_in("p", "import ../in").ends(0);
    folder.cat("p/.gitignore");
    folder.cat("p/README.md");
    snapshot!(folder);
}

#[test]
fn one_id_twice_in_a_new_project() {
    let folder = sources();
    folder.file("in/apps/b.nomad", job("a", "y:2"));
    folder.run_in("p", "import ../in").ends(0);
    for file in ["site.rs", "apps/a.rs", "apps/a_2.rs"] {
        folder.cat(&format!("p/registry/{file}"));
    }
    snapshot!(folder);
}

#[test]
fn one_id_in_two_namespaces_of_a_new_project() {
    let folder = sources();
    let other = job("a", "y:2").replacen('{', "{\n  namespace = \"other\"\n", 1);
    folder.file("in/apps/b.nomad", other);
    folder.run_in("p", "import ../in").ends(0);
    snapshot!(folder);
}

#[test]
fn many_ids_twice_are_not_all_named() {
    let folder = sources();
    for id in ["b", "c", "d", "e", "f"] {
        folder.file(&format!("in/one/{id}.nomad"), job(id, "x:1"));
        folder.file(&format!("in/two/{id}.nomad"), job(id, "x:1"));
    }
    folder.run_in("p", "import ../in").ends(0);
    snapshot!(folder);
}

#[test]
fn a_project_gets_more_jobs() {
    let project = Project::new();
    project.file("in/extra/a.nomad", job("a", "x:1"));
    project.run("import in").ends(0);
    project.ls("registry");
    assert_eq!(project.read("registry/site.rs"), "");
    // From a folder below, it is the same project.
    project.run_in("in", "import extra/a.nomad --category more").ends(0);
    project.ls("registry");
    snapshot!(project);
}

/// What is wrong of the registry before is not the business of `import`.
#[test]
fn what_gen_would_refuse_beside_what_is_there_is_said() {
    for (fixture, port, clashes) in
        [("reasoned-port", 8081, 1), ("reasoned-port", 8082, 0), ("static-port", 8082, 0)]
    {
        let project = Project::with(fixture);
        project.file("db.nomad", at_port("db", port));
        let said = project.quietly("import db.nomad").ends(0);
        let all: Vec<&str> =
            said.stderr.lines().filter(|line| line.starts_with("warning")).collect();
        let clash = "warning[house/static-port-clash]: the jobs `web` and `db` both use the static \
            port 8081, and may run on the same node";
        let reason = format!(
            "warning[house/static-port]: port `db` of job `db` is static ({port}), which the site \
             does not allow without a reason"
        );
        assert_eq!(all, [&[clash][..clashes], &[&reason]].concat(), "{said}");
        let expected = format!("{}  to resolve before `gen`, see above\n", all.len());
        assert!(said.stderr.contains(&expected), "{said}");
    }
}

#[test]
fn a_job_that_is_defined_already_is_unchanged() {
    let project = Project::new();
    let web = project.quietly("show web").ends(0).stdout;
    let web: String = web.split_inclusive('\n').filter(|line| !line.starts_with('#')).collect();
    project.file("web.nomad", web);
    project.run("import web.nomad").ends(0);
    assert_eq!(project.files("registry"), ["site.rs"]);
    snapshot!(project);
}

#[test]
fn another_definition_is_kept_without_force() {
    let project = Project::new();
    project.file("registry/apps/one.rs", "// mine\n");
    project.file("web.nomad", job("web", "other:1"));
    project.file("new.nomad", job("new", "new:1"));
    project.run("import web.nomad new.nomad").ends(1);
    assert_eq!(project.read("registry/apps/one.rs"), "// mine\n");
    project.ls("registry");
    project.run("import web.nomad --force").ends(0);
    project.cat("registry/apps/one.rs");
    assert_eq!(project.files("registry"), ["applications/new.rs", "apps/one.rs", "site.rs"]);
    snapshot!(project);
}

#[test]
fn a_file_with_several_jobs_is_not_replaced() {
    let project = Project::with("many");
    project.file("registry/apps/one.rs", "// mine\n");
    project.file("web.nomad", job("web-7", "other:1"));
    project.run("import web.nomad --force").ends(1);
    assert_eq!(project.read("registry/apps/one.rs"), "// mine\n");
    snapshot!(project);
}

#[test]
fn a_file_that_no_job_is_from_is_in_the_way() {
    let project = Project::new();
    project.file("a.nomad", job("a", "x:1"));
    project.file("registry/applications/a.rs", "// not compiled yet\n");
    project.run("import a.nomad").ends(1);
    assert_eq!(project.read("registry/applications/a.rs"), "// not compiled yet\n");
    project.run("import a.nomad --force").ends(0);
    snapshot!(project);
}

#[test]
fn one_id_is_one_job_in_a_project() {
    let project = Project::new();
    project.file("a.nomad", job("a", "x:1"));
    project.file("b.nomad", job("a", "y:1"));
    project.run("import a.nomad b.nomad").ends(1);
    assert!(project.read("registry/applications/a.rs").contains("x:1"));
    snapshot!(project);
}
