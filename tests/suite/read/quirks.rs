//! Small job files that ask how exactly Nomad reads: its verdict and its reading are ours.

use super::api_json_corpus::same;
use super::said;
use crate::support::Tested;
use crate::support::nomad::{Nomad, nomad};
use jobwright::eval::Inputs;
use jobwright::{api, read};
use std::fs;
use std::path::Path;

/// The cases, each with its name.
fn cases() -> Vec<(&'static str, &'static str)> {
    let all = include_str!("cases/quirks.txt");
    all.split("--- ").skip(1).filter_map(|case| case.split_once('\n')).collect()
}

/// Why the two readings of a case are not the same.
fn check(nomad: &Nomad, folder: &Path, number: usize, text: &str) -> Result<(), String> {
    let file = folder.join(format!("{number}.nomad.hcl"));
    fs::write(&file, text).map_err(|error| error.to_string())?;
    let ours = read::evaluated(text, &Inputs::default(), None);
    match (nomad.output_json(&file), ours) {
        (Ok(mut theirs), Ok(ours)) => same(&api::job(&ours.job), &theirs["Job"].take()),
        (Err(_), Err(_)) => Ok(()),
        (Err(theirs), Ok(_)) => Err(format!("only Nomad refuses it: {theirs:?}")),
        (Ok(_), Err(ours)) => Err(format!("only we refuse it: {}", said(text, &ours))),
    }
}

#[test]
fn nomad_and_we_read_the_same() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    let cases = cases();
    let failed: Vec<String> = cases
        .iter()
        .enumerate()
        .filter_map(|(number, (name, text))| {
            let why = check(&nomad, folder.path(), number, text).err()?;
            Some(format!("{name}: {why}"))
        })
        .collect();
    println!("{} of {} the same", cases.len() - failed.len(), cases.len());
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    Ok(())
}
