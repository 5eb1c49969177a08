//! What each form looks like.

use jobwright::report::{Report, cargo, fingerprints, github, gitlab, json, junit, sarif, summary};
use serde_json::Value;

use super::{WEB, every, few};
use crate::support::shown::snapshot;

fn package() -> cargo::Package {
    cargo::Package {
        id: "path+file:///srv/jobs#0.1.0".to_owned(),
        manifest: "/srv/jobs/Cargo.toml".to_owned(),
        target: "jobs".to_owned(),
        source: "/srv/jobs/registry/main.rs".to_owned(),
    }
}

#[test]
fn json_is_one_document() {
    snapshot!(json::print(&few()));
}

#[test]
fn sarif_is_one_run() {
    snapshot!(sarif::print(&few()).replace(env!("CARGO_PKG_VERSION"), "[version]"));
}

#[test]
fn github_has_a_command_a_line() {
    let printed = github::print(&every());
    assert!(printed.lines().all(|line| line.starts_with("::")), "{printed}");
    snapshot!(printed);
}

#[test]
fn gitlab_has_a_list() {
    snapshot!(gitlab::print(&every()));
}

#[test]
fn junit_has_a_suite_for_a_file() {
    snapshot!(junit::print(&every()));
}

#[test]
fn cargo_has_an_object_a_line() {
    let printed = cargo::print(&few(), &package());
    let objects = printed.lines().map(|line| {
        let object: Value = serde_json::from_str(line).expect("an object");
        format!("{object:#}\n")
    });
    snapshot!(objects.collect::<String>());
}

#[test]
fn the_summary_begins_with_what_is_most() {
    snapshot!(summary::print(&every()));
}

#[test]
fn nothing_is_said_where_nothing_was_found() {
    let report = Report { files: vec!["a.hcl".to_owned()], ..Report::default() };
    let forms = [
        json::print(&report),
        sarif::print(&report).replace(env!("CARGO_PKG_VERSION"), "[version]"),
        github::print(&report),
        gitlab::print(&report),
        junit::print(&report),
        cargo::print(&report, &package()),
        summary::print(&report),
    ];
    snapshot!(forms.join("\n"));
}

/// What rust-analyzer does with a suggestion, which it finds by lines and columns, and cargo, which does by bytes.
#[test]
fn an_editor_can_mend_what_was_found() {
    let printed = cargo::print(&few(), &package());
    let line = printed.lines().next().expect("a message");
    let message: Value = serde_json::from_str(line).expect("an object");
    let children = message["message"]["children"].as_array().expect("children");
    let span = &children.last().expect("a fix")["spans"][0];
    let number = |key: &str| span[key].as_u64().expect("a number") as usize;
    assert_eq!(span["suggestion_applicability"], "MachineApplicable");
    assert_eq!(&WEB[number("byte_start")..number("byte_end")], "hots");
    let marked = span["text"][0]["text"].as_str().expect("a line").chars();
    let width = number("column_end") - number("column_start");
    assert_eq!(marked.skip(number("column_start") - 1).take(width).collect::<String>(), "hots");
    assert_eq!(span["text"][0]["highlight_start"], span["column_start"]);
}

#[test]
fn every_finding_in_a_file_has_a_span_for_an_editor() {
    for line in cargo::print(&every(), &package()).lines() {
        let message: Value = serde_json::from_str(line).expect("an object");
        if message["reason"] == "build-finished" {
            assert_eq!(message["success"], false);
            continue;
        }
        let spans = message["message"]["spans"].as_array().expect("spans");
        let without = message["message"]["code"]["code"] == "house/definition";
        assert_eq!(spans.is_empty(), without, "{line}");
        for span in spans {
            let number = |key: &str| span[key].as_u64().expect("a number");
            assert!(number("line_start") >= 1 && number("column_start") >= 1, "{span}");
            assert!(number("line_start") <= number("line_end"), "{span}");
            assert!(number("byte_start") <= number("byte_end"), "{span}");
            assert!(span["is_primary"] == true || span["label"].is_string(), "{span}");
        }
    }
}

#[test]
fn a_fingerprint_outlives_the_lines_above() {
    let report = every();
    let mut moved = report.clone();
    for finding in &mut moved.findings {
        if let jobwright::diagnostic::Place::Line { line, .. } = &mut finding.primary.place {
            *line += 3;
        }
    }
    let marks = fingerprints(&report.findings);
    assert_eq!(marks, fingerprints(&moved.findings));
    let mut sorted = marks.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(sorted.len(), marks.len(), "one for each: {marks:?}");
}
