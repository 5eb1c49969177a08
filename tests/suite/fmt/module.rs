//! The command beside `nomad fmt`, on every HCL file that comes with Nomad's own source and with the HCL library that it
//! uses: jobs, agent configuration, policies, volumes, Terraform, and files that are broken on purpose.

use super::{NEEDS_GO, files};
use crate::support::nomad::nomad;
use crate::support::skip::{self, name_of};
use crate::support::{Tested, repository};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const MODULES: [&str; 2] = ["github.com/hashicorp/nomad", "github.com/hashicorp/hcl/v2"];

const KINDS: [&str; 3] = ["hcl", "nomad", "tf"];

#[test]
fn files_of_nomads_source_are_formatted_and_refused_as_by_nomad() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let Some(sources) = skip::found(sources(), &NEEDS_GO, name_of(|| ())) else { return Ok(()) };
    let work = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let (ours, theirs) = (work.path().join("ours"), work.path().join("theirs"));
    for folder in [&ours, &theirs] {
        fs::create_dir(folder)?;
        for (number, source) in sources.iter().enumerate() {
            // Written, not copied: files in Go's cache are write-protected.
            fs::write(folder.join(format!("{number}.hcl")), fs::read(source)?)?;
        }
    }
    let our_output =
        Command::new(env!("CARGO_BIN_EXE_jobwright")).arg("fmt").current_dir(&ours).output()?;
    let their_output = nomad.command().arg("fmt").current_dir(&theirs).output()?;
    let we_refuse = named(&our_output, "--> ", ":");
    let they_refuse = named(&their_output, "on ", " line ");
    assert!(!we_refuse.is_empty(), "no file is broken: {:?}", our_output.status);
    let mut different = Vec::new();
    for (number, source) in sources.iter().enumerate() {
        let name = format!("{number}.hcl");
        let same = fs::read(ours.join(&name))? == fs::read(theirs.join(&name))?;
        if !same || we_refuse.contains(&name) != they_refuse.contains(&name) {
            different.push(source);
        }
    }
    assert!(different.is_empty(), "{} of {}: {different:#?}", different.len(), sources.len());
    Ok(())
}

/// The files that messages name, between these words.
fn named(output: &Output, before: &str, after: &str) -> BTreeSet<String> {
    let messages = String::from_utf8_lossy(&output.stderr);
    let places = messages.lines().filter_map(|line| line.trim_start().strip_prefix(before));
    places.filter_map(|place| Some(place.split_once(after)?.0.to_owned())).collect()
}

/// The HCL files of the modules, where Go has downloaded them.
fn sources() -> Option<Vec<PathBuf>> {
    let mut found = Vec::new();
    for module in MODULES {
        let mut go = Command::new("go");
        go.args(["list", "-m", "-f", "{{.Dir}}", module]).current_dir(repository("tests/nomad"));
        let output = go.output().ok().filter(|output| output.status.success())?;
        let folder = String::from_utf8(output.stdout).ok().filter(|folder| folder.len() > 1)?;
        found.extend(files(Path::new(folder.trim_end())).ok()?);
    }
    found.retain(|file| file.extension().is_some_and(|end| KINDS.iter().any(|kind| end == *kind)));
    Some(found)
}
