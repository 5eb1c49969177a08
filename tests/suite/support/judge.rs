//! Judging by a Nomad of any version. What the binary knows is judged live; attributes that are newer than it are taken
//! out of the question first, and judged by what was recorded.

use super::nomad::Nomad;
use super::record::RECORDED;
use super::skip;
use jobwright::eval::Inputs;
use jobwright::jobspec::{Field, Group, Job, Kind, Schema, Task, Version, all_schemas};
use jobwright::syntax::{self, Body, Item, Span};
use jobwright::{api, read};
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Keys of the API JSON that no attribute of HCL stands for, with the first Nomad that prints them.
const NEW_KEYS: &[(&str, Version)] =
    &[("VersionTag", Version::new(1, 9, 0)), ("Identities", Version::new(1, 7, 0))];

/// Keys that a later Nomad no longer prints, with the first one that does not.
const GONE_KEYS: &[(&str, Version)] =
    &[("ConsulToken", Version::new(1, 10, 0)), ("VaultToken", Version::new(1, 10, 0))];

/// Before it, Nomad's reader leaves the default identity of a task among the others.
const DEFAULT_IDENTITY: Version = Version::new(1, 7, 0);

/// What was tolerated so far, in this process: an exception that nothing needs is to go.
static TOLERATED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// By whom a question was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    /// By the binary, in full.
    Live,
    /// By the binary without the attributes that it does not know, and in full by a record.
    Recorded,
}

/// How many questions were answered by whom; printed, and said at the end of the run.
#[derive(Default)]
pub struct Count(Mutex<(usize, usize)>);

impl Count {
    /// Counts one.
    pub fn add(&self, judged: Judged) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match judged {
            Judged::Live => counts.0 += 1,
            Judged::Recorded => counts.1 += 1,
        }
    }

    /// Says the figures: to whoever reads the test's output, and, if records had to judge, in the run's summary.
    pub fn say(self, what: &str, nomad: &Nomad, test: &str) {
        let (live, recorded) = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        println!("{what}: {} judged, {live} live, {recorded} by record", live + recorded);
        if recorded > 0 {
            let (total, version) = (live + recorded, nomad.version());
            skip::recorded(version, test, &format!("{recorded} of {total} {what}"));
        }
    }
}

/// Nomad reads in the text what is expected: all of it, if the binary is new enough. If it is not, what it knows of
/// the text is what we read in that part, and the whole is what `record` says.
pub fn reads(
    nomad: &Nomad,
    file: &Path,
    text: &str,
    expected: &Json,
    record: impl FnOnce() -> Option<Json>,
) -> Result<Judged, String> {
    let version = nomad.version();
    let Some(known) = without_newer(text, version) else {
        fs::write(file, text).map_err(|error| error.to_string())?;
        let answer = nomad.output_json(file).map_err(|failure| format!("{failure:?}"))?;
        return same(expected, &answer["Job"], version).map(|()| Judged::Live);
    };
    fs::write(file, &known).map_err(|error| error.to_string())?;
    let answer = nomad.output_json(file).map_err(|failure| format!("{failure:?}"))?;
    let ours = read::evaluated(&known, &Inputs::default(), None)
        .map_err(|findings| format!("what {version} knows is refused: {findings:?}\n{known}"))?;
    same(&api::job(&ours.job), &answer["Job"], version)?;
    let record = record().ok_or_else(|| format!("newer than Nomad {version}, and no record"))?;
    match without_newer(text, RECORDED) {
        None => same(expected, &record, RECORDED)?,
        Some(known) => {
            let ours = read::evaluated(&known, &Inputs::default(), None);
            let ours = ours.map_err(|findings| format!("{findings:?}\n{known}"))?;
            same(&api::job(&ours.job), &record, RECORDED)?;
        }
    }
    Ok(Judged::Recorded)
}

/// The text without the attributes and blocks that are newer than `version`; None if it has none of them.
pub fn without_newer(text: &str, version: Version) -> Option<String> {
    let body = syntax::parse(text).ok()?;
    let mut newer = Vec::new();
    for item in &body.items {
        if let Item::Block(block) = item
            && block.kind == "job"
        {
            collect(&block.body, &Job::SCHEMA, version, &mut newer);
        }
    }
    if newer.is_empty() {
        return None;
    }
    let mut text = text.to_owned();
    for span in newer.into_iter().rev() {
        text.replace_range(span.range(), "");
    }
    Some(text)
}

/// The places of what is newer, in their order.
fn collect(body: &Body<'_>, schema: &Schema, version: Version, newer: &mut Vec<Span>) {
    for item in &body.items {
        let (name, span) = match item {
            Item::Attribute(attribute) => (attribute.name, attribute.span),
            Item::Block(block) => (kind(block), block.span),
        };
        // A job may also hold a task, and a job or group what its tasks have in common (`vault`, `secret`).
        let shared = || match (schema.go, name) {
            ("Job", "task") => Group::SCHEMA.field(name),
            ("Job" | "TaskGroup", _) => Task::SCHEMA.field(name),
            _ => None,
        };
        let Some((_, field)) = schema.field(name).or_else(shared) else { continue };
        if is_newer(field, version) {
            newer.push(span);
        } else if let (Item::Block(block), Kind::Block(inner) | Kind::Blocks(inner)) =
            (item, &field.kind)
        {
            let content = if block.kind == "dynamic" { content(block) } else { Some(&block.body) };
            content.into_iter().for_each(|body| collect(body, inner, version, newer));
        }
    }
}

