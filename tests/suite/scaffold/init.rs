//! A new project: its files, what is in their way, and job files that are there already.

use std::fs;

use crate::cli::{Project, typed};
use crate::support::shown::snapshot;
use crate::support::{Tested, repository};

#[test]
fn an_empty_folder_becomes_a_project() {
    let folder = Project::outside();
    folder.run("init lab --release 0.1").ends(0);
    folder.ls("lab");
    folder.cat("lab/Cargo.toml");
    // It is one now, and in each of its folders.
    folder.run_in("lab", "init").ends(2);
    folder.run_in("lab/registry", "init").ends(2);
    folder.run("init lab/jobs").ends(2);
    snapshot!(folder);
}

#[test]
fn the_packages_of_two_projects_have_two_names() {
    let folder = Project::outside();
    for (name, package) in [
        ("infra", "infra"),
        ("Home Lab", "home-lab"),
        ("2024", "nomad-jobs-2024"),
        ("test", "nomad-jobs-test"),
        ("jobwright", "nomad-jobs-jobwright"),
        ("_x", "nomad-jobs-x"),
        ("été", "t"),
        ("日本", "nomad-jobs"),
    ] {
        let mut command = folder.command("init");
        command.arg(name);
        let run = folder.call(&mut command, b"").ends(0);
        assert!(run.stdout.is_empty(), "{run}");
        let manifest = folder.read(&format!("{name}/Cargo.toml"));
        assert!(manifest.starts_with(&format!("[package]\nname = {package:?}\n")), "{manifest}");
    }
}

#[test]
fn a_project_says_where_jobwright_comes_from() {
    let folder = Project::outside();
    folder.run("init a --git https://example.org/jobwright.git").ends(0);
    folder.run("init b --release 0.1").ends(0);
    folder.run("init c --path nowhere").ends(2);
    folder.run("init d --git https://example.org/j.git --release 0.1").ends(2);
    folder.run("init a --update --release 0.1").ends(2);
    for name in ["a", "b"] {
        let manifest = folder.read(&format!("{name}/Cargo.toml"));
        let lines = manifest.lines().filter(|line| line.starts_with("jobwright"));
        folder.given(
            &format!("{name}.txt"),
            &lines.map(|line| format!("{line}\n")).collect::<String>(),
        );
    }
    snapshot!(folder);
}

#[test]
fn a_path_is_named_from_the_project() -> Tested {
    let folder = Project::outside();
    fs::create_dir_all(folder.path("jobwright/crates/build"))?;
    folder.file("jobwright/Cargo.toml", "");
    folder.file("jobwright/crates/build/Cargo.toml", "");
    folder.run("init infra --path jobwright").ends(0);
    let manifest = folder.read("infra/Cargo.toml");
    assert!(manifest.contains("jobwright = { path = \"../jobwright\" }\n"), "{manifest}");
    assert!(manifest.contains("{ path = \"../jobwright/crates/build\" }\n"), "{manifest}");
    Ok(())
}

#[test]
fn nothing_is_overwritten() {
    let folder = Project::outside();
    folder.given("a/build.rs", "mine\n");
    folder.run("init a").ends(2);
    folder.ls("a");
    // What is only useful stays as it is, and is not kept up to date.
    folder.given("b/.gitattributes", "mine\n");
    folder.given("b/README.md", "mine\n");
    folder.run("init b").ends(0);
    folder.cat("b/.gitattributes");
    assert!(!folder.read("b/.jobwright.json").contains(".gitattributes"));
    // Another package of Rust is no place for one.
    folder.given("c/Cargo.toml", "[package]\nname = \"c\"\n");
    folder.run("init c").ends(2);
    folder.ls("c");
    // A file where a folder should be.
    folder.given("d", "mine\n");
    folder.run("init d").ends(2);
    snapshot!(folder);
}

const JOB: &str = "job \"web\" {\n  group \"web\" {\n    task \"web\" {\n      driver = \"docker\"\n\n      config {\n        \
                   image = \"nginx:1.27\"\n      }\n    }\n  }\n}\n";

#[test]
fn job_files_that_are_there_are_offered() {
    let folder = Project::outside();
    folder.file("a/jobs/web.nomad", JOB);
    folder.file("a/package.json", "{}");
    folder.run("init a").ends(2);
    folder.ls("a");
    folder.run("init a --import").ends(0);
    folder.cat("a/registry/jobs/web.rs");
    // The same as `import` makes of it.
    folder.file("b/jobs/web.nomad", JOB);
    folder.run_in("b", "import .").ends(0);
    let (a, b) = (folder.files("a"), folder.files("b"));
    assert_eq!(
        a.iter().filter(|file| *file != "package.json").collect::<Vec<_>>(),
        b.iter().collect::<Vec<_>>()
    );
    // Or a project with samples beside them.
    folder.file("c/web.nomad.hcl", JOB);
    folder.file("c/db.nomad.hcl", JOB);
    folder.run("init c").ends(2);
    folder.run("init c --no-import").ends(0);
    assert!(folder.path("c/registry/apps/hello.rs").is_file());
    folder.run("init d --import").ends(2);
    folder.run("init d --import --no-import").ends(2);
    snapshot!(folder);
}

