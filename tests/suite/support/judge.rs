//! Judging by a Nomad of any version. What the binary knows is judged live; attributes that are newer than it are taken
//! out of the question first, and judged by what was recorded.

use super::compare::{is_newer, same};
use super::nomad::Nomad;
use super::record::RECORDED;
use super::skip;
use jobwright::eval::Inputs;
use jobwright::jobspec::{Group, Job, Kind, Schema, Special, Task, Version};
use jobwright::syntax::{self, Body, Item, Span};
use jobwright::{api, read};
use serde_json::Value as Json;
use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// The Nomad that the tests build, where there is no other.
pub const BUILT: Version = Version::new(1, 6, 3);

/// Whether a named exception, a case of which older Nomads make something else, is still needed as it should be: by the one
/// that the tests build, no longer by the one of the records, and nobody knows of those between them.
pub fn excepted(same: bool, by: Version) -> bool {
    if by <= BUILT { !same } else { same || by < RECORDED }
}

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

/// A job file to ask about.
pub struct Question<'q> {
    pub nomad: &'q Nomad,
    /// Where it is written, for Nomad to read.
    pub file: &'q Path,
    /// What Nomad is told besides, such as `-var-file=…`, and what we are.
    pub words: &'q [String],
    pub inputs: &'q Inputs<'q>,
}

impl<'q> Question<'q> {
    /// Of a file without variables.
    pub fn new(nomad: &'q Nomad, file: &'q Path, inputs: &'q Inputs<'q>) -> Self {
        Self { nomad, file, words: &[], inputs }
    }

    /// Nomad reads in the text what is expected: all of it, if the binary is new enough. If it is not, what it knows of
    /// the text is what we read in that part, and what we read in the whole is what `record` says.
    pub fn ask(
        &self,
        text: &str,
        expected: &Json,
        record: impl FnOnce() -> Option<Json>,
    ) -> Result<Judged, String> {
        let version = self.nomad.version();
        // The reader of an old Nomad knows some attributes that its servers do not.
        let newer = without_newer(text, version);
        let whole = self.theirs(text);
        let (Some(known), Err(_)) = (newer, &whole) else {
            return same(expected, &whole?, version).map(|()| Judged::Live);
        };
        same(&self.ours(&known)?, &self.theirs(&known)?, version)?;
        let record = record().ok_or_else(|| format!("newer than {version}, and no record"))?;
        let recorded = without_newer(text, RECORDED);
        same(&self.ours(recorded.as_deref().unwrap_or(text))?, &record, RECORDED)?;
        Ok(Judged::Recorded)
    }

    fn theirs(&self, text: &str) -> Result<Json, String> {
        fs::write(self.file, text).map_err(|error| error.to_string())?;
        let answer = self.nomad.output_json_with(self.words, self.file);
        answer.map(|mut answer| answer["Job"].take()).map_err(|failure| format!("{failure:?}"))
    }

    fn ours(&self, text: &str) -> Result<Json, String> {
        let reading = read::evaluated(text, self.inputs, None);
        let refused = |findings| format!("we refuse it: {findings:?}\n{text}");
        reading.map(|reading| api::job(&reading.job)).map_err(refused)
    }
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
        let shared = || match (schema.special, name) {
            (Some(Special::Job), "task") => Group::SCHEMA.field(name),
            (Some(Special::Job | Special::Group), _) => Task::SCHEMA.field(name),
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
