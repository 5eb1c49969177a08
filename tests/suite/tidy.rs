//! The house's own rules about its files.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use heck::ToSnakeCase;
use jobwright::jobspec::Version;
use jobwright::render::template_names;

use crate::support::{files, repository};

/// Lines of a source file at most.
const LONGEST: usize = 600;

/// Nine files in ten have at most so many.
const LONG: usize = 400;

fn sources(folders: &[&str]) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for folder in folders {
        collect(&repository(folder), &mut found, "rs");
    }
    found.sort();
    found
        .into_iter()
        .map(|file| (file.clone(), fs::read_to_string(&file).expect("a source file")))
        .collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>, wanted: &str) {
    let all = files(folder).expect("a folder of the repository").into_iter();
    found.extend(all.filter(|file| file.extension().is_some_and(|extension| extension == wanted)));
}

#[test]
fn files_are_short() {
    let sources = sources(&["src", "crates", "registry", "tests", "benches"]);
    let lengths: Vec<usize> = sources.iter().map(|(_, text)| text.lines().count()).collect();
    for ((path, _), length) in sources.iter().zip(&lengths) {
        assert!(*length <= LONGEST, "{} has {length} lines; {LONGEST} at most", path.display());
    }
    let long = lengths.iter().filter(|length| **length > LONG).count();
    assert!(
        long * 10 <= lengths.len(),
        "{long} of {} files have more than {LONG} lines",
        lengths.len()
    );
}

/// From these versions on, the programs are under a licence that is not open source.
const CLOSED: [(&str, Version); 4] = [
    ("nomad", Version::new(1, 7, 0)),
    // Its 1.16.6 is closed already, and the two before it cannot be had.
    ("consul", Version::new(1, 16, 4)),
    ("vault", Version::new(1, 15, 0)),
    ("terraform", Version::new(1, 6, 0)),
];

#[test]
fn no_module_file_names_a_program_that_is_not_open() {
    let rooms =
        ["nomad", "consul", "traefik", "csi"].map(|room| repository(&format!("tests/{room}")));
    let mut named = 0;
    for file in rooms.iter().flat_map(|room| ["go.mod", "go.sum"].map(|file| room.join(file))) {
        let text = fs::read_to_string(&file).expect("a module file");
        for line in text.lines() {
            for (program, closed) in CLOSED {
                let module = format!("github.com/hashicorp/{program} v");
                let Some((_, rest)) = line.split_once(&module) else { continue };
                let version = Version::parse(rest.split([' ', '/']).next().unwrap_or_default());
                let open = version.is_some_and(|version| version < closed);
                assert!(open, "{}: {line}", file.display());
                named += 1;
            }
        }
    }
    assert!(named > 1, "no module file names Nomad and Consul");
}

#[test]
fn every_file_says_what_it_is() {
    for (path, text) in sources(&["src", "crates", "registry", "tests", "benches"]) {
        assert!(text.starts_with("//!"), "{} does not begin with `//!`", path.display());
    }
}

#[test]
fn nothing_is_left_for_later() {
    // Put together here, so that this file does not hold the words itself.
    let words = [
        ["TO", "DO"].concat(),
        ["FIX", "ME"].concat(),
        ["#[igno", "re"].concat(),
        ["should_", "panic"].concat(),
    ];
    for (path, text) in sources(&["src", "crates", "registry", "tests", "benches"]) {
        for word in &words {
            assert!(!text.contains(word.as_str()), "{} contains `{word}`", path.display());
        }
        let globs = text.lines().filter(|line| line.starts_with("use ") && line.ends_with("::*;"));
        let allowed = path.starts_with(repository("registry"))
            || path.starts_with(repository("tests"))
            || path.starts_with(repository("benches"));
        assert!(allowed || globs.count() == 0, "{} imports with `*`", path.display());
    }
}

