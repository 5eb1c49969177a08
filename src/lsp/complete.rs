//! Completion: what can be written at an offset.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::diagnostics::State;
use super::documents::Document;
use super::names::{self, Kind as Of, Named};
use super::scope::{Room, Thing};
use super::values;
use super::workspace;
use crate::jobspec::{Config, Field, Kind, Type, runtime};
use jobwright_hcl::eval::function_names;
use jobwright_hcl::syntax::{Cursor, Outline, Span, Written};

/// What can be written at an offset, for a client that knows snippets or not.
pub fn completions(state: &State, document: &Document, offset: u32, snippets: bool) -> Value {
    let outline = Outline::of(&document.text);
    let cursor = Cursor::at(&outline, offset);
    let room = Room::of(&outline, cursor.block, document.is_volume());
    let place =
        Request { state, document, outline: &outline, cursor: &cursor, room, offset, snippets };
    let items = match &cursor.written {
        Written::Name(span) => place.names(*span),
        Written::Label { entry, index, span } => place.labels(*entry, *index, *span),
        Written::Value { .. } => place.values(),
        Written::Nothing => Vec::new(),
    };
    items.into()
}

struct Request<'p> {
    state: &'p State,
    document: &'p Document,
    outline: &'p Outline<'p>,
    cursor: &'p Cursor,
    room: Room,
    offset: u32,
    snippets: bool,
}

/// What an editor shows beside a word.
#[derive(Clone, Copy)]
#[repr(u8)]
enum Icon {
    Function = 3,
    Variable = 6,
    Module = 9,
    Property = 10,
    Value = 12,
    Reference = 18,
}

