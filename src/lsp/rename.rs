//! Another name for what a file defines, where that is sure to be the same job otherwise.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::documents::Document;
use super::names::{self, Kind, Named};
use super::scope::{Room, Thing};
use crate::api;
use crate::jobspec::canonical;
use crate::read;
use jobwright_hcl::eval::Inputs;
use jobwright_hcl::syntax::{Entry, Outline, Span, is_identifier, parse};

/// The most other occurrences of a name that are checked; with more of them, the user renames by
/// hand.
const MOST: usize = 1000;

/// The range and the name of what is at an offset, if it can be renamed.
///
/// # Errors
///
/// Why it cannot.
pub fn prepare(document: &Document, offset: u32) -> Result<Value, String> {
    let outline = Outline::of(&document.text);
    let all = names::all(&outline, document.is_volume());
    let here = renamable(document, &outline, &all, offset)?;
    let range = document.lines.range(&document.text, here.span);
    Ok(json!({"range": range, "placeholder": here.name}))
}

/// The edits that rename it.
///
/// # Errors
///
/// Why that is not safe.
pub fn rename(document: &Document, offset: u32, new: &str) -> Result<Value, String> {
    let outline = Outline::of(&document.text);
    let all = names::all(&outline, document.is_volume());
    let here = renamable(document, &outline, &all, offset)?;
    suits(here.kind, new)?;
    let taken = Named { name: new.to_owned(), ..here.clone() };
    if *new != here.name && all.iter().any(|one| one.is(&taken)) {
        return Err(format!("duplicate name `{new}` of a {}", here.kind.word()));
    }
    let places: Vec<&Named> = all.iter().filter(|one| one.is(here)).collect();
    let is_bare = |one: &&Named| {
        let before = document.text.get(..one.span.start as usize).unwrap_or_default();
        one.defines && !before.ends_with('"')
    };
    if places.iter().any(is_bare) && !is_identifier(new) {
        return Err(format!("expected an identifier for a label without quotes, found `{new}`"));
    }
    let mut text = document.text.as_ref().clone();
    for place in places.iter().rev() {
        text.replace_range(place.span.range(), new);
    }
    let renamed = names::all(&Outline::of(&text), document.is_volume());
    let renamed = renamed.iter().filter(|one| one.kind == here.kind && one.name == new).count();
    let before = all.iter().filter(|one| one.kind == here.kind && one.name == new).count();
    let all_replaced = *new == here.name || renamed == before + places.len();
    if !all_replaced || !is_same(&document.text, &text, here.kind) {
        return Err("the job would change: something else uses the name".to_owned());
    }
    let edit = |place: &&Named| {
        let range = document.lines.range(&document.text, place.span);
        json!({"range": range, "newText": new})
    };
    let edits: Vec<Value> = places.iter().map(edit).collect();
    Ok(json!({"changes": BTreeMap::from([(document.uri.as_str(), edits)])}))
}

/// The name at an offset, if all of its uses are known.
fn renamable<'n>(
    document: &Document,
    outline: &Outline<'_>,
    all: &'n [Named],
    offset: u32,
) -> Result<&'n Named, String> {
    let here = names::at(all, offset).ok_or("no name to rename at this position")?;
    if here.kind.is_shared() {
        return Err(format!(
            "the name of a {} is used outside this file: change it there, too",
            here.kind.word()
        ));
    }
    if !outline.sound {
        return Err("the file has errors: fix them first, so that all uses are known".to_owned());
    }
    if !all.iter().any(|one| one.defines && one.is(here)) {
        return Err(format!(
            "the {} `{}` is not defined in this file",
            here.kind.word(),
            here.name
        ));
    }
    if all.iter().filter(|one| one.defines && one.is(here)).count() > 1 {
        return Err(format!("duplicate {} `{}`", here.kind.word(), here.name));
    }
    let why = hidden_use(outline, here)
        .or_else(|| at_run_time(outline, here))
        .or_else(|| nameless_service(outline, all, here))
        .or_else(|| taken_whole(outline, here))
        .or_else(|| other_word(document, outline, all, here));
    why.map_or(Ok(here), Err)
}

