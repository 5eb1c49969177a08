//! This repository's own jobs: what Nomad reads from `out/` is what the Rust said.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::support::nomad::nomad;
use crate::support::{Tested, repository};

/// Attributes that are newer than the Nomad of these tests.
const NEWER: [&str; 3] = ["MaxRunDuration", "RunOnFirstRender", "ExtraClaims"];

/// Calls the registry's program, which cargo builds where that is needed.
fn registry(arguments: &[&str]) -> Result<String, Box<dyn std::error::Error>> {
    let output = Command::new(env!("CARGO"))
        .current_dir(repository("."))
        .args(["run", "--quiet", "--package", "registry", "--"])
        .args(arguments)
        .output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}");
    Ok(String::from_utf8(output.stdout)?)
}

fn job_files() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = ["out", "out/reference"]
        .iter()
        .flat_map(|folder| fs::read_dir(repository(folder)).into_iter().flatten().flatten())
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().ends_with(".nomad.hcl"))
        .collect();
    files.sort();
    files
}

/// What differs between two JSON values, by path.
fn differences(ours: &Value, theirs: &Value, path: &str, found: &mut Vec<String>) {
    match (ours, theirs) {
        (Value::Object(one), Value::Object(two)) => {
            let mut keys: Vec<&String> = one.keys().chain(two.keys()).collect();
            keys.sort();
            keys.dedup();
            for key in keys.into_iter().filter(|key| !NEWER.contains(&key.as_str())) {
                let path = format!("{path}.{key}");
                match (one.get(key), two.get(key)) {
                    (Some(one), Some(two)) => differences(one, two, &path, found),
                    (one, two) => found.push(format!("{path}: ours {one:?}, Nomad's {two:?}")),
                }
            }
        }
        (Value::Array(one), Value::Array(two)) if one.len() == two.len() => {
            for (index, (one, two)) in one.iter().zip(two).enumerate() {
                differences(one, two, &format!("{path}[{index}]"), found);
            }
        }
        (one, two) if one == two => {}
        (one, two) => found.push(format!("{path}: ours {one}, Nomad's {two}")),
    }
}

#[test]
fn nomad_reads_what_the_rust_said() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    registry(&["gen", "--format", "json", "--out", &folder.path().to_string_lossy()])?;
    let files = job_files();
    assert!(files.len() >= 26, "the registry has {} jobs", files.len());
    let mut found = Vec::new();
    for file in &files {
        let name = file.file_name().unwrap_or_default().to_string_lossy().replace(".hcl", ".json");
        let below = if file.parent().is_some_and(|parent| parent.ends_with("reference")) {
            "reference/"
        } else {
            ""
        };
        let ours: Value = serde_json::from_str(&fs::read_to_string(
            folder.path().join(format!("{below}{name}")),
        )?)?;
        differences(&ours["Job"], &nomad.output_json(file)?["Job"], &name, &mut found);
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    Ok(())
}

#[test]
fn gen_leaves_the_repository_clean() -> Tested {
    registry(&["gen", "--check"])?;
    Ok(())
}

#[test]
fn nomad_formats_every_file_the_same() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let volumes = fs::read_dir(repository("out/volumes"))?.flatten().map(|entry| entry.path());
    let files: Vec<PathBuf> = volumes.chain(job_files()).collect();
    for file in &files {
        nomad.fmt_check(file)?;
    }
    assert!(files.len() > job_files().len(), "no volumes");
    Ok(())
}
