//! One thing of each kind is changed in a text, everywhere where there is one: the second reader must notice all of it.

use std::collections::{BTreeMap, BTreeSet};

use jobwright::jobspec::Job;
use jobwright::render::Renderer;
use jobwright::second_reader;

use crate::jobspec::jobs;
use crate::support::Tested;

/// What was changed, and the lines that stand for the line.
type Change = (&'static str, String);

/// All that can be changed in a line.
fn changes(line: &str, heredoc: bool) -> Vec<Change> {
    let plain = line.trim();
    if heredoc {
        return vec![("a line of a heredoc", format!("{line}x"))];
    }
    if plain.is_empty() || plain.starts_with(['#', '}', ']', ')']) {
        return Vec::new();
    }
    let Some((name, value)) = plain.split_once(" = ").filter(|(name, _)| !name.contains('"'))
    else {
        return in_block(line, plain);
    };
    let value = value.trim();
    let mut all: Vec<Change> = match changed(value) {
        Some((kind, value)) => vec![(kind, format!("{name} = {value}"))],
        None => Vec::new(),
    };
    let one_line =
        !value.ends_with(['[', '{']) && !value.starts_with("<<") && !value.ends_with("({");
    if one_line {
        all.push(("an attribute that is lost", String::new()));
        all.push(("an attribute of another name", format!("{}x = {value}", name.trim())));
        all.push(("an attribute that nobody wanted", format!("{line}\nzzz = 1")));
    }
    all
}

/// The first line of a block, or an element of a list.
fn in_block(line: &str, plain: &str) -> Vec<Change> {
    if plain.starts_with('"') || plain.starts_with('[') {
        return vec![("an element of a list", format!("\"x\",\n{line}"))];
    }
    let Some(open) = line.rfind('{') else { return Vec::new() };
    let (head, body) = line.split_at(open);
    let mut all = vec![("a block that nobody wanted", format!("zzz {{}}\n{line}"))];
    match head.rfind('"') {
        Some(end) => all.push(("a label", format!("{}x{}{body}", &head[..end], &head[end..]))),
        None => all.push(("a label that nobody wanted", format!("{head} \"x\" {body}"))),
    }
    let word = plain.split([' ', '{']).next().unwrap_or_default();
    all.push(("the keyword of a block", line.replacen(word, &format!("{word}x"), 1)));
    all
}

fn changed(value: &str) -> Option<Change> {
    let duration = value.strip_prefix('"').is_some_and(|text| {
        text.starts_with(|letter: char| letter.is_ascii_digit())
            && text.trim_end_matches('"').ends_with(['s', 'm', 'h'])
    });
    Some(match value.chars().next()? {
        '0'..='9' | '-' if value.contains('.') => ("a fraction", format!("{value}1")),
        '0'..='9' | '-' => ("a whole number", format!("{value}1")),
        '"' if duration => ("a duration", format!("\"1{}", &value[1..])),
        '"' if value.contains("$${") => ("an escape", value.replacen("$${", "$$${", 1)),
        '"' => ("a string", format!("\"x{}", &value[1..])),
        '[' if value == "[]" => ("a list", "[\"x\"]".to_owned()),
        '[' if value.len() > 1 => ("a list", format!("[\"x\", {}", &value[1..])),
        '[' => ("a list of several lines", "[\n\"x\",".to_owned()),
        '{' if value == "{}" => ("an object", "{ zzz = 1 }".to_owned()),
        '{' if value.len() > 1 => ("an object", format!("{{ zzz = 1, {}", &value[1..])),
        '{' => ("an object of several lines", "{\nzzz = 1".to_owned()),
        '(' if value.ends_with("})") => ("a plain object", value[1..value.len() - 1].to_owned()),
        '<' => ("a heredoc", format!("{value}\nx")),
        _ if value == "true" => ("a bool", "false".to_owned()),
        _ if value == "false" => ("a bool", "true".to_owned()),
        _ if value == "null" => ("a null", "0".to_owned()),
        _ if value.starts_with(|letter: char| letter.is_ascii_lowercase()) => {
            ("an expression", format!("[{value}]"))
        }
        _ => return None,
    })
}

/// Whether the second reader sees no difference.
fn unnoticed(job: &Job, text: &str) -> bool {
    second_reader::job(job, text).is_ok_and(|reading| reading.differences.is_empty())
}

#[test]
fn whatever_is_changed_is_noticed() -> Tested {
    let renderer = Renderer::new(BTreeMap::new())?;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut missed = BTreeSet::new();
    let jobs: Vec<Job> = jobs().into_iter().chain([super::expressions()]).collect();
    for job in &jobs {
        let text = renderer.job(job, "")?;
        let lines: Vec<&str> = text.lines().collect();
        let mut marker: Option<&str> = None;
        for (at, line) in lines.iter().enumerate() {
            if marker == Some(line.trim()) {
                marker = None;
                continue;
            }
            for (kind, change) in changes(line, marker.is_some()) {
                let mut changed: Vec<&str> = lines.clone();
                changed[at] = &change;
                *counts.entry(kind).or_default() += 1;
                if unnoticed(job, &(changed.join("\n") + "\n")) {
                    missed.insert(format!("{}: {kind}: {line}\n  as {change}", job.id));
                }
            }
            if let (None, Some((_, opened))) = (marker, line.split_once("<<")) {
                marker = Some(opened.trim());
            }
        }
    }
    let total: usize = counts.values().sum();
    println!("{total} changes, all noticed: {counts:#?}");
    let missed: Vec<String> = missed.into_iter().collect();
    assert!(missed.is_empty(), "{} of {total} not noticed:\n{}", missed.len(), missed.join("\n"));
    for kind in KINDS {
        assert!(counts.contains_key(kind), "{kind} was never changed");
    }
    Ok(())
}

/// What must have been changed somewhere.
const KINDS: &[&str] = &[
    "a block that nobody wanted",
    "a bool",
    "a duration",
    "a fraction",
    "a heredoc",
    "a label",
    "a label that nobody wanted",
    "a line of a heredoc",
    "a list",
    "a list of several lines",
    "a null",
    "a plain object",
    "a string",
    "a whole number",
    "an attribute of another name",
    "an attribute that is lost",
    "an attribute that nobody wanted",
    "an element of a list",
    "an escape",
    "an expression",
    "an object",
    "the keyword of a block",
];
