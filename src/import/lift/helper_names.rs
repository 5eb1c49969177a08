//! The names of the helper module's functions: after the block, and what distinguishes it from
//! others of its kind.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase;

use crate::import::definition::code::{Code, Link, Named};
use crate::import::definition::names::{identifier, words};

/// A name has at most so many letters .
const LONGEST: usize = 40;

/// A name for each block; the one that most files have gets the shortest. None where no name would tell it from others.
pub fn of(found: &[(&String, &Named, usize)]) -> Vec<Option<String>> {
    let mut kinds: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, (_, named, _)) in found.iter().enumerate() {
        kinds.entry(base(named)).or_default().push(index);
    }
    let mut used = BTreeSet::new();
    let mut given: Vec<(usize, Option<String>)> = Vec::new();
    for (base, mut indices) in kinds {
        indices.sort_by_key(|index| {
            found.get(*index).map(|(key, _, files)| (std::cmp::Reverse(*files), *key))
        });
        let all: Vec<Vec<String>> = indices
            .iter()
            .filter_map(|index| found.get(*index))
            .map(|(_, named, _)| traits(&named.code))
            .collect();
        for (position, (index, own)) in indices.iter().zip(&all).enumerate() {
            let name = if position == 0 {
                Some(base.clone())
            } else {
                let others = all.iter().filter(|other| !std::ptr::eq(*other, own));
                told_apart(&base, own, others.collect())
            };
            let name = name.map(|name| identifier(&name)).filter(|name| used.insert(name.clone()));
            given.push((*index, name));
        }
    }
    given.sort();
    given.into_iter().map(|(_, name)| name).collect()
}

/// What the block is, and its own name if it has one.
fn base(named: &Named) -> String {
    let kind = named.of.to_snake_case();
    let own = words(&named.name);
    if matches!(named.of.as_str(), "Constraint" | "Affinity") {
        let about = traits(&named.code).join("_");
        return shortened(&format!("{kind}_{about}"));
    }
    if ["Docker", "Exec", "RawExec", "Java", "Qemu", "Podman"].contains(&named.of.as_str()) {
        // A driver's configuration is about its image or program.
        let about = traits(&named.code).into_iter().next().unwrap_or_default();
        return shortened(&format!("{kind}_{about}"));
    }
    if own.is_empty() || kind.ends_with(&own) {
        return kind;
    }
    if own.ends_with(&kind) { shortened(&own) } else { shortened(&format!("{own}_{kind}")) }
}

/// The name with as many traits as tell the block from the others, if a few do.
fn told_apart(base: &str, own: &[String], mut others: Vec<&Vec<String>>) -> Option<String> {
    let mut name = base.to_owned();
    for word in own {
        let before = others.len();
        others.retain(|other| other.contains(word));
        if others.len() < before {
            name.push('_');
            name.push_str(word);
        }
        if others.is_empty() {
            return (name.len() <= LONGEST).then_some(name);
        }
    }
    None
}

fn shortened(name: &str) -> String {
    let mut short = String::new();
    for word in name.split('_') {
        if !short.is_empty() && short.len() + word.len() >= LONGEST {
            break;
        }
        if !short.is_empty() {
            short.push('_');
        }
        short.extend(word.chars().take(LONGEST));
    }
    short
}

/// What a block says, in words: `attempts_3`, `10m`, `auto_revert`.
fn traits(code: &Code) -> Vec<String> {
    match code {
        Code::Named(named) => traits(&named.code),
        Code::Call(callee, arguments) => {
            let variant = callee.rsplit("::").next().unwrap_or_default();
            let variant = match variant {
                "new" | "compare" | "alive" | "inline" | "image" | "command" | "driver" => None,
                variant => Some(variant.to_owned()),
            };
            let words = arguments.iter().filter_map(|argument| value("", argument));
            variant.into_iter().chain(words).collect()
        }
        Code::Chain(root, links) => {
            let links = links.iter().filter_map(|link| match link {
                Link::Method(name, arguments) => match arguments.as_slice() {
                    [] => Some(name.clone()),
                    arguments => value(name, arguments.last()?),
                },
                Link::Comment(_) => None,
            });
            traits(root).into_iter().chain(links).collect()
        }
        _ => Vec::new(),
    }
}

/// One value: numbers with what they are of, strings by their last words.
fn value(method: &str, code: &Code) -> Option<String> {
    let with = |word: &str| match method {
        "" => word.to_owned(),
        method => format!("{method}_{word}"),
    };
    let word = match code {
        Code::Atom(text) if text == "true" => method.to_owned(),
        Code::Atom(text) if text == "false" => format!("no_{method}"),
        Code::Atom(text) if text.starts_with(['"', 'r']) => {
            let text = words(text.trim_start_matches('r'));
            let last: Vec<&str> = text.split('_').filter(|word| !COMMON.contains(word)).collect();
            last.iter().skip(last.len().saturating_sub(3)).copied().collect::<Vec<_>>().join("_")
        }
        Code::Atom(number) if number.parse::<i64>().is_ok() => with(number.trim_start_matches('-')),
        Code::Call(unit, amount) => {
            let unit = match unit.as_str() {
                "secs" => "s",
                "mins" => "m",
                "hours" => "h",
                "millis" => "ms",
                _ => return Some(method.to_owned()).filter(|method| !method.is_empty()),
            };
            match amount.as_slice() {
                [Code::Atom(amount)] => with(&format!("{amount}{unit}")),
                _ => return None,
            }
        }
        Code::List(entries) => entries.iter().find_map(|entry| value(method, entry))?,
        _ => method.to_owned(),
    };
    Some(word).filter(|word| !word.is_empty())
}

/// Words that say little.
const COMMON: [&str; 6] = ["attr", "meta", "unique", "true", "https", "http"];
