//! What Renovate does with custom managers, as far as our preset asks for it: `matchStrings` of the strategy `recursive`
//! find images, and a replacement counts when the same search finds it in the place of the old one. Its engine is RE2, whose
//! syntax and choice of matches the crate `regex` shares.

use std::collections::BTreeMap;
use std::ops::Range;

use regex::Regex;
use serde_json::Value;

use crate::support::repository;

/// The texts of files by their paths.
pub type Tree = BTreeMap<String, String>;

/// How every manager of the preset writes an image.
const TEMPLATE: &str = "\"{{{depName}}}:{{{newValue}}}{{#if newDigest}}@{{{newDigest}}}{{/if}}\"";

/// A custom manager.
pub struct Manager {
    files: Vec<Regex>,
    strings: Vec<Regex>,
}

/// An image that a manager has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dep {
    pub name: String,
    pub value: String,
    pub digest: Option<String>,
    /// The literal, with its quotes.
    pub span: Range<usize>,
}

impl Dep {
    /// The image as a whole.
    pub fn image(&self) -> String {
        written(&self.name, &self.value, self.digest.as_deref())
    }
}

fn written(name: &str, value: &str, digest: Option<&str>) -> String {
    let digest = digest.map(|digest| format!("@{digest}")).unwrap_or_default();
    format!("{name}:{value}{digest}")
}

/// The managers of the preset, as the file has them.
pub fn managers() -> Vec<Manager> {
    let text = std::fs::read_to_string(repository("scaffold/renovate.json")).expect("the preset");
    let preset: Value = serde_json::from_str(&text).expect("JSON");
    let texts = |value: &Value| -> Vec<String> {
        let all = value.as_array().expect("a list").iter();
        all.map(|text| text.as_str().expect("a text").to_owned()).collect()
    };
    let manager = |manager: &Value| {
        assert_eq!(manager["customType"], "regex");
        assert_eq!(manager["datasourceTemplate"], "docker");
        assert_eq!(manager["matchStringsStrategy"], "recursive");
        assert_eq!(manager["autoReplaceStringTemplate"], TEMPLATE);
        let file = |pattern: String| {
            // Between slashes, a pattern is no glob.
            let inner = pattern.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
            Regex::new(inner.expect("a regular expression")).expect("a pattern")
        };
        let files = texts(&manager["managerFilePatterns"]).into_iter().map(file).collect();
        let strings = texts(&manager["matchStrings"]);
        let strings = strings.iter().map(|text| Regex::new(text).expect("a pattern")).collect();
        Manager { files, strings }
    };
    preset["customManagers"].as_array().expect("managers").iter().map(manager).collect()
}

impl Manager {
    /// Whether it looks into a file.
    pub fn takes(&self, file: &str) -> bool {
        self.files.iter().any(|pattern| pattern.is_match(file))
    }

    /// The images in a text, in their order.
    pub fn extract(&self, text: &str) -> Vec<Dep> {
        let mut found = Vec::new();
        self.descend(text, 0..text.len(), 0, &mut found);
        found
    }

    fn descend(&self, text: &str, part: Range<usize>, depth: usize, found: &mut Vec<Dep>) {
        for groups in self.strings[depth].captures_iter(&text[part.clone()]) {
            let all = groups.get(0).expect("a match").range();
            let own = part.start + all.start..part.start + all.end;
            if depth + 1 < self.strings.len() {
                self.descend(text, own, depth + 1, found);
                continue;
            }
            let group = |name: &str| groups.name(name).map(|group| group.as_str().to_owned());
            if let (Some(name), Some(value)) = (group("depName"), group("currentValue")) {
                found.push(Dep { name, value, digest: group("currentDigest"), span: own });
            }
        }
    }

    /// The text with another tag for the image at a place in the list of those that were found.
    fn replace(&self, text: &str, index: usize, value: &str, digest: Option<&str>) -> String {
        let old = self.extract(text)[index].clone();
        let new = written(&old.name, value, digest);
        let found = &text[old.span.clone()];
        // The first place where the same text stands and the image is another one afterwards.
        let places = text.match_indices(found).map(|(at, _)| at..at + found.len());
        let replaced = places.map(|place| {
            let mut replaced = text.to_owned();
            replaced.replace_range(place, &format!("\"{new}\""));
            replaced
        });
        let is_new =
            |text: &String| self.extract(text).get(index).is_some_and(|dep| dep.image() == new);
        replaced.into_iter().find(is_new).unwrap_or_else(|| panic!("{new} cannot be written"))
    }
}

/// The files that a pull request for an image changes.
pub fn update(
    tree: &Tree,
    managers: &[Manager],
    old: &str,
    value: &str,
    digest: Option<&str>,
) -> Tree {
    let mut changed = Tree::new();
    for manager in managers {
        for (file, before) in tree.iter().filter(|(file, _)| manager.takes(file)) {
            for (index, dep) in manager.extract(before).iter().enumerate() {
                let now = changed.get(file).unwrap_or(before);
                // Two managers may have found the same literal.
                let is_left =
                    manager.extract(now).get(index).is_some_and(|now| now.image() == dep.image());
                if dep.image() == old && is_left {
                    let now = manager.replace(now, index, value, digest);
                    changed.insert(file.clone(), now);
                }
            }
        }
    }
    changed
}
