//! Expressions: the same results as Nomad's, case by case.
//!
//! `cases/*.txt` hold expressions, each with what Nomad makes of it on the next line: `= JSON`, or `!` for an error. The
//! head of a file says which Nomad answered. `JOBWRIGHT_RECORD=1 cargo test --test suite eval::recorded` fills in what has
//! no answer yet, and with the Nomad of the records it corrects the others; a new case is a line with an expression.

mod batch;
mod fileset;
mod limits;
mod variables;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use jobwright::eval::EvalError;

use crate::support::judge::{self, Count, Judged};
use crate::support::nomad::nomad;
use crate::support::record::RECORDED;
use crate::support::skip::name_of;
use crate::support::{Tested, repository};
use batch::{Case, Recorded};

/// Expressions of which an older Nomad makes something else, and what came later. One of which it makes the same fails
/// the test.
const OTHERWISE: &[(&str, &str)] = &[
    ("element([1, 2, 3], -1)", "a negative index counts from the end"),
    ("formatdate(\"ss\", \"2026-01-02T03:04:05,678Z\")", "a comma is no decimal point"),
    ("formatdate(\"hh\", \"2026-01-02T3:04:05Z\")", "an hour has two digits"),
    ("formatdate(\"hh\", \"2026-01-02T03:04:05+24:00\")", "an offset is less than a day"),
    (
        "jsondecode(\"{\\\"a\\\": 1, \\\"a\\\": \\\"x\\\"}\")",
        "a duplicate key of another type is an error",
    ),
    ("cidrsubnet(\"10.0.0.0/16\", 8, -1)", "a negative number counts from the end"),
    ("cidrsubnet(\"2001:db8::1/64\", 5, -1)", "a negative number counts from the end"),
    ("cidrsubnet(\"10.0.0.0/8\", 8, -1)", "a negative number counts from the end"),
    ("yamldecode(\"1_000\")", "underscores make it a string"),
    ("yamldecode(\"b:\\n  <<: [{a: 1}, {a: 2, c: 3}]\\n  m: 2\")", "a list of maps can be merged"),
    ("fileset(\".\", \"data/a.txt{,.bak}\")", "an empty alternative"),
    ("fileset(\".\", \"{data/a.txt,hello*}\")", "a slash between braces"),
    ("fileset(\".\", \"{hello,{data/a,x}}.txt\")", "a slash between braces"),
    ("fileset(\".\", \"data/{deep/*,b}*\")", "a slash between braces"),
];

/// The case files with their cases.
fn files() -> BTreeMap<PathBuf, Vec<Case>> {
    let paths = crate::support::files(&repository("tests/suite/eval/cases"));
    let paths = paths.expect("the folder of cases").into_iter();
    paths
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a file of cases");
            (path, Case::read_all(&text))
        })
        .collect()
}

#[test]
fn recorded() -> Tested {
    let record = std::env::var("JOBWRIGHT_RECORD").is_ok_and(|value| value == "1");
    let (mut count, mut wrong) = (0, Vec::new());
    for (path, mut cases) in files() {
        if record && let Some(nomad) = nomad!() {
            let answers = batch::ask(&nomad, &cases);
            // Another version than that of the records answers new cases only.
            let all = nomad.version() == RECORDED;
            for (case, answer) in cases.iter_mut().zip(answers) {
                case.recorded = case.recorded.take().filter(|_| !all).or(Some(answer));
            }
            fs::write(&path, Case::write_all(&cases))?;
        }
        for (case, found) in cases.iter().zip(batch::evaluate(&cases)) {
            count += 1;
            if case.recorded.as_ref() != Some(&found) {
                wrong.push(format!(
                    "{}\n  nomad {:?}\n  ours  {found:?}",
                    case.source, case.recorded
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 600, "{count} cases");
    Ok(())
}

#[test]
fn every_error_says_what_to_do() {
    let files = files();
    let found = files.values().flat_map(|cases| batch::errors(cases));
    let all: Vec<(String, EvalError)> = found.collect();
    let silent = all.iter().filter(|(_, error)| error.help.is_empty());
    let silent: Vec<String> =
        silent.map(|(source, error)| format!("{source}: {}", error.message)).collect();
    assert!(silent.is_empty(), "{} without help:\n{}", silent.len(), silent.join("\n"));
    assert!(all.len() >= 150, "{} errors", all.len());
}

#[test]
fn live() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (mut different, count) = (Vec::new(), Count::default());
    for (path, cases) in files() {
        for (case, answer) in cases.iter().zip(batch::ask(&nomad, &cases)) {
            let known = case.recorded.as_ref().unwrap_or(&Recorded::Error);
            let same = *known == answer;
            count.add(if same { Judged::Live } else { Judged::Recorded });
            let otherwise = OTHERWISE.iter().any(|(source, _)| *source == case.source);
            let right = if otherwise { judge::excepted(same, nomad.version()) } else { same };
            if !right {
                different.push(format!("{}: {}: {answer:?}", path.display(), case.source));
            }
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
    count.say("expressions", &nomad, name_of(|| ()));
    Ok(())
}

#[test]
fn every_function_has_cases() {
    let files = files();
    let sources: Vec<&str> = files.values().flatten().map(|case| case.source.as_str()).collect();
    let names: Vec<&str> = jobwright::eval::function_names().collect();
    assert_eq!(names.len(), 83);
    for name in names {
        let call = format!("{name}(");
        let cases = sources.iter().filter(|source| source.contains(&call)).count();
        assert!(cases >= 2, "`{name}` has {cases} cases");
    }
}
