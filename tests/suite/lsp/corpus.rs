//! Strangers' jobs: an editor shows what `lint` finds, and the outline of a text is that of its tree.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use jobwright::syntax::{self, Body, Cursor, EntryKind, Item, Outline};
use serde_json::{Value, json};

use super::client::{Client, uri};
use crate::support::corpus::Corpus;
use crate::support::{Tested, files, skip};

/// What is found in a file: place, rule and message.
type Findings = BTreeMap<String, Vec<String>>;

#[test]
fn the_editor_shows_what_lint_finds() -> Tested {
    let corpus = Corpus::of(skip::name_of(|| ()));
    let jobs = corpus.join("jobs").canonicalize()?;
    let mut lint = Command::new(env!("CARGO_BIN_EXE_jobwright"));
    lint.args(["lint", ".", "--format", "json", "--min-severity", "info"]).current_dir(&jobs);
    let report: Value = serde_json::from_slice(&lint.output()?.stdout)?;
    let mut expected = Findings::new();
    for finding in report["findings"].as_array().ok_or("findings")? {
        let place = &finding["place"];
        let file = uri(&jobs.join(place["file"].as_str().unwrap_or_default()));
        let severity = match finding["severity"].as_str() {
            Some("error") => 1,
            Some("warning") => 2,
            _ => 4,
        };
        let (rule, message) = (
            finding["rule"].as_str().unwrap_or_default(),
            finding["message"].as_str().unwrap_or_default(),
        );
        let related = finding["related"].as_array().map_or(0, Vec::len);
        let line = place["line"].as_u64().map_or(0, |line| line - 1);
        let line = format!("{line} {severity} {rule}: {message} ({related})");
        expected.entry(file).or_default().push(line);
    }
    let mut client = Client::start(Some(&jobs), &["utf-8"]);
    // Files that are open are judged together with those that are not.
    let all = files(&jobs)?;
    corpus.has_at_least(all.len(), 791);
    let mut open = Vec::new();
    for file in all.iter().step_by(10) {
        if let Ok(text) = fs::read_to_string(file) {
            client.open(&uri(file), &text);
            open.push(uri(file));
        }
    }
    for name in &open {
        client.diagnostics(name, 1);
    }
    client
        .ask(
            "textDocument/hover",
            json!({"textDocument": {"uri": open[0]}, "position": {"line": 0, "character": 0}}),
        )
        .map_err(|error| error.to_string())?;
    let mut found = Findings::new();
    for (name, published) in &client.published {
        for one in &published.diagnostics {
            let message = one["message"].as_str().unwrap_or_default();
            let message = message.split("\nnote: ").next().unwrap_or_default();
            let message = message.split("\nhelp: ").next().unwrap_or_default();
            let related = one["relatedInformation"].as_array().map_or(0, Vec::len);
            let line = format!(
                "{} {} {}: {message} ({related})",
                one["range"]["start"]["line"],
                one["severity"],
                one["code"].as_str().unwrap_or_default()
            );
            found.entry(name.clone()).or_default().push(line);
        }
    }
    let count: usize = expected.values().map(Vec::len).sum();
    println!("{count} findings in {} files", expected.len());
    let names: std::collections::BTreeSet<&String> = found.keys().chain(expected.keys()).collect();
    let differ: Vec<String> = names
        .into_iter()
        .filter(|name| found.get(*name) != expected.get(*name))
        .map(|name| {
            format!("{name}\n  lint: {:?}\n  editor: {:?}", expected.get(name), found.get(name))
        })
        .collect();
    assert!(differ.is_empty(), "{} files differ:\n{}", differ.len(), differ.join("\n"));
    corpus.has_at_least(count, 1001);
    Ok(())
}