fn is_newer(field: &Field, than: Version) -> bool {
    field.since.is_some_and(|since| since > than)
}

/// What a block is, which in `dynamic` its label says.
fn kind<'b>(block: &'b syntax::Block<'_>) -> &'b str {
    match block.labels.first() {
        Some(label) if block.kind == "dynamic" => &label.text,
        _ => block.kind,
    }
}

fn content<'b, 'a>(block: &'b syntax::Block<'a>) -> Option<&'b Body<'a>> {
    block.body.items.iter().find_map(|item| match item {
        Item::Block(inner) if inner.kind == "content" => Some(&inner.body),
        _ => None,
    })
}

/// Fails with the differences between what is expected and what a Nomad of this version answered.
pub fn same(expected: &Json, answer: &Json, by: Version) -> Result<(), String> {
    let found = differences(expected, answer, by);
    if found.is_empty() { Ok(()) } else { Err(found.join("\n  ")) }
}

/// What differs, by path. A key that the version does not know yet, or that is gone since, may be missing where the other
/// side has nothing in it.
pub fn differences(expected: &Json, answer: &Json, by: Version) -> Vec<String> {
    let later = |keys: &'static [(&str, Version)]| {
        keys.iter().filter(|(_, since)| *since > by).map(|(key, _)| *key)
    };
    let fields = all_schemas().into_iter().flat_map(|schema| schema.fields);
    let newer = fields.filter(|field| is_newer(field, by)).map(|field| field.json);
    let unknown = newer.chain(later(NEW_KEYS)).collect();
    let mut comparison =
        Comparison { by, unknown, gone: later(GONE_KEYS).collect(), found: Vec::new() };
    comparison.compare(expected, answer, "");
    comparison.found
}

/// The exceptions for Nomads of this version that nothing has needed yet.
pub fn unneeded(by: Version) -> Vec<String> {
    let keys = NEW_KEYS.iter().chain(GONE_KEYS);
    let mut needed: Vec<String> =
        keys.filter(|(_, since)| *since > by).map(|(key, _)| (*key).to_owned()).collect();
    needed.extend((by < DEFAULT_IDENTITY).then(|| "Identity".to_owned()));
    let tolerated = TOLERATED.lock().unwrap_or_else(PoisonError::into_inner);
    needed.retain(|key| !tolerated.contains(key));
    needed
}

fn tolerate(key: &str) {
    let mut tolerated = TOLERATED.lock().unwrap_or_else(PoisonError::into_inner);
    tolerated.insert(key.to_owned());
}

struct Comparison<'n> {
    by: Version,
    /// Keys that the answer may lack.
    unknown: BTreeSet<&'n str>,
    /// Keys that only the answer may have.
    gone: BTreeSet<&'n str>,
    found: Vec<String>,
}

impl Comparison<'_> {
    fn compare(&mut self, expected: &Json, answer: &Json, path: &str) {
        match (expected, answer) {
            (Json::Object(one), Json::Object(two)) => {
                let older = self.by < DEFAULT_IDENTITY && two.get("Identity").is_some_and(nothing);
                let merged = one.get("Identity").filter(|default| older && !nothing(default));
                if let Some(default) = merged {
                    tolerate("Identity");
                    let mut all = vec![default.clone()];
                    all.extend(one["Identities"].as_array().into_iter().flatten().cloned());
                    let mut one = one.clone();
                    one.insert("Identity".to_owned(), Json::Null);
                    one.insert("Identities".to_owned(), Json::Array(all));
                    return self.compare(&Json::Object(one), answer, path);
                }
                let keys: BTreeSet<&String> = one.keys().chain(two.keys()).collect();
                for key in keys {
                    let path = format!("{path}.{key}");
                    match (one.get(key), two.get(key)) {
                        (Some(one), Some(two)) => self.compare(one, two, &path),
                        (Some(one), None) if nothing(one) && self.unknown.contains(&**key) => {
                            tolerate(key)
                        }
                        (None, Some(two)) if nothing(two) && self.gone.contains(&**key) => {
                            tolerate(key)
                        }
                        (one, two) => {
                            self.found.push(format!("{path}: expected {one:?}, found {two:?}"));
                        }
                    }
                }
            }
            (Json::Array(one), Json::Array(two)) if one.len() == two.len() => {
                for (index, (one, two)) in one.iter().zip(two).enumerate() {
                    self.compare(one, two, &format!("{path}[{index}]"));
                }
            }
            (one, two) if one == two => {}
            // A number that is greater than 64 bits hold may be written in two ways.
            (Json::Number(one), Json::Number(two)) if one.as_f64() == two.as_f64() => {}
            (one, two) => self.found.push(format!("{path}: expected {one}, found {two}")),
        }
    }
}

/// What Go prints for a field that nobody set.
fn nothing(value: &Json) -> bool {
    match value {
        Json::Null | Json::Bool(false) => true,
        Json::Number(number) => number.as_f64() == Some(0.0),
        Json::String(text) => text.is_empty(),
        _ => false,
    }
}