#[test]
fn every_block_can_have_a_template_of_its_own() {
    let block = |line: &str| line.trim_start().strip_prefix("pub struct ").map(str::to_owned);
    let mut wanted: BTreeSet<String> =
        ["block", "map", "free"].map(|name| format!("{name}.hcl.j2")).into();
    for (_, text) in sources(&["src/jobspec"]) {
        let mut derived = false;
        for line in text.lines() {
            derived |= line.starts_with("#[derive(") && line.contains("Block)");
            if let Some(rest) = block(line) {
                if derived {
                    let name: String =
                        rest.chars().take_while(|letter| letter.is_alphanumeric()).collect();
                    wanted.insert(format!("{}.hcl.j2", name.to_snake_case()));
                }
                derived = false;
            }
        }
    }
    let known: BTreeSet<String> = template_names().map(str::to_owned).collect();
    assert_eq!(wanted, known, "names of templates and blocks differ");
    for file in files(&repository("templates")).expect("the templates") {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        assert!(known.contains(&*name), "`{name}` prints no block");
    }
}

#[test]
fn templates_leave_white_space_alone() {
    for file in files(&repository("templates")).expect("the templates") {
        let text = fs::read_to_string(&file).expect("a template");
        for line in text.lines() {
            assert!(
                !line.starts_with([' ', '\t']) && !line.contains("  "),
                "{} lays out: {line}",
                file.display()
            );
        }
    }
}

#[test]
fn the_readme_shows_what_is_there() {
    let readme = fs::read_to_string(repository("README.md")).expect("the README");
    let definition =
        fs::read_to_string(repository("registry/applications/whoami.rs")).expect("a definition");
    assert!(
        readme.contains(&format!("```rs\n{definition}```")),
        "the README shows another definition"
    );
    let output = fs::read_to_string(repository("out/whoami.nomad.hcl")).expect("its output");
    let (_, job) = output.split_once("\n\n").expect("a header");
    assert!(readme.contains(&format!("```hcl\n{job}```")), "the README shows another output");
    let speedtest =
        fs::read_to_string(repository("registry/applications/speedtest.rs")).expect("a definition");
    let code =
        speedtest.lines().filter(|line| !line.trim().is_empty() && !line.starts_with("//")).count();
    assert!(code <= 8, "the shortest definition has {code} lines of code");
}

/// A snapshot without its test would be read by people and by nothing else.
#[test]
fn every_snapshot_has_its_test() {
    let mut files = Vec::new();
    collect(&repository("tests"), &mut files, "snap");
    collect(&repository("tests"), &mut files, "new");
    assert!(files.len() > 100, "{} snapshots", files.len());
    for file in files {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let (module, test) = stem.rsplit_once("__").expect("a module and a test");
        let module = repository(&format!("tests/{}", module.replace("__", "/")));
        let source = [module.with_extension("rs"), module.join("mod.rs")]
            .into_iter()
            .find_map(|path| fs::read_to_string(path).ok());
        let source = source.unwrap_or_else(|| panic!("{}: no module", file.display()));
        let body = source.split_once(&format!("\n#[test]\nfn {test}("));
        let body = body.and_then(|(_, rest)| rest.split("\n#[test]\n").next());
        // Two in one test would have a number at the end of their names.
        let count = body.map(|body| body.matches("snapshot!(").count());
        assert_eq!(count, Some(1), "{}: not one `snapshot!` in its test", file.display());
    }
}

/// In an editor, the doc of a call is all that there is: what it prints, and what a second call does.
#[test]
fn calls_on_a_workload_say_what_a_second_one_does() {
    let mut missing = Vec::new();
    for file in files(&repository("src/house/workload")).expect("the sources") {
        let text = fs::read_to_string(&file).expect("a source");
        let mut doc = String::new();
        for line in text.lines().map(str::trim) {
            if let Some(words) = line.strip_prefix("///") {
                doc.push_str(words);
            } else if let Some(function) = line.strip_prefix("pub fn ") {
                let is_setter = function.contains("self,") || function.contains("self)");
                let told =
                    ["second call", "further call", "Several hold together", "call\nchanges"]
                        .iter()
                        .any(|words| doc.contains(words));
                let name = function.split(['(', '<']).next().unwrap_or_default();
                if is_setter && !(told && doc.contains('`')) && name != "job" {
                    missing.push(name.to_owned());
                }
                doc.clear();
            } else if !line.starts_with("#[") {
                doc.clear();
            }
        }
    }
    assert_eq!(missing, [""; 0], "they do not say what they print and what a second call does");
}
