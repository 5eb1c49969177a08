//! What the jobspec says of an attribute or a block, for people.

use super::scope::Thing;
use crate::jobspec::{Field, Kind, Schema, Type};

/// What something is, in a line: `count = whole number`, `group "name" { … }`.
pub fn signature(thing: Thing) -> String {
    match thing {
        Thing::Field(field) => of_field(field),
        Thing::Block(schema) => block(schema),
        Thing::Extra(name) => format!("{name} = string"),
        Thing::Word(name, _) => name.to_owned(),
    }
}

fn of_field(field: &Field) -> String {
    match field.kind {
        Kind::Attr(of) => format!("{} = {}", field.name, type_of(field, of)),
        Kind::Map(of) => format!("{} {{ NAME = {of} }}", field.name),
        Kind::Block(schema) | Kind::Blocks(schema) => block(schema),
        Kind::Free | Kind::Config => format!("{} {{ … }}", field.name),
        Kind::Label => field.name.to_owned(),
    }
}

fn type_of(field: &Field, of: Type) -> String {
    match of {
        Type::Int(least, most) => {
            let (least, most) = (field.min.unwrap_or(least), field.max.unwrap_or(most));
            match (least, most) {
                (i64::MIN, i64::MAX) => "integer".to_owned(),
                (least, i64::MAX | 0x7fff_ffff) => format!("integer from {least}"),
                (least, most) => format!("integer from {least} to {most}"),
            }
        }
        of => of.to_string(),
    }
}

fn block(schema: &Schema) -> String {
    let labels = schema.labels().map(|(_, label)| format!(" \"{}\"", label.name));
    format!("{}{} {{ … }}", schema.name, labels.collect::<String>())
}

/// What it is for, what it may be, what holds without it and since when there is such: Markdown.
pub fn markdown(thing: Thing) -> String {
    let mut text = match thing {
        Thing::Field(field) => match field.kind {
            Kind::Block(schema) | Kind::Blocks(schema) => with_example(field.doc, schema),
            _ => plain(field.doc),
        },
        Thing::Block(schema) => plain(schema.doc),
        Thing::Extra("id") => "The ID of the job; the label by default.".to_owned(),
        Thing::Extra(name) => format!("Short for `operator = \"{name}\"` with this as `value`."),
        Thing::Word(_, doc) => doc.to_owned(),
    };
    let Thing::Field(field) = thing else { return text };
    let mut facts = Vec::new();
    if !field.one_of.is_empty() {
        let words = field.one_of.iter().filter(|word| !word.is_empty());
        let words: Vec<String> = words.map(|word| format!("`\"{word}\"`")).collect();
        facts.push(format!("One of {}.", words.join(", ")));
    }
    if field.required {
        facts.push("Required.".to_owned());
    }
    if let Some(default) = field.default {
        facts.push(format!("Default: {}.", quoted(default.text())));
    }
    if let Some(since) = field.since {
        facts.push(format!("Since Nomad {since}."));
    }
    if field.enterprise {
        facts.push("Nomad Enterprise only.".to_owned());
    }
    if !facts.is_empty() {
        text.push_str(&format!("\n\n{}", facts.join(" ")));
    }
    text
}

/// What a field says of its block, with an example of such a block.
fn with_example(doc: &str, schema: &Schema) -> String {
    let own = plain(schema.doc);
    let example = own.split_once("```hcl\n").and_then(|(_, rest)| rest.split_once("\n```"));
    match example {
        _ if doc.is_empty() => own,
        Some((example, _)) => format!("{}\n\n```hcl\n{example}\n```", plain(doc)),
        None => plain(doc),
    }
}

fn quoted(text: &str) -> String {
    if text.contains(' ') { text.to_owned() } else { format!("`{text}`") }
}

/// The part of a doc comment that a line belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Words,
    Example,
    /// An example in Rust.
    Foreign,
}

/// Docs are Rust's: its links mean nothing here, and its examples are of another language.
fn plain(doc: &str) -> String {
    let (mut text, mut part) = (String::new(), Part::Words);
    for line in doc.lines() {
        let before = part;
        if let Some(language) = line.strip_prefix("```") {
            part = match part {
                Part::Words if language == "hcl" => Part::Example,
                Part::Words => Part::Foreign,
                Part::Example | Part::Foreign => Part::Words,
            };
        }
        if before != Part::Foreign && part != Part::Foreign {
            text.push_str(line);
            text.push('\n');
        }
    }
    unlinked(text.trim_end())
}

/// ``[`Group`]`` and ``[`Group`](path)`` as `` `Group` ``.
fn unlinked(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, link)) = rest.split_once("[`") {
        plain.push_str(before);
        let Some((name, after)) = link.split_once("`]") else {
            plain.push_str("[`");
            rest = link;
            continue;
        };
        plain.push_str(&format!("`{name}`"));
        rest = match after.strip_prefix('(').and_then(|target| target.split_once(')')) {
            Some((_, after)) => after,
            None => after,
        };
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::{markdown, plain};
    use crate::jobspec::{Kind, all_schemas};
    use crate::lsp::scope::Thing;

    /// An editor shows what is for people who write job files.
    #[test]
    fn nothing_of_rust_is_left() {
        let mut left = Vec::new();
        for schema in all_schemas() {
            let fields = schema.fields.iter().filter(|field| field.kind != Kind::Label);
            for thing in fields.map(Thing::Field).chain([Thing::Block(schema)]) {
                let text = markdown(thing);
                let name = format!("{} in {}", thing.name(), schema.name);
                assert!(!text.trim().is_empty(), "nothing is said of {name}");
                for word in ["[`", "`]", "::", "```\n\n```", "let ", "```rs"] {
                    if text.contains(word) {
                        left.push(format!("{name} has `{word}`:\n{text}"));
                    }
                }
                assert_eq!(text.matches("```").count() % 2, 0, "{name}:\n{text}");
            }
        }
        assert!(left.is_empty(), "{}", left.join("\n\n"));
    }

    #[test]
    fn docs_are_of_the_job_file() {
        let doc = "A [`Group`] of [`Task`](super::Task).\n\n```hcl\ngroup \"a\" {}\n```\n\n```\nlet a = 1;\n```\n\nEnd.";
        assert_eq!(plain(doc), "A `Group` of `Task`.\n\n```hcl\ngroup \"a\" {}\n```\n\n\nEnd.");
    }
}