#[test]
fn on_a_terminal_it_asks_about_job_files() {
    for (words, file) in [
        ("y\n", "registry/applications/web.rs"),
        ("\n", "registry/applications/web.rs"),
        ("what\nn\n", "registry/apps/hello.rs"),
    ] {
        let folder = Project::outside();
        folder.file("web.nomad.hcl", JOB);
        folder.file(".keep", "");
        let Some(run) = typed(&folder.command("init"), words) else { return };
        let run = run.ends(0);
        assert!(run.stdout.contains("import them into the project? [Y/n]"), "{run}");
        assert!(folder.path(file).is_file(), "{run}");
    }
}

#[test]
fn what_import_makes_is_what_init_makes() {
    let folder = Project::outside();
    folder.file("in/web.nomad", JOB);
    fs::create_dir_all(folder.path("x/lab")).expect("a folder");
    fs::create_dir_all(folder.path("y")).expect("a folder");
    folder.run_in("x/lab", "import ../../in").ends(0);
    folder.run_in("y", "init lab").ends(0);
    let without = |root: &str| -> Vec<(String, String)> {
        let files = folder.files(root).into_iter().filter(|file| !file.starts_with("registry/"));
        files
            .map(|file| (folder.read(&format!("{root}/{file}")), file))
            .map(|(text, file)| (file, text))
            .collect()
    };
    assert_eq!(without("x/lab"), without("y/lab"));
}

#[test]
fn an_empty_folder_names_init_and_import() {
    let folder = Project::outside();
    folder.run("gen").ends(2);
    folder.run("new web").ends(2);
    folder.run("init --update").ends(2);
    folder.run("init --check").ends(2);
    snapshot!(folder);
}

/// The playbooks of a project are those of this repository, and travel with the crate.
#[test]
fn every_playbook_is_a_file_of_a_new_project() -> Tested {
    let folder = Project::outside();
    folder.run("init lab").ends(0);
    let mut own = crate::support::files(&repository("playbooks"))?;
    own.push(repository("ansible.cfg"));
    for file in own {
        let path = file.strip_prefix(repository(""))?;
        let text = folder.read(&format!("lab/{}", path.display()));
        assert_eq!(text, fs::read_to_string(&file)?, "{}", path.display());
    }
    Ok(())
}

#[test]
#[cfg(unix)]
fn the_hook_is_a_program() -> Tested {
    use std::os::unix::fs::PermissionsExt;
    let folder = Project::outside();
    folder.run("init lab").ends(0);
    let mode = fs::metadata(folder.path("lab/.githooks/pre-commit"))?.permissions().mode();
    assert_eq!(mode & 0o111, 0o111);
    Ok(())
}

/// What was interrupted is done by the same command, and keeps all of its files up to date later.
#[cfg(unix)]
#[test]
fn a_project_that_is_half_made_is_made_by_the_same_command() -> Tested {
    let folder = Project::outside();
    fs::create_dir_all(folder.path("lab"))?;
    std::os::unix::fs::symlink("/nowhere", folder.path("lab/src"))?;
    let run = folder.quietly("init lab --release 0.1");
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert_eq!(run.stderr.matches("error: ").count(), 1, "{}", run.stderr);
    for file in ["Cargo.toml", "registry/site.rs", ".jobwright.json"] {
        assert!(!folder.path(&format!("lab/{file}")).exists(), "{file} makes it a project");
    }
    fs::remove_file(folder.path("lab/src"))?;
    folder.quietly("init lab --release 0.1").ends(0);
    let whole = Project::outside();
    whole.quietly("init lab --release 0.1").ends(0);
    assert_eq!(folder.files("lab"), whole.files("lab"));
    assert_eq!(folder.read("lab/.jobwright.json"), whole.read("lab/.jobwright.json"));
    Ok(())
}

/// A way through a link leads from where the link leads to.
#[cfg(unix)]
#[test]
fn the_sources_are_found_from_behind_a_link() -> Tested {
    let folder = Project::outside();
    fs::create_dir_all(folder.path("deep/a/b"))?;
    std::os::unix::fs::symlink("deep/a/b", folder.path("link"))?;
    folder.quietly("init link").ends(0);
    let manifest = folder.read("deep/a/b/Cargo.toml");
    let path =
        manifest.split_once("jobwright = { path = \"").and_then(|(_, rest)| rest.split_once('"'));
    let (path, _) = path.ok_or("no path")?;
    assert!(folder.path("deep/a/b").join(path).join("crates/build").is_dir(), "{path}");
    Ok(())
}

/// Below the top of a git repository, hooks and workflows are looked for elsewhere.
#[test]
fn a_project_in_a_repository_says_where_git_looks() -> Tested {
    let folder = Project::outside();
    fs::create_dir_all(folder.path(".git"))?;
    let run = folder.quietly("init infra/jobs --release 0.1").ends(0);
    assert!(
        run.stderr.contains("git config core.hooksPath infra/jobs/.githooks"),
        "{}",
        run.stderr
    );
    Ok(())
}
