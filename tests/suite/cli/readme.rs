//! The project of one's own that the README shows: its files, as they stand there, make what stands beside them.

use std::fs;

use super::Project;
use super::import::generated::cargo;
use crate::support::{Tested, repository};

/// The text of the first block of code behind some words.
fn block<'r>(readme: &'r str, words: &str) -> &'r str {
    let behind = readme.split_once(words).map(|(_, rest)| rest).unwrap_or_default();
    let inner = behind.split_once("```").and_then(|(_, rest)| rest.split_once('\n'));
    inner.and_then(|(_, rest)| rest.split_once("```")).map(|(text, _)| text).unwrap_or_default()
}

#[test]
fn its_files_make_a_project() -> Tested {
    let readme = fs::read_to_string(repository("README.md"))?;
    let folder = Project::outside();
    let here = repository("").to_string_lossy().trim_end_matches('/').to_owned();
    let manifest = block(&readme, "`Cargo.toml`:").replace("../jobwright", &here);
    // A workspace of its own, and the versions that are here: nothing is downloaded.
    folder.file("project/Cargo.toml", format!("{manifest}\n[workspace]\n"));
    folder.file("project/Cargo.lock", fs::read(repository("Cargo.lock"))?);
    folder.file("project/build.rs", block(&readme, "`build.rs`, which finds"));
    folder.file("project/src/main.rs", block(&readme, "`src/main.rs`, which holds"));
    folder.file("project/registry/site.rs", block(&readme, "<code>registry/site.rs</code>"));
    let whoami = block(&readme, "<code>registry/applications/whoami.rs</code>");
    folder.file("project/registry/applications/whoami.rs", whoami);
    cargo(&folder, "gen").ends(0);
    let made = folder.read("project/out/whoami.nomad.hcl");
    let (_, job) = made.split_once("\n\n").unwrap_or_default();
    assert_eq!(job, block(&readme, "</td><td valign"));
    Ok(())
}
