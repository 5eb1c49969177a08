//! The helper module: strings and blocks that several definitions use.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::blocks::Helper;
use super::often;
use crate::import::definition::code::Code;
use crate::import::definition::functions::Splitter;
use crate::import::definition::names::{Names, words};
use crate::import::definition::{Prepared, function, literal, private, texts};

/// The first line of a helper module.
pub const SHARED: &str = "//! Shared parts of several definitions.";

/// An address that is shared has at least so many letters.
const LONG: usize = 50;

/// A constant's name has at most so many words.
const WORDS: usize = 5;

/// The strings of several lines that enough files have, with names.
pub fn texts(prepared: &[Prepared]) -> Vec<(String, String)> {
    let mut known: BTreeMap<&str, (BTreeSet<usize>, &str)> = BTreeMap::new();
    for (file, one) in prepared.iter().enumerate() {
        for (name, text) in one.texts.moved() {
            known.entry(text).or_insert((BTreeSet::new(), name)).0.insert(file);
        }
    }
    let mut names = Names::default();
    let shared =
        known.into_iter().filter(|(_, (files, _))| files.len() >= often::files(prepared.len()));
    shared.map(|(text, (_, hint))| (names.constant(hint), text.to_owned())).collect()
}

/// The module's source, if there is anything in it, and the files that it includes. Long addresses
/// move there too.
pub fn module(
    prepared: &mut [Prepared],
    module: &str,
    texts: Vec<(String, String)>,
    mut helpers: Vec<Helper>,
) -> (Option<String>, Vec<(PathBuf, String)>) {
    let prefix = format!("{module}::");
    for helper in &mut helpers {
        helper.code.rewrite(&mut |code| match code {
            Code::Atom(name) => name.strip_prefix(&prefix).map(Code::atom),
            _ => None,
        });
    }
    let literals = literals(prepared, &helpers);
    let mut names = Names::default();
    texts.iter().for_each(|(name, _)| names.take(name));
    let literals: BTreeMap<String, String> =
        literals.into_iter().map(|text| (text.clone(), names.constant(&name_of(&text)))).collect();
    let constant = |code: &Code, prefix: &str| match code {
        Code::Atom(text) => Some(Code::atom(format!("{prefix}{}", literals.get(text)?))),
        _ => None,
    };
    for helper in &mut helpers {
        helper.code.rewrite(&mut |code| constant(code, ""));
    }
    for one in prepared.iter_mut() {
        one.rewrite(&mut |code| constant(code, &prefix));
    }
    let mut constants: String = literals.iter().map(|(text, name)| declared(name, text)).collect();
    let (named, files) = named(texts, module);
    constants.push_str(&named);
    if constants.is_empty() && helpers.is_empty() {
        return (None, files);
    }
    let mut text = format!("{SHARED}\n\n");
    if !helpers.is_empty() {
        text.push_str("use jobwright::prelude::*;\n\n");
    }
    text.push_str(&constants);
    text.push_str(&functions(helpers));
    (Some(format!("{}\n", text.trim_end())), files)
}

/// The strings of several lines as constants, and the files that the longer ones are in.
fn named(mut texts: Vec<(String, String)>, module: &str) -> (String, Vec<(PathBuf, String)>) {
    texts.sort();
    let (mut constants, mut files, mut file_names) = (String::new(), Vec::new(), Names::default());
    for (name, text) in texts {
        if text.lines().count() <= texts::LINES {
            constants.push_str(&format!("pub {}", texts::item(&name, &text)));
        } else {
            let file = file_names.file(&name.to_lowercase().replace('_', "."));
            let path = literal::text(&format!("files/{module}/{file}"));
            constants.push_str(&declared(&name, &format!("include_str!({path})")));
            files.push((PathBuf::from(format!("registry/files/{module}/{file}")), text));
        }
    }
    (constants, files)
}

fn functions(helpers: Vec<Helper>) -> String {
    let mut text = String::new();
    let mut splitter = Splitter::default();
    helpers.iter().for_each(|helper| splitter.take(&helper.name));
    for Helper { name, of, code } in helpers {
        let (body, inner) = splitter.split(code);
        text.push_str(&function(&format!("pub fn {name}() -> {of}"), &body));
        text.push_str(&private(&inner));
        text.push('\n');
    }
    text
}

/// A constant on one line, or two where one is too short.
fn declared(name: &str, value: &str) -> String {
    let line = format!("pub const {name}: &str = {value};");
    if line.chars().count() <= 100 {
        format!("{line}\n\n")
    } else {
        format!("pub const {name}: &str =\n    {value};\n\n")
    }
}

/// The addresses that enough files have.
fn literals(prepared: &[Prepared], helpers: &[Helper]) -> Vec<String> {
    let mut known: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    let own = prepared.iter().map(|one| &one.code).enumerate();
    // The helpers are one file.
    let all = own.chain(helpers.iter().map(|helper| (usize::MAX, &helper.code)));
    for (file, code) in all {
        code.walk(&mut |code| {
            if let Code::Atom(text) = code
                && text.starts_with(['"', 'r'])
                && text.ends_with(['"', '#'])
                && text.contains("://")
                && text.is_ascii()
                && text.len() >= LONG
            {
                known.entry(text).or_default().insert(file);
            }
            true
        });
    }
    let shared = known.into_iter().filter(|(_, files)| files.len() >= often::files(prepared.len()));
    shared.map(|(text, _)| text.to_owned()).collect()
}

/// What an address is called: after the last step of its path.
fn name_of(literal: &str) -> String {
    let text = literal.trim_matches(['"', 'r', '#']);
    let last = text.rsplit('/').find(|step| step.len() > 2).unwrap_or(text);
    let words = words(last);
    words.split('_').take(WORDS).collect::<Vec<_>>().join("_")
}