/// What may use a name without saying it in full.
fn hidden_use(outline: &Outline<'_>, here: &Named) -> Option<String> {
    let attributes: &[&str] = match here.kind {
        Kind::Port => &["port", "ports", "listener_port"],
        Kind::Task => &["task"],
        Kind::Volume => &["volume"],
        _ => &[],
    };
    let in_scope =
        |at: usize| here.scope.is_none_or(|scope| names::group_of(outline, at) == Some(scope));
    for (at, entry) in outline.entries.iter().enumerate() {
        let name = outline.text_of(entry.name);
        if attributes.contains(&name)
            && let Some(value) = entry.value()
            && in_scope(at)
            && (!outline.is_literal(value) || outline.text_of(value).contains('\\'))
        {
            return Some(format!(
                "a `{name}` of the group is an expression, which may be this name"
            ));
        }
        let makes = name == "dynamic" && outline.label(entry, 0) == Some(here.kind.word());
        if makes && in_scope(at) {
            return Some(format!(
                "a `dynamic` block generates a {}, which may have this name",
                here.kind.word()
            ));
        }
    }
    None
}

/// What an allocation knows by a name: parts of run-time variables, and variables whose value it is.
fn at_run_time(outline: &Outline<'_>, here: &Named) -> Option<String> {
    let with_value: &[&str] = match here.kind {
        Kind::Group => &["NOMAD_GROUP_NAME", "NOMAD_ALLOC_NAME", "${TASKGROUP}", "${BASE}"],
        Kind::Task => &["NOMAD_TASK_NAME", "${TASK}", "${BASE}"],
        _ => &[],
    };
    let is_said = |word: &&&str| {
        let mut places = outline.text.match_indices(**word);
        places.any(|(at, _)| !outline.is_comment(offset(at)))
    };
    if let Some(word) = with_value.iter().find(is_said) {
        return Some(format!("`{word}` is the name of the {}", here.kind.word()));
    }
    if matches!(here.kind, Kind::Port | Kind::Task) {
        // `NOMAD_ADDR_TASK_LABEL`, and labels whose hyphens are underscores in the environment.
        let word = here.name.replace('-', "_");
        for (at, _) in outline.text.match_indices("NOMAD_") {
            let rest = outline.text.get(at..).unwrap_or_default();
            let length = rest.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
            let name = rest.get(..length.unwrap_or(rest.len())).unwrap_or_default();
            let parts = ["_PORT_", "_ADDR_", "_IP_"].iter().find_map(|part| name.split_once(part));
            let Some((_, label)) = parts else { continue };
            let is_exact = here.kind == Kind::Port && label == here.name;
            let is_part = label.starts_with(&format!("{word}_"))
                || label.ends_with(&format!("_{word}"))
                || label == word;
            if is_part && !is_exact {
                return Some(format!("`{name}` may refer to this {}", here.kind.word()));
            }
        }
    }
    None
}

/// A service without a name has one that is made of those of its job, group and task.
fn nameless_service(outline: &Outline<'_>, all: &[Named], here: &Named) -> Option<String> {
    if !matches!(here.kind, Kind::Group | Kind::Task) {
        return None;
    }
    let definition = all.iter().find(|one| one.defines && one.is(here))?;
    let block = outline.innermost(definition.span)?;
    let has_name = |at: usize| outline.attribute(Some(at), "name").is_some();
    let is_nameless = |(at, entry): (usize, &Entry)| {
        let keyword = outline.text_of(entry.name);
        let made = keyword == "dynamic" && outline.label(entry, 0) == Some("service");
        let mut content = outline.inside(Some(at)).map(|(inner, _)| inner);
        (keyword == "service" && entry.value().is_none() || made)
            && !(has_name(at) || made && content.any(has_name))
            && outline.around(at).any(|around| around == block)
    };
    outline.entries.iter().enumerate().any(is_nameless).then(|| {
        format!("a service without `name` is named after the {}: set its name", here.kind.word())
    })
}

/// Finds `var["a"]`, and any other use of variables or local values that is not `var.a`.
fn taken_whole(outline: &Outline<'_>, here: &Named) -> Option<String> {
    let root = match here.kind {
        Kind::Variable => "var",
        Kind::Local => "local",
        _ => return None,
    };
    let known: Vec<Span> = outline.references().map(|(root, _)| root).collect();
    let is_other = |span: &Span| {
        let before = outline.text.get(..span.start as usize).unwrap_or_default();
        let is_name = || {
            let inner = outline.innermost(*span).and_then(|inner| outline.entries.get(inner));
            inner.is_some_and(|entry| entry.name == *span)
        };
        let is_reference = known.binary_search_by_key(&span.start, |root| root.start).is_ok();
        !is_reference && !outline.is_text(span.start) && !before.ends_with('.') && !is_name()
    };
    words(outline, root)
        .find(is_other)
        .map(|_| format!("`{root}` is used without `.NAME` after it, so not all uses are known"))
}

