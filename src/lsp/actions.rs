//! What can be done about a finding: fix it, or allow it with a reason.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::describe::Describe;
use super::diagnostics::State;
use super::documents::Document;
use super::format;
use super::generated;
use super::uri;
use crate::audit::{self, JobFiles};
use crate::diagnostic::{Diagnostic, Place, SourceText};
use crate::import::{JobReader, Mode, SourceFile, Values};
use crate::lint;
use jobwright_hcl::syntax::Span;

/// The command that opens the definition of a generated file.
pub const OPEN: &str = "jobwright.open";

/// The command that says how a job file becomes a definition.
pub const IMPORT: &str = "jobwright.import";

/// The most findings of a selection that get actions: each rewrites the document, and a longer list
/// is no help.
const MOST: usize = 20;

/// The actions for a range of a document: of these kinds, if any are given.
pub fn actions(state: &State, document: &Document, within: Span, only: &[&str]) -> Value {
    let mut actions = Vec::new();
    let wanted = |kind: &str| only.is_empty() || only.iter().any(|only| kind.starts_with(only));
    let published = state.published.get(&document.uri);
    let current = published.filter(|(version, _)| *version == document.version);
    if let Some((_, findings)) = current {
        if wanted("quickfix") {
            let here = findings.iter().filter(|finding| touches(finding, within));
            for finding in here.take(MOST) {
                actions.extend(of_finding(state, document, finding));
            }
        }
        if wanted("source.fixAll.jobwright") {
            actions.extend(fix_all(document, findings));
        }
    }
    if wanted("quickfix") && document.lines.line(within.start as usize) == 0 {
        actions.extend(of_generated(document));
    }
    if wanted("refactor.extract") {
        actions.extend(of_job(document, within));
    }
    actions.into()
}

fn touches(finding: &Diagnostic, within: Span) -> bool {
    match &finding.primary.place {
        Place::Text(_, span) => {
            span.start <= within.end && within.start <= span.end.max(span.start)
        }
        _ => within.start == 0,
    }
}

fn of_finding(state: &State, document: &Document, finding: &Diagnostic) -> Vec<Value> {
    let mut actions = Vec::new();
    let name = |_: &Place| document.uri.clone();
    let described = Describe::new(state.documents.encoding(), &name).diagnostic(finding);
    if let Some(fix) = &finding.fix
        && let Some(new) = mended(document, std::slice::from_ref(finding), true)
    {
        let title = match fix.safe {
            true => capitalised(&fix.message),
            false => format!("{}: changes the job", capitalised(&fix.message)),
        };
        let mut action = action(document, &title, "quickfix", &new);
        action["isPreferred"] = fix.safe.into();
        action["diagnostics"] = json!([described]);
        actions.push(action);
    }
    if lint::rule(finding.rule)
        .is_some_and(|rule| rule.name == finding.rule && rule.can_be_allowed())
        && let Some(new) = allowed(document, finding)
    {
        let title = format!("Allow `{}` here, and write the reason after the colon", finding.rule);
        let mut action = action(document, &title, "quickfix", &new);
        action["diagnostics"] = json!([described]);
        actions.push(action);
    }
    actions
}

/// The action that applies all fixes that leave the job unchanged.
fn fix_all(document: &Document, findings: &[Diagnostic]) -> Option<Value> {
    let new = mended(document, findings, false)?;
    Some(action(
        document,
        "Fix everything that leaves the job unchanged",
        "source.fixAll.jobwright",
        &new,
    ))
}

/// Opens the definition of a file that `gen` wrote.
fn of_generated(document: &Document) -> Option<Value> {
    let (file, line) = generated::definition(document.path.as_deref()?, &document.text)?;
    let arguments = json!([uri::of_path(&file), line]);
    let title = "Open the definition that generates this file";
    Some(json!({
        "title": title,
        "kind": "quickfix",
        "command": {"title": title, "command": OPEN, "arguments": arguments},
    }))
}

/// Says how the file becomes a definition of a registry.
fn of_job(document: &Document, within: Span) -> Option<Value> {
    let path = document.path.as_deref()?;
    let line = document.lines.line(within.start as usize);
    let at_job = document.text.lines().nth(line).is_some_and(|line| line.starts_with("job "));
    if !at_job || generated::source(&document.text).is_some() {
        return None;
    }
    let title = "Show how to import this job into the registry";
    let arguments = json!([path.to_string_lossy()]);
    Some(json!({
        "title": title,
        "kind": "refactor.extract",
        "command": {"title": title, "command": IMPORT, "arguments": arguments},
    }))
}

/// What is to be run for that, as a shell reads it.
pub fn import_command(path: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "/._-+@".contains(letter);
    if !path.is_empty() && path.chars().all(is_plain) {
        return format!("jobwright import {path}");
    }
    format!("jobwright import '{}'", path.replace('\'', r"'\''"))
}

fn action(document: &Document, title: &str, kind: &str, new: &str) -> Value {
    let edits = format::between(document, new, None);
    let changes = BTreeMap::from([(document.uri.as_str(), edits)]);
    json!({"title": title, "kind": kind, "edit": {"changes": changes}})
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The source with the fixes that `lint --fix` would apply.
fn mended(document: &Document, findings: &[Diagnostic], all: bool) -> Option<String> {
    read(document, findings, |reader, files| {
        audit::fixed(reader, files, findings, all).pop().map(|rewrite| rewrite.new)
    })
}

/// The source with a comment that allows a finding; its reason is left blank, which `lint` reports
/// until it is written.
fn allowed(document: &Document, finding: &Diagnostic) -> Option<String> {
    let findings = std::slice::from_ref(finding);
    read(document, findings, |_, files| {
        audit::allowed(files, findings, "").0.pop().map(|rewrite| rewrite.new)
    })
}

/// Reads the document alone, under the name that the findings know it by.
fn read<T>(
    document: &Document,
    findings: &[Diagnostic],
    then: impl FnOnce(&JobReader<'_>, &JobFiles) -> Option<T>,
) -> Option<T> {
    let text = findings.iter().find_map(|finding| match &finding.primary.place {
        Place::Text(text, _) => Some(text),
        _ => None,
    })?;
    let SourceText { name, .. } = text.as_ref();
    let source = SourceFile {
        path: document.path.clone(),
        ..SourceFile::new(name.as_str(), document.text.as_str())
    };
    let values = Values::default();
    let reader = JobReader::new(Mode::Evaluate, &values).ok()?;
    let files = JobFiles::of_sources(&reader, &[source]);
    then(&reader, &files)
}

#[cfg(test)]
mod tests {
    use super::import_command;

    #[test]
    fn a_shell_reads_the_path_as_one_word() {
        for (path, word) in [
            ("/srv/jobs-1/a_b+c@d.nomad.hcl", "/srv/jobs-1/a_b+c@d.nomad.hcl"),
            ("/srv/my jobs/a.nomad", "'/srv/my jobs/a.nomad'"),
            ("/srv/$(id);`id`.nomad", "'/srv/$(id);`id`.nomad'"),
            ("/srv/it's.nomad", r"'/srv/it'\''s.nomad'"),
            ("/srv/é.nomad", "'/srv/é.nomad'"),
        ] {
            assert_eq!(import_command(path), format!("jobwright import {word}"));
        }
    }
}
