//! A project of one's own: the files that the README shows make what stands beside them, and mistakes in Rust are told of
//! by the compiler or by the build script.

use std::fs;

use super::Project;
use super::import::generated::cargo;
use crate::support::shown::snapshot;
use crate::support::{Tested, repository};

/// The text of the first block of code behind some words.
fn block<'r>(readme: &'r str, words: &str) -> &'r str {
    let behind = readme.split_once(words).map(|(_, rest)| rest).unwrap_or_default();
    let inner = behind.split_once("```").and_then(|(_, rest)| rest.split_once('\n'));
    inner.and_then(|(_, rest)| rest.split_once("```")).map(|(text, _)| text).unwrap_or_default()
}

const WHOAMI: &str = "project/registry/applications/whoami.rs";

/// What is shown of a project: the job in the README, the files around it in the guide.
fn pages() -> Result<[String; 2], std::io::Error> {
    Ok([
        fs::read_to_string(repository("README.md"))?,
        fs::read_to_string(repository("docs/own-project.md"))?,
    ])
}

/// The project of these pages, in a folder that has nothing to do with this repository.
pub fn project() -> Project {
    let [readme, page] = pages().expect("the pages");
    let folder = Project::outside();
    let here = repository("").to_string_lossy().trim_end_matches('/').to_owned();
    let manifest = block(&page, "`Cargo.toml`:").replace("../jobwright", &here);
    // A workspace of its own, and the versions that are here: nothing is downloaded.
    folder.file("project/Cargo.toml", format!("{manifest}\n[workspace]\n"));
    folder.file("project/Cargo.lock", fs::read(repository("Cargo.lock")).expect("a lock file"));
    folder.file("project/build.rs", block(&page, "`build.rs`, which finds"));
    folder.file("project/src/main.rs", block(&page, "`src/main.rs`, which holds"));
    folder.file("project/registry/site.rs", block(&page, "`registry/site.rs`, what all"));
    folder.file(WHOAMI, block(&readme, "<code>registry/applications/whoami.rs</code>"));
    folder
}

#[test]
fn the_files_of_the_readme_make_it() -> Tested {
    let folder = project();
    cargo(&folder, "gen").ends(0);
    let made = folder.read("project/out/whoami.nomad.hcl");
    let (_, job) = made.split_once("\n\n").unwrap_or_default();
    let [readme, _] = pages()?;
    assert_eq!(job, block(&readme, "</td><td valign"));
    Ok(())
}

#[test]
fn it_says_who_set_what() -> Tested {
    let folder = project();
    for asked in ["task.resources.memory", "region", "image", "kill_timeout", "user", "rule"] {
        _ = cargo(&folder, &format!("show whoami --why {asked}"));
    }
    cargo(&folder, "show whoami --why check.intervall").ends(2);
    cargo(&folder, "show whoami --why datacenters --format json").ends(0);
    snapshot!(folder);
    Ok(())
}

/// A mistake: a file of the project, a text in it, and what stands there instead.
const MISTAKES: [(&str, &str, &str, &str); 22] = [
    ("a text where a number belongs", WHOAMI, ".port(", ".count(\"three\").port("),
    ("a misspelt call", WHOAMI, ".route(", ".rout("),
    ("a shape that the site does not have", WHOAMI, "shape::XXTINY", "shape::TINNY"),
    (
        "a volume where a storage belongs",
        WHOAMI,
        ".port(",
        ".storage(Volume::host(\"a\", \"a\")).port(",
    ),
    ("a route without a rule", WHOAMI, "Route::path(\"/whoami\")", "\"/whoami\""),
    ("a number in `Some`", WHOAMI, ".port(", ".count(Some(3)).port("),
    ("a text where a length of time belongs", WHOAMI, ".port(", ".kill_timeout(\"30s\").port("),
    ("a number where a text belongs", WHOAMI, ".port(", ".env(\"WORKERS\", 4).port("),
    ("a block where a text belongs", WHOAMI, ".port(", ".env(\"CHECK\", Check::tcp()).port("),
    ("a text where a block belongs", WHOAMI, ".port(", ".check(\"/health\").port("),
    ("a name where a task belongs", WHOAMI, ".port(", ".prestart(\"migrate\").port("),
    ("a route where a tag belongs", WHOAMI, ".route(", ".tags([Route::path(\"/\")]).route("),
    (
        "a value of another attribute",
        WHOAMI,
        ".port(",
        ".volume(Volume::csi(\"a\", \"a\").access_mode(ChangeMode::Signal)).port(",
    ),
    ("a block of another kind", WHOAMI, ".port(", ".restart(Reschedule::new()).port("),
    ("a port without its number", WHOAMI, "Port::http(80)", "Port::http()"),
    ("a definition that returns nothing", WHOAMI, "pub fn job() -> Workload", "pub fn job()"),
    ("a definition of another type", WHOAMI, "pub fn job() -> Workload", "pub fn job() -> Group"),
    ("a file without its imports", WHOAMI, "use crate::site::*;", ""),
    ("a file that defines nothing", WHOAMI, "pub fn job()", "fn job()"),
    ("a file outside of a category", "project/registry/lost.rs", "", "pub fn job() {}\n"),
    (
        "a job in a file of volumes",
        "project/registry/volumes/data.rs",
        "",
        "pub fn volume() {}\npub fn job() {}\n",
    ),
    ("a site without `site`", "project/registry/site.rs", "pub fn site()", "pub fn place()"),
];

#[test]
fn mistakes_in_rust_are_told_of_when_it_is_built() -> Tested {
    let folder = project();
    let mut table = String::new();
    for (mistake, path, there, instead) in MISTAKES {
        let before = folder.path(path).is_file().then(|| folder.read(path));
        let text = before.clone().unwrap_or_default();
        assert!(text.contains(there), "{mistake}");
        folder.file(path, text.replacen(there, instead, 1));
        let run = cargo(&folder, "gen");
        assert_ne!(run.code, 0, "{mistake} is caught by nobody");
        match before {
            Some(before) => folder.file(path, before),
            None => fs::remove_file(folder.path(path))?,
        }
        table.push_str(&format!("{mistake}\n{}\n", told(&run.stderr)));
    }
    let shown: String = table.replace(&*folder.path("").to_string_lossy(), "");
    snapshot!(shown);
    Ok(())
}

/// The first error, its place in the project, and what is said there; places in jobwright and in what is built move.
fn told(stderr: &str) -> String {
    let lines = stderr.lines().skip_while(|line| !line.starts_with("error"));
    let lines: Vec<&str> = lines.take_while(|line| !line.is_empty()).map(str::trim).collect();
    let first = |wanted: &dyn Fn(&str) -> bool| lines.iter().find(|line| wanted(line));
    let error = first(&|line| line.starts_with("error"));
    let place = first(&|line| line.starts_with("-->") && line.contains("/registry/"));
    let label = first(&|line| line.contains('^')).filter(|_| place.is_some());
    let advice = |line: &str| {
        ["= note: write", "= note: use", "help: "].iter().any(|start| line.starts_with(start))
    };
    let parts = [error, place, label].into_iter().flatten();
    let parts = parts.chain(lines.iter().filter(|line| advice(line)));
    parts.map(|line| format!("  {}\n", line.trim_start_matches(['|', ' ']))).collect()
}