/// The name as a word of something else: a path, a template, an attribute that is not known to use it.
fn other_word(
    document: &Document,
    outline: &Outline<'_>,
    all: &[Named],
    here: &Named,
) -> Option<String> {
    let is_expression = matches!(here.kind, Kind::Variable | Kind::Local);
    let is_known = |span: &Span| {
        let before = all.partition_point(|one| one.span.start <= span.start);
        let last = before.checked_sub(1).and_then(|last| all.get(last));
        last.is_some_and(|known| span.end <= known.span.end)
    };
    let in_question = |span: Span| {
        if is_known(&span) || is_expression && !outline.is_text(span.start) {
            return None;
        }
        let at = outline.innermost(span)?;
        let in_scope = here.scope.is_none_or(|scope| names::group_of(outline, at) == Some(scope));
        in_scope.then_some((span, outline.entries.get(at)?))
    };
    let is_other = |(span, entry): &(Span, &Entry)| {
        is_other_thing(outline, entry, *span, document.is_volume())
    };
    // To judge one takes a look at the blocks around it.
    let mut others = words(outline, &here.name).filter_map(in_question).enumerate();
    let (_, (span, entry)) = others.find(|(count, one)| *count == MOST || !is_other(one))?;
    Some(format!(
        "line {} has `{}` in `{}`, where it may be the {}: rename it by hand",
        document.lines.line(span.start as usize) + 1,
        here.name,
        outline.text_of(entry.name),
        here.kind.word(),
    ))
}

/// Whether a word is surely none of a name: a keyword of the jobspec, the label of the job, or a kind of something, such as of
/// a check.
fn is_other_thing(outline: &Outline<'_>, entry: &Entry, word: Span, is_volume: bool) -> bool {
    let name = outline.text_of(entry.name);
    let found = Room::of(outline, entry.parent, is_volume).find(name);
    if entry.name == word {
        return found.is_some();
    }
    let is_a_kind = matches!(name, "type" | "protocol" | "driver");
    match entry.value() {
        Some(_) => matches!(found, Some(Thing::Field(of)) if is_a_kind || !of.one_of.is_empty()),
        None => name == "job" && outline.label_span(entry, 0) == Some(word),
    }
}

/// The occurrences of a word with no letter, digit or `_` next to it; comments are skipped.
fn words(outline: &Outline<'_>, word: &str) -> impl Iterator<Item = Span> {
    let goes_on = |letter: char| letter.is_alphanumeric() || letter == '_';
    outline.text.match_indices(word).filter_map(move |(at, word)| {
        let before = outline.text.get(..at).unwrap_or_default();
        let after = outline.text.get(at + word.len()..).unwrap_or_default();
        let is_whole = !before.ends_with(goes_on) && !after.starts_with(goes_on);
        let span = Span::new(offset(at), offset(at + word.len()));
        (is_whole && !outline.is_comment(span.start)).then_some(span)
    })
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Whether something of a kind can have a name.
fn suits(kind: Kind, name: &str) -> Result<(), String> {
    let is_word = |name: &str| {
        !name.is_empty()
            && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
    };
    let fault = match kind {
        Kind::Variable | Kind::Local if !is_identifier(name) => "an identifier",
        Kind::Port if !is_word(name) => "letters, digits and `_`",
        _ if name.is_empty()
            || name.contains(['"', '\\', '/', '\n', '\r', '\0'])
            || name.contains("${")
            || name.contains("%{") =>
        {
            "a name without quotes, slashes and template sequences"
        }
        _ => return Ok(()),
    };
    Err(format!("expected {fault}, found `{name}`"))
}

/// Whether two sources are the same job apart from the name; nothing of variables and local values
/// is left in a job.
fn is_same(old: &str, new: &str, kind: Kind) -> bool {
    if parse(new).is_err() {
        return false;
    }
    if !matches!(kind, Kind::Variable | Kind::Local) {
        return true;
    }
    let job = |text| read::evaluated(text, &Inputs::default(), None).ok().map(|one| one.job);
    match (job(old), job(new)) {
        (Some(old), Some(new)) => api::job(&canonical(&old)) == api::job(&canonical(&new)),
        // Such as one whose variables are given elsewhere: all uses are known, and have been replaced.
        (None, None) => true,
        _ => false,
    }
}
