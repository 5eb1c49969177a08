//! The command beside `nomad fmt`, on every HCL file that comes with Nomad's own source and with the HCL library that it
//! uses: jobs, agent configuration, policies, volumes, Terraform, and files that are broken on purpose.

use crate::support::go::module_or_skip;
use crate::support::nomad::nomad;
use crate::support::skip::name_of;
use crate::support::{Tested, files};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

const MODULES: [&str; 2] = ["github.com/hashicorp/nomad", "github.com/hashicorp/hcl/v2"];

const KINDS: [&str; 3] = ["hcl", "nomad", "tf"];

#[test]
fn files_of_nomads_source_are_formatted_and_refused_as_by_nomad() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let Some(sources) = sources(name_of(|| ())) else { return Ok(()) };
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
    println!("{} files of the modules judged live, {} refused", sources.len(), we_refuse.len());
    assert!(sources.len() > 400, "the modules have {} files", sources.len());
    assert!(different.is_empty(), "{} of {}: {different:#?}", different.len(), sources.len());
    Ok(())
}

/// The files that messages name, between these words.
fn named(output: &Output, before: &str, after: &str) -> BTreeSet<String> {
    let messages = String::from_utf8_lossy(&output.stderr);
    let places = messages.lines().filter_map(|line| line.trim_start().strip_prefix(before));
    places.filter_map(|place| Some(place.split_once(after)?.0.to_owned())).collect()
}

/// The HCL files of the modules, or None after noting that the test is skipped.
fn sources(test: &str) -> Option<Vec<PathBuf>> {
    let mut found = Vec::new();
    for module in MODULES {
        found.extend(files(&module_or_skip(module, test)?).ok()?);
    }
    found.retain(|file| file.extension().is_some_and(|end| KINDS.iter().any(|kind| end == *kind)));
    Some(found)
}
