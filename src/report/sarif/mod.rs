//! SARIF 2.1.0: one run, with the rules that have findings, and their findings.
//!
//! An allowed finding is a result with a suppression, as SARIF provides. GitHub's code scanning
//! ignores suppressions and opens an alert for each: a report for it is one whose
//! [`allowed`](Report::allowed) is empty. It also refuses a whole file for one result without a
//! location: a finding without one is in the current directory.

mod place;
mod rules;

use serde_json::{Value, json};

use self::place::{artifact, location, region};
use self::rules::{descriptor, level};
use super::{Report, fingerprints};
use crate::diagnostic::{Diagnostic, Fix, Place};
use crate::lint::Allowed;
use crate::visible::{visible_json, visible_line};

/// The schema, as published by OASIS.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The findings, those that are not allowed first.
#[must_use]
pub fn print(report: &Report) -> String {
    let mut names: Vec<&str> = report.all().map(|(finding, _)| finding.rule).collect();
    names.sort_unstable();
    names.dedup();
    let marks = fingerprints(report.all().map(|(finding, _)| finding));
    let one = |((finding, allowed), mark): ((&Diagnostic, Option<&Allowed>), String)| {
        let index = names.binary_search(&finding.rule).unwrap_or_default();
        let mut result = result(finding, index, &mark);
        if let Some(allowed) = allowed {
            result["suppressions"] = json!([suppression(allowed)]);
        }
        result
    };
    let results: Vec<Value> = report.all().zip(marks).map(one).collect();
    let document = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "jobwright",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": names.iter().map(|name| descriptor(name)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    visible_json(&format!("{document:#}\n")).into_owned()
}

fn result(finding: &Diagnostic, index: usize, mark: &str) -> Value {
    let mut result = json!({
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": level(finding.severity),
        "message": {"text": text(finding)},
        "locations": [location(&finding.primary.place)],
        "partialFingerprints": {"jobwright/v1": mark},
    });
    if !finding.related.is_empty() {
        let related = finding.related.iter().enumerate().map(|(id, label)| {
            let mut location = location(&label.place);
            location["id"] = id.into();
            location["message"] = json!({"text": label.message});
            location
        });
        result["relatedLocations"] = related.collect();
    }
    if let Some(fix) = finding.fix.as_ref().filter(|fix| fix.safe).and_then(fix) {
        result["fixes"] = json!([fix]);
    }
    result
}

/// The message, notes and help of a finding, in lines.
fn text(finding: &Diagnostic) -> String {
    let notes = finding.notes.iter().map(|note| format!("\nnote: {}", visible_line(note)));
    let help = finding.help.iter().map(|help| format!("\nhelp: {}", visible_line(help)));
    visible_line(&finding.message).into_owned() + &notes.chain(help).collect::<String>()
}

fn suppression(allowed: &Allowed) -> Value {
    let mut suppression = json!({"kind": "inSource", "justification": allowed.reason});
    if allowed.place.is_known() {
        suppression["location"] = location(&allowed.place);
    }
    suppression
}

/// The edits that fix a finding, by file; `None` if the offsets of one of them are unknown.
fn fix(fix: &Fix) -> Option<Value> {
    let mut changes: Vec<(&str, Vec<Value>)> = Vec::new();
    for edit in &fix.edits {
        let Place::Text(source, _) = &edit.place else { return None };
        let replacement = json!({
            "deletedRegion": region(&edit.place)?,
            "insertedContent": {"text": edit.replacement},
        });
        match changes.iter_mut().find(|(file, _)| *file == source.name) {
            Some((_, replacements)) => replacements.push(replacement),
            None => changes.push((&source.name, vec![replacement])),
        }
    }
    if changes.is_empty() {
        return None;
    }
    let change = |(file, replacements): (&str, Vec<Value>)| json!({"artifactLocation": artifact(file), "replacements": replacements});
    let changes: Vec<Value> = changes.into_iter().map(change).collect();
    Some(json!({"description": {"text": fix.message}, "artifactChanges": changes}))
}
