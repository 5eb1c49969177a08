//! The manual pages.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use super::{Project, Run};
use crate::support::skip::{self, Needed};
use crate::support::{files, program};

/// What judges manual pages.
const MANDOC: Needed = Needed {
    program: "mandoc",
    required_by: "JOBWRIGHT_REQUIRE_MANDOC",
    help: "put mandoc on PATH (a package of most distributions), or set JOBWRIGHT_MANDOC",
};

/// The pages that are written, by their names.
fn pages(folder: &Project) -> BTreeMap<String, String> {
    folder.quietly("man pages/man1").ends(0);
    let files = files(&folder.path("pages/man1")).expect("pages");
    let page = |file: &std::path::PathBuf| {
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        (name, fs::read_to_string(file).expect("a page"))
    };
    files.iter().map(page).collect()
}

#[test]
fn each_command_has_a_page() {
    let folder = Project::outside();
    let pages = pages(&folder);
    let help = folder.quietly("--help").stdout;
    let (_, list) = help.split_once("Commands:\n").expect("commands");
    let listed = list.lines().take_while(|line| !line.is_empty());
    for command in listed.filter_map(|line| line.split_whitespace().next()) {
        let page = pages.get(&format!("jobwright-{command}.1"));
        assert!(page.is_some_and(|page| page.contains(".SH SYNOPSIS")), "{command}");
    }
    assert!(pages.contains_key("jobwright-templates-eject.1"), "{:?}", pages.keys());
    assert_eq!(folder.quietly("man").ends(0).stdout, pages["jobwright.1"]);
}

/// A second time, the same bytes stand there: a page has no date.
#[test]
fn pages_are_the_same_again() {
    let folder = Project::outside();
    let first = pages(&folder);
    assert_eq!(first, pages(&folder));
    let head =
        |page: &String| page.lines().find(|line| line.starts_with(".TH ")).map(str::to_owned);
    for (name, page) in &first {
        let title = name.trim_end_matches(".1");
        let version = env!("CARGO_PKG_VERSION");
        let expected = format!(".TH {title} 1 \" \" \"jobwright {version}\" \"jobwright manual\"");
        assert_eq!(head(page), Some(expected), "{name}");
    }
}

#[test]
fn it_says_where_they_are() {
    let folder = Project::outside();
    folder.run("man pages");
    folder.file("taken", "");
    folder.run("man taken").ends(2);
    crate::support::shown::snapshot!(folder);
}

#[test]
fn pages_are_sound() {
    let found = program("JOBWRIGHT_MANDOC", "mandoc");
    let Some(mandoc) = skip::found(found, &MANDOC, skip::name_of(|| ())) else { return };
    let folder = Project::outside();
    for name in pages(&folder).keys() {
        let mut command = Command::new(&mandoc);
        command.args(["-T", "lint", "-W", "error"]).arg(folder.path("pages/man1").join(name));
        let run = Run::of(&mut command, b"");
        assert_eq!(run.stdout, "", "{name}");
    }
}