#[test]
fn the_outline_is_that_of_the_tree() -> Tested {
    let corpus = Corpus::of(skip::name_of(|| ()));
    let mut sound = 0;
    for file in files(&corpus.join("jobs"))? {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        let outline = Outline::of(&text);
        let Ok(body) = syntax::parse(&text) else {
            assert!(!outline.sound, "{}", file.display());
            continue;
        };
        if syntax::is_json(&text) {
            continue;
        }
        let mut expected = Vec::new();
        entries(&text, &body, 0, &mut expected);
        let entry = |(at, entry): (usize, &syntax::Entry)| {
            let depth = outline.around(at).count();
            let labels: Vec<&str> =
                entry.labels.iter().map(|label| outline.text_of(*label)).collect();
            match entry.kind {
                EntryKind::Attribute { value } => {
                    format!("{depth} {} = {}", outline.text_of(entry.name), outline.text_of(value))
                }
                EntryKind::Block { body, closed } => {
                    assert!(closed);
                    format!(
                        "{depth} {} {labels:?} {body:?} {:?}",
                        outline.text_of(entry.name),
                        entry.span
                    )
                }
                EntryKind::Begun => "an entry that only begins".to_owned(),
            }
        };
        let found: Vec<String> = outline.entries.iter().enumerate().map(entry).collect();
        assert_eq!(found, expected, "{}", file.display());
        sound += 1;
    }
    corpus.has_at_least(sound, 601);
    Ok(())
}

fn entries(text: &str, body: &Body<'_>, depth: usize, into: &mut Vec<String>) {
    for item in &body.items {
        match item {
            Item::Attribute(attribute) => {
                into.push(format!(
                    "{depth} {} = {}",
                    attribute.name,
                    attribute.value.span.of(text)
                ));
            }
            Item::Block(block) => {
                let labels: Vec<&str> =
                    block.labels.iter().map(|label| label.span.of(text)).collect();
                into.push(format!(
                    "{depth} {} {labels:?} {:?} {:?}",
                    block.kind, block.body.span, block.span
                ));
                entries(text, &block.body, depth + 1, into);
            }
        }
    }
}

/// The blocks around an offset, the innermost first.
fn blocks_at(text: &str, offset: usize) -> Vec<String> {
    let outline = Outline::of(text);
    let block = Cursor::at(&outline, u32::try_from(offset).expect("a short text")).block;
    let all = block.into_iter().chain(block.into_iter().flat_map(|block| outline.around(block)));
    all.map(|block| {
        let entry = &outline.entries[block];
        let labels = entry.labels.iter().map(|label| outline.text_of(*label));
        outline.text_of(entry.name).to_owned() + &labels.collect::<String>()
    })
    .collect()
}

/// What is broken in a line.
const BROKEN: &str = " [ \"${ (";

/// What is broken in one line hides nothing of the next ones. And of a text that breaks off, what is around its end is known
/// by its braces and its layout, which strangers' files do not all have.
#[test]
fn broken_texts_keep_their_blocks() -> Tested {
    let corpus = Corpus::of(skip::name_of(|| ()));
    let (mut count, mut cut, mut lost) = (0, 0, Vec::new());
    for file in files(&corpus.join("jobs"))? {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        if syntax::parse(&text).is_err() || syntax::is_json(&text) {
            continue;
        }
        let outline = Outline::of(&text);
        let values = outline.entries.iter().filter(|entry| entry.value().is_some());
        // What stands behind the end of a heredoc makes it no end.
        let lines = values.filter(|entry| !outline.text_of(entry.span).contains("<<"));
        for entry in lines.step_by(7) {
            let (start, name, end) = (entry.name.start, entry.name.end, entry.span.end as usize);
            let Some(next) = text[end..].find('\n').map(|at| end + at + 1) else { continue };
            count += 1;
            let mut broken = text.clone();
            broken.insert_str(end, BROKEN);
            if blocks_at(&broken, next + BROKEN.len()) != blocks_at(&text, next) {
                lost.push(format!("{}: {}", file.display(), outline.text_of(entry.span)));
            }
            let around = blocks_at(&text, start as usize);
            cut += usize::from(blocks_at(&text[..name as usize], start as usize) != around);
        }
    }
    let below = lost.len();
    println!(
        "of {count} places, {below} are lost below a broken line, {cut} where the text breaks off"
    );
    // In a block of one line, what is broken has its brace; the project's own files have many of these.
    let one_in = if corpus.own { 20 } else { 200 };
    assert!(below * one_in < count, "{below} of {count}:\n{}", lost.join("\n"));
    corpus.has_at_least(count, 1001);
    assert!(cut * 20 < count, "{cut} of {count}");
    Ok(())
}
