//! What crates.io gets of this repository.

use std::fs;
use std::process::Command;

use crate::support::repository;
use crate::support::shown::snapshot;

/// The folders of the crates that are published, by their names.
const CRATES: [(&str, &str); 4] = [
    ("jobwright", "."),
    ("jobwright-build", "crates/build"),
    ("jobwright-derive", "crates/derive"),
    ("jobwright-hcl", "crates/hcl"),
];

/// The files in the package of a crate.
fn packed(name: &str) -> Vec<String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(repository("."));
    cargo.args(["package", "--list", "--allow-dirty", "--offline", "--package", name]);
    let output = cargo.output().expect("cargo");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).lines().map(|line| line.replace('\\', "/")).collect()
}

/// What is added beside `src/` is looked at; of `src/`, all of it and only that which is built.
#[test]
fn packages_hold_what_is_built_and_read() {
    let mut shown = String::new();
    for (name, folder) in CRATES {
        let files = packed(name);
        let beside = files.iter().filter(|file| !file.starts_with("src/"));
        let beside: Vec<&str> = beside.map(String::as_str).collect();
        shown += &format!("{name}\n  {}\n", beside.join("\n  "));
        let (sources, own) = (repository(folder).join("src"), files.len() - beside.len());
        assert_eq!(own, crate::support::files(&sources).expect("sources").len(), "{name}");
    }
    snapshot!(shown);
}

/// A package that is taken alone has the licences with it.
#[test]
fn each_crate_has_the_licences() {
    for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
        let text = fs::read_to_string(repository(name)).expect("a licence");
        for (_, folder) in CRATES {
            let copy = fs::read_to_string(repository(folder).join(name)).expect("a licence");
            assert_eq!(copy, text, "{folder}/{name}");
        }
    }
}
