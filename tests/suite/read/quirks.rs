//! Small job files that ask how exactly Nomad reads: its verdict and its reading are ours.

use super::said;
use crate::support::Tested;
use crate::support::compare;
use crate::support::judge::{self, Count, Judged, Question};
use crate::support::nomad::{Nomad, nomad};
use crate::support::record::{RECORDED, Records};
use crate::support::skip::name_of;
use jobwright::eval::Inputs;
use jobwright::{api, read};
use serde_json::Value as Json;
use std::fs;
use std::path::Path;

/// What Nomad read in the cases.
const RECORDS: &str = "read/cases/quirks.recorded.txt";

/// Cases that an older Nomad reads otherwise, and what came later. One that it reads the same fails the test.
const OTHERWISE: &[(&str, &str)] =
    &[("lifecycle without hook", "its hook became required with 1.10.4")];

/// The cases, each with its name.
fn cases() -> Vec<(&'static str, &'static str)> {
    let all = include_str!("cases/quirks.txt");
    all.split("--- ").skip(1).filter_map(|case| case.split_once('\n')).collect()
}

/// What we read in a case; None for one that we refuse.
fn ours(text: &str) -> Result<Json, String> {
    let reading = read::evaluated(text, &Inputs::default(), None);
    reading.map(|reading| api::job(&reading.job)).map_err(|findings| said(text, &findings))
}

/// Why the two readings of a case are not the same.
fn check(expected: Option<&Json>, text: &str) -> Result<(), String> {
    match (expected, ours(text)) {
        (Some(theirs), Ok(ours)) => compare::same(&ours, theirs, RECORDED),
        (None, Err(_)) => Ok(()),
        (None, Ok(_)) => Err("only Nomad refuses it".to_owned()),
        (Some(_), Err(ours)) => Err(format!("only we refuse it: {ours}")),
    }
}

fn failed(check: impl Fn(&str, &str) -> Result<(), String>) -> Vec<String> {
    let why = |(name, text): (&str, &str)| Some(format!("{name}: {}", check(name, text).err()?));
    cases().into_iter().filter_map(why).collect()
}

#[test]
fn recorded() {
    let records = Records::read(RECORDS);
    assert_eq!(records.names().count(), cases().len(), "one record a case");
    let failed = failed(|name, text| check(records.answer(name), text));
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn live() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("case.nomad.hcl");
    let (records, count) = (Records::read(RECORDS), Count::default());
    if Records::wanted(&nomad) {
        return record(&nomad, &records, &file);
    }
    let inputs = Inputs::default();
    let failed = failed(|name, text| {
        if OTHERWISE.iter().any(|(case, _)| *case == name) {
            fs::write(&file, text).map_err(|error| error.to_string())?;
            let theirs = nomad.output_json(&file).ok().map(|mut json| json["Job"].take());
            let same = check(theirs.as_ref(), text).is_ok();
            count.add(if same { Judged::Live } else { Judged::Recorded });
            let right = judge::excepted(same, nomad.version());
            return if right { Ok(()) } else { Err("wrong for an exception".to_owned()) };
        }
        let judged = match ours(text) {
            Ok(ours) => {
                let record = || records.answer(name).cloned();
                Question::new(&nomad, &file, &inputs).ask(text, &ours, record)?
            }
            Err(_) => {
                fs::write(&file, text).map_err(|error| error.to_string())?;
                if nomad.output_json(&file).is_ok() {
                    return Err("only we refuse it".to_owned());
                }
                Judged::Live
            }
        };
        count.add(judged);
        Ok(())
    });
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    count.say("quirks of the reader", &nomad, name_of(|| ()));
    Ok(())
}

/// Asks a Nomad of the records' version.
fn record(nomad: &Nomad, records: &Records, file: &Path) -> Tested {
    let mut answers = Vec::new();
    for (name, text) in cases() {
        fs::write(file, text)?;
        let answer = nomad.output_json(file).ok().map(|mut json| json["Job"].take());
        answers.push((name.to_owned(), answer));
    }
    Ok(records.write(&answers, Json::to_string)?)
}