impl Request<'_> {
    fn item(&self, label: &str, icon: Icon, text: &str, span: Span) -> Value {
        let range = self.document.lines.range(&self.document.text, span);
        json!({"label": label, "kind": icon as u8, "textEdit": {"range": range, "newText": text}})
    }

    /// The attributes and blocks that are valid here, except those that may appear only once and
    /// are already set.
    fn names(&self, span: Span) -> Vec<Value> {
        let here = |name: &str| {
            let mut inside = self.outline.inside(self.cursor.block).map(|(_, entry)| entry);
            inside.any(|entry| entry.name != span && self.outline.text_of(entry.name) == name)
        };
        let things = self.room.things().into_iter();
        let free = things.filter(|thing| thing.block() == Some(true) || !here(thing.name()));
        free.map(|thing| self.name(thing, span)).collect()
    }

    fn name(&self, thing: Thing, span: Span) -> Value {
        let rest = self.outline.text.get(span.end as usize..).unwrap_or_default();
        let line = rest.lines().next().unwrap_or_default().trim();
        // Where the rest of it is there already, only the name is.
        let is_alone = line.is_empty() || line.starts_with(['#', '}']);
        let name = thing.name();
        let text = match (is_alone, thing.block()) {
            (false, _) => name.to_owned(),
            (true, Some(_)) if self.snippets => block_snippet(thing),
            (true, Some(_)) => format!("{name} {{}}"),
            (true, None) if self.snippets => format!("{name} = {}", value_snippet(thing)),
            (true, None) => format!("{name} = "),
        };
        let icon = if thing.block().is_some() { Icon::Module } else { Icon::Property };
        let mut item = self.item(name, icon, &text, span);
        item["detail"] = values::signature(thing).into();
        item["documentation"] = json!({"kind": "markdown", "value": values::markdown(thing)});
        if self.snippets {
            item["insertTextFormat"] = 2.into();
        }
        item
    }

    /// What a label can be: of `dynamic`, the keywords of blocks that repeat.
    fn labels(&self, entry: usize, index: usize, span: Span) -> Vec<Value> {
        let Some(entry) = self.outline.entries.get(entry) else { return Vec::new() };
        let items = |words: Vec<&str>| -> Vec<Value> {
            words.into_iter().map(|word| self.item(word, Icon::Value, word, span)).collect()
        };
        let room = Room::of(self.outline, entry.parent, self.document.is_volume());
        match (self.outline.text_of(entry.name), index) {
            ("dynamic", 0) => {
                let things = room.things().into_iter();
                items(
                    things
                        .filter(|one| matches!(one, Thing::Field(_)) && one.block() == Some(true))
                        .map(Thing::name)
                        .collect(),
                )
            }
            ("scaling", 0) => items(vec!["cpu", "mem"]),
            _ => Vec::new(),
        }
    }

    fn values(&self) -> Vec<Value> {
        let Written::Value { attribute, string, path, sequence, nested } = &self.cursor.written
        else {
            return Vec::new();
        };
        let Some(entry) = self.outline.entries.get(*attribute) else { return Vec::new() };
        let name = self.outline.text_of(entry.name);
        let thing = self.room.find(name);
        match (string, path) {
            (Some(string), _) => {
                let heredoc = self.outline.text_of(*string).contains('\n');
                let mut items = if heredoc || *sequence {
                    Vec::new()
                } else {
                    self.words(name, thing, *string, false)
                };
                items.extend(self.in_text(*string));
                items
            }
            (None, Some(path)) => {
                let mut items = self.expressions(*path, *sequence);
                if !sequence && !self.outline.text_of(*path).contains('.') {
                    let is_list = matches!(
                        thing,
                        Some(Thing::Field(Field { kind: Kind::Attr(Type::List(_)), .. }))
                    );
                    if *nested || !is_list {
                        items.extend(self.words(name, thing, *path, true));
                    }
                }
                items
            }
            (None, None) => Vec::new(),
        }
    }

    /// The strings that are valid for an attribute, quoted unless the cursor is already in quotes.
    fn words(&self, name: &str, thing: Option<Thing>, span: Span, quoted: bool) -> Vec<Value> {
        let mut items = Vec::new();
        let mut add = |word: &str, icon: Icon| {
            let text = if quoted { format!("\"{word}\"") } else { word.to_owned() };
            items.push(self.item(word, icon, &text, span));
        };
        if let Some(Thing::Field(field)) = thing {
            let words = field.one_of.iter().chain(field.choices);
            let words: BTreeSet<&str> = words.copied().filter(|word| !word.is_empty()).collect();
            words.into_iter().for_each(|word| add(word, Icon::Value));
        }
        let block = self.cursor.block.and_then(|block| self.outline.entries.get(block));
        let block = block.map_or("", |block| self.outline.text_of(block.name));
        if name == "driver" && matches!(block, "task" | "sidecar_task") {
            Config::schemas().iter().for_each(|(driver, _)| add(driver, Icon::Value));
        }
        let wanted = match (name, block) {
            ("port", "service" | "check") | ("ports", "config") | ("listener_port", "path") => {
                Of::Port
            }
            ("task", "service" | "check") => Of::Task,
            ("volume", "volume_mount") => Of::Volume,
            ("destination_name", "upstreams") => Of::Service,
            ("name", "service") if matches!(self.around(1), "listener" | "terminating") => {
                Of::Service
            }
            ("source", "volume") => Of::Specification,
            _ => {
                if quoted
                    && matches!(
                        thing,
                        Some(Thing::Field(Field { kind: Kind::Attr(Type::Bool), .. }))
                    )
                {
                    for word in ["false", "true"] {
                        items.push(self.item(word, Icon::Value, word, span));
                    }
                }
                return items;
            }
        };
        for name in self.defined(wanted) {
            add(&name, Icon::Reference);
        }
        items
    }

    /// The keyword of the block that is so many steps around the innermost one.
    fn around(&self, steps: usize) -> &str {
        let Some(block) = self.cursor.block else { return "" };
        let outer = self.outline.around(block).nth(steps - 1);
        let outer = outer.and_then(|outer| self.outline.entries.get(outer));
        outer.map_or("", |outer| self.outline.text_of(outer.name))
    }

    /// The names of a kind that are known here.
    fn defined(&self, kind: Of) -> BTreeSet<String> {
        let group = self.cursor.block.and_then(|block| names::group_of(self.outline, block));
        let is_known = |one: &Named| {
            one.kind == kind && one.defines && (one.scope.is_none() || one.scope == group)
        };
        let own = names::all(self.outline, self.document.is_volume());
        let mut known: BTreeSet<String> =
            own.into_iter().filter(is_known).map(|one| one.name).collect();
        if kind.is_shared() {
            let word = if kind == Of::Service { "service" } else { "" };
            for other in workspace::others(self.state, self.document, word) {
                if kind == Of::Specification && !other.is_volume() {
                    continue;
                }
                let outline = Outline::of(&other.text);
                let all = names::all(&outline, other.is_volume());
                known.extend(all.into_iter().filter(is_known).map(|one| one.name));
            }
        }
        known
    }

    /// The names of run-time variables that begin with the word before the cursor in a string, such
    /// as in a template's `env "NOMAD_…"`.
    fn in_text(&self, string: Span) -> Vec<Value> {
        let before = self.outline.text.get(string.start as usize..self.offset as usize);
        let before = before.unwrap_or_default();
        let is_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        let start = before.trim_end_matches(is_word).len();
        let word = before.get(start..).unwrap_or_default();
        if !word.starts_with("NOMAD") {
            return Vec::new();
        }
        let span = Span::new(string.start + u32::try_from(start).unwrap_or_default(), self.offset);
        self.run_time(word).into_iter().map(|(name, doc)| self.variable(&name, doc, span)).collect()
    }

    /// What an expression can begin with, or go on with behind `var.` and `local.`.
    fn expressions(&self, path: Span, in_sequence: bool) -> Vec<Value> {
        let said =
            self.outline.text.get(path.start as usize..self.offset as usize).unwrap_or_default();
        let step =
            |from: usize| Span::new(path.start + u32::try_from(from).unwrap_or_default(), path.end);
        for (root, kind) in [("var.", Of::Variable), ("local.", Of::Local)] {
            if let Some(rest) = said.strip_prefix(root) {
                if rest.contains('.') {
                    return Vec::new();
                }
                let names = self.defined(kind).into_iter();
                return names
                    .map(|name| self.item(&name, Icon::Variable, &name, step(root.len())))
                    .collect();
            }
        }
        let mut items = Vec::new();
        if in_sequence {
            let all = self.run_time("").into_iter();
            let all = all.filter(|(name, _)| name.starts_with(said));
            items.extend(all.map(|(name, doc)| self.variable(&name, doc, path)));
        }
        if said.contains('.') {
            return items;
        }
        for (root, kind) in [("var", Of::Variable), ("local", Of::Local)] {
            for name in self.defined(kind) {
                let name = format!("{root}.{name}");
                items.push(self.item(&name, Icon::Variable, &name, path));
            }
        }
        for name in function_names() {
            let text = if self.snippets { format!("{name}($0)") } else { format!("{name}(") };
            let mut item = self.item(name, Icon::Function, &text, path);
            if self.snippets {
                item["insertTextFormat"] = 2.into();
            }
            items.push(item);
        }
        items
    }

    fn variable(&self, name: &str, doc: &str, span: Span) -> Value {
        let mut item = self.item(name, Icon::Variable, name, span);
        item["documentation"] = json!({"kind": "markdown", "value": doc.trim()});
        item
    }

    /// The names that Nomad knows at run time and that begin so: those of ports with the labels of the group.
    fn run_time(&self, start: &str) -> Vec<(String, &'static str)> {
        let exact = runtime::ALL.iter().chain(runtime::node::ALL);
        let mut all: Vec<(String, &'static str)> =
            exact.map(|(name, doc)| ((*name).to_owned(), *doc)).collect();
        let is_in = |keyword: &str| {
            let mut blocks =
                self.cursor.block.into_iter().chain(
                    self.cursor.block.into_iter().flat_map(|block| self.outline.around(block)),
                );
            blocks.any(|block| {
                self.outline
                    .entries
                    .get(block)
                    .is_some_and(|one| self.outline.text_of(one.name) == keyword)
            })
        };
        if is_in("device") {
            all.extend(runtime::device::ALL.iter().map(|(name, doc)| ((*name).to_owned(), *doc)));
        }
        let ports = self.defined(Of::Port);
        for (begins, doc) in
            runtime::NAMED.iter().chain(runtime::node::NAMED).chain(runtime::device::NAMED)
        {
            let is_of_port = begins.starts_with("NOMAD_")
                && !begins.contains("META")
                && !begins.contains("UPSTREAM");
            if is_of_port {
                all.extend(ports.iter().map(|port| (format!("{begins}{port}"), *doc)));
            } else if !begins.starts_with("device.") || is_in("device") {
                all.push(((*begins).to_owned(), *doc));
            }
        }
        all.retain(|(name, _)| name.starts_with(start));
        all
    }
}

fn block_snippet(thing: Thing) -> String {
    let (mut text, mut number) = (thing.name().to_owned(), 0);
    let labels = match thing {
        Thing::Word("dynamic", _) => 1,
        _ => thing.schema().map_or(0, |schema| schema.labels().count()),
    };
    for _ in 0..labels {
        number += 1;
        text.push_str(&format!(" \"${number}\""));
    }
    text + " {\n  $0\n}"
}

fn value_snippet(thing: Thing) -> &'static str {
    let Thing::Field(field) = thing else { return "$0" };
    match field.kind {
        Kind::Attr(Type::Text | Type::Duration) => "\"$0\"",
        Kind::Attr(Type::List(Type::Text)) => "[\"$0\"]",
        Kind::Attr(Type::List(_)) => "[$0]",
        _ => "$0",
    }
}
