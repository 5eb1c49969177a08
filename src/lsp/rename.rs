//! Another name for what a file defines, where that is sure to be the same job otherwise.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::documents::Document;
use super::names::{self, Kind, Named};
use crate::api;
use crate::jobspec::canonical;
use crate::read;
use jobwright_hcl::eval::Inputs;
use jobwright_hcl::syntax::{Outline, is_identifier, parse};

/// Whether what is at an offset can have another name: its place and the name.
///
/// # Errors
///
/// Why it cannot.
pub fn prepare(document: &Document, offset: u32) -> Result<Value, String> {
    let outline = Outline::of(&document.text);
    let all = names::all(&outline, document.is_volume());
    let here = renamable(&outline, &all, offset)?;
    let range = document.lines.range(&document.text, here.span);
    Ok(json!({"range": range, "placeholder": here.name}))
}

/// The edits that give it another name.
///
/// # Errors
///
/// Why that is not safe.
pub fn rename(document: &Document, offset: u32, new: &str) -> Result<Value, String> {
    let outline = Outline::of(&document.text);
    let all = names::all(&outline, document.is_volume());
    let here = renamable(&outline, &all, offset)?;
    suits(here.kind, new)?;
    let taken = Named { name: new.to_owned(), ..here.clone() };
    if *new != here.name && all.iter().any(|one| one.is(&taken)) {
        return Err(format!("there is a {} `{new}` already", here.kind.word()));
    }
    let places: Vec<&Named> = all.iter().filter(|one| one.is(here)).collect();
    let mut text = document.text.as_ref().clone();
    for place in places.iter().rev() {
        text.replace_range(place.span.range(), new);
    }
    if !is_same(&document.text, &text, here.kind) {
        return Err(
            "the job would not be the same afterwards: something else uses the name".to_owned()
        );
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
    outline: &Outline<'_>,
    all: &'n [Named],
    offset: u32,
) -> Result<&'n Named, String> {
    let here = names::at(all, offset).ok_or("there is no name here that could be another one")?;
    if here.kind.is_shared() {
        return Err(format!(
            "the name of a {} is known outside of this file: change it where it is used, too",
            here.kind.word()
        ));
    }
    if !outline.sound {
        return Err("the file has mistakes: mend them first, so that all uses are known".to_owned());
    }
    if !all.iter().any(|one| one.defines && one.is(here)) {
        return Err(format!("this file does not define the {} `{}`", here.kind.word(), here.name));
    }
    if all.iter().filter(|one| one.defines && one.is(here)).count() > 1 {
        return Err(format!("there are two of the {} `{}`", here.kind.word(), here.name));
    }
    match hidden_use(outline, here) {
        Some(why) => Err(why),
        None => Ok(here),
    }
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
            && !outline.is_literal(value)
        {
            return Some(format!(
                "a `{name}` of the group is an expression, which may be this name"
            ));
        }
        let makes = name == "dynamic" && outline.label(entry, 0) == Some(here.kind.word());
        if makes && in_scope(at) {
            return Some(format!(
                "a `dynamic` block makes a {}, which may have this name",
                here.kind.word()
            ));
        }
    }
    let is_whole = |before: Option<char>, after: Option<char>| {
        let goes_on = |letter: Option<char>| {
            letter.is_some_and(|one| one.is_ascii_alphanumeric() || one == '_')
        };
        !goes_on(before) && !goes_on(after)
    };
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
                return Some(format!("`{name}` may be of this {}", here.kind.word()));
            }
        }
    }
    if here.kind == Kind::Task {
        // The task's folder has its name.
        let path = format!("/{}", here.name);
        for (at, _) in outline.text.match_indices(&path) {
            let before = outline.text.get(..at).unwrap_or_default();
            let after = outline.text.get(at + path.len()..).unwrap_or_default();
            if before.ends_with("..") && is_whole(None, after.chars().next()) {
                return Some(format!("a path leads to the folder of the task: `..{path}`"));
            }
        }
    }
    None
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
            "a name without quotes, slashes and sequences"
        }
        _ => return Ok(()),
    };
    Err(format!("expected {fault}, found `{name}`"))
}

/// Whether two texts are the same job but for the name; of variables and local values, nothing is left in a job.
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
        (old, new) => old.is_none() && new.is_none(),
    }
}
