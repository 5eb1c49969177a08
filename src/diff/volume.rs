//! Volume specifications side by side. What deploys jobs neither changes nor deletes a volume, so that all of this is for
//! whoever does.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

use super::change::Sign;
use super::job::Operation;
use super::shown::{self, Shown, Side};
use crate::jobspec::walk::{Seen, Sides, zip};
use crate::jobspec::{Attr, Free, FreeItem, Item, Map, Value, VolumeSpec};
use crate::render::same_items;

/// A volume specification that is not the same.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VolumeChange {
    /// The ID, or the name of a volume without one.
    pub id: String,
    /// Its namespace, where it is another one than `default`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// What becomes of the specification; the volume stays what it is until somebody does something.
    pub operation: Operation,
    /// What is different.
    pub changes: Vec<VolumeAttribute>,
}

/// One difference between two versions of a volume specification.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VolumeAttribute {
    /// Where, by its HCL path: `capability > access_mode`.
    pub path: String,
    /// How it reads.
    pub sign: Sign,
    /// What was there, as HCL; hidden, where it is a secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Side>,
    /// What is there now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Side>,
}

/// Compares two sets of volume specifications.
#[must_use]
pub fn volumes(old: &[VolumeSpec], new: &[VolumeSpec]) -> Vec<VolumeChange> {
    let by_key = |volumes: &[VolumeSpec]| -> BTreeMap<(String, String), VolumeSpec> {
        volumes.iter().map(|volume| (key(volume), volume.clone())).collect()
    };
    let (olds, news) = (by_key(old), by_key(new));
    let mut changes = Vec::new();
    for (key, old) in &olds {
        match news.get(key) {
            None => changes.push(change(key, Operation::Removed, Vec::new())),
            Some(new) => {
                let attributes = attributes(old, new);
                if !attributes.is_empty() {
                    changes.push(change(key, Operation::Changed, attributes));
                }
            }
        }
    }
    let added = news.keys().filter(|key| !olds.contains_key(*key));
    changes.extend(added.map(|key| change(key, Operation::Added, Vec::new())));
    changes
}

/// The volumes that changed, in lines for a terminal.
#[must_use]
pub fn volumes_text(volumes: &[VolumeChange]) -> String {
    let mut text = String::new();
    for volume in volumes {
        let (sign, words) = match volume.operation {
            Operation::Added => ("+", ADDED),
            Operation::Removed => ("-", REMOVED),
            Operation::Changed => ("~", CHANGED),
        };
        // Writing into a string cannot fail.
        _ = writeln!(text, "{sign} volume {}  {words}", volume.id);
        for change in &volume.changes {
            _ = writeln!(text, "  {}", change.line());
        }
    }
    text
}

/// The same for a pull request, in at most so many characters.
#[must_use]
pub fn volumes_markdown(volumes: &[VolumeChange], most: usize) -> String {
    let text = volumes_text(volumes);
    if text.is_empty() {
        return text;
    }
    // A fence is longer than any that stands in the text.
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let whole = format!("\n{fence}diff\n{text}{fence}\n");
    match whole.chars().count() <= most {
        true => whole,
        false => format!("\n{} volumes are not the same; they are not shown.\n", volumes.len()),
    }
}

const ADDED: &str = "new: somebody must create it before jobs can mount it";
const REMOVED: &str = "removed from the files; it stays in the cluster until somebody deletes it";
const CHANGED: &str = "another specification; the volume stays as it is until somebody changes it";

impl VolumeAttribute {
    fn line(&self) -> String {
        let value = match (&self.old, &self.new) {
            (Some(old), Some(new)) => format!(": {} → {}", old.text, new.text),
            (Some(only), None) | (None, Some(only)) => format!(": {}", only.text),
            (None, None) => String::new(),
        };
        format!("{} {}{value}", self.sign.as_str(), self.path)
    }
}

fn text(attr: &Option<Attr<String>>) -> Option<String> {
    let own = attr.as_ref().and_then(Attr::as_str).filter(|own| !own.is_empty());
    own.map(str::to_owned)
}

/// What a volume is known by: its namespace, and its ID.
fn key(volume: &VolumeSpec) -> (String, String) {
    let namespace = text(&volume.namespace).unwrap_or_else(|| "default".to_owned());
    (namespace, text(&volume.id).or_else(|| text(&volume.name)).unwrap_or_default())
}

fn change(
    (namespace, id): &(String, String),
    operation: Operation,
    changes: Vec<VolumeAttribute>,
) -> VolumeChange {
    let namespace = Some(namespace.clone()).filter(|own| own != "default");
    VolumeChange { id: id.clone(), namespace, operation, changes }
}

fn attributes(old: &VolumeSpec, new: &VolumeSpec) -> Vec<VolumeAttribute> {
    let mut changes = Vec::new();
    zip(old, new, &mut |seen| Finder { seen, changes: &mut changes }.find());
    changes
}

struct Finder<'w, 's> {
    seen: Seen<'s>,
    changes: &'w mut Vec<VolumeAttribute>,
}

impl Finder<'_, '_> {
    fn find(&mut self) {
        let name = self.seen.field.map_or("", |field| field.name);
        match self.seen.sides {
            Sides::Both(one, two) if same_items(one, two, self.seen.field, false) => {}
            Sides::Both(Item::Map(one), Item::Map(two)) => self.maps(name, one, two),
            Sides::Old(Item::Map(one)) => self.maps(name, one, &Map::default()),
            Sides::New(Item::Map(two)) => self.maps(name, &Map::default(), two),
            Sides::Both(Item::Free(one), Item::Free(two)) => self.bodies(one, two),
            Sides::Both(one, two) => self.item(Sign::Changed, name, Some(one), Some(two)),
            Sides::Old(one) => self.item(Sign::Removed, name, Some(one), None),
            Sides::New(two) => self.item(Sign::Added, name, None, Some(two)),
            Sides::Order => self.item(Sign::Moved, name, None, None),
        }
    }

    fn item(&mut self, sign: Sign, name: &str, old: Option<Item<'_>>, new: Option<Item<'_>>) {
        let block = [old, new].into_iter().flatten().find_map(|item| match item {
            Item::Block(block) => Some(shown::step(block)),
            _ => None,
        });
        self.push(sign, block.as_deref().unwrap_or(name), shown::both(name, false, old, new));
    }

    fn maps(&mut self, name: &str, old: &Map, new: &Map) {
        let added = new.iter().filter(|(key, _)| old.get(key).is_none());
        for (key, _) in old.iter().chain(added) {
            let (one, two) = (old.get(key), new.get(key));
            let is_same = one.zip(two).is_some_and(|(one, two)| one.same(two, false));
            if !is_same {
                let shown = shown::values(key, false, one, two);
                self.push(sign(one, two), &format!("{name} > {key}"), shown);
            }
        }
    }

    /// What the model does not know, such as the secrets of a plugin, which are never shown.
    fn bodies(&mut self, old: &Free, new: &Free) {
        let items = |free: &Free| -> BTreeMap<String, Vec<FreeItem>> {
            let mut all: BTreeMap<String, Vec<FreeItem>> = BTreeMap::new();
            for item in free.iter() {
                let (FreeItem::Attr(name, _)
                | FreeItem::Object(name, _)
                | FreeItem::Block { name, .. }) = item;
                all.entry(name.clone()).or_default().push(item.clone());
            }
            all
        };
        let (olds, news) = (items(old), items(new));
        let added = news.keys().filter(|name| !olds.contains_key(*name));
        for name in olds.keys().chain(added) {
            let (one, two) = (olds.get(name), news.get(name));
            if one == two {
                continue;
            }
            let value = |items: Option<&Vec<FreeItem>>| items.map(|items| shown::items(items));
            let (one, two) = (value(one), value(two));
            let shown = match name.as_str() {
                "secrets" => Shown::default(),
                name => shown::values(name, false, one.as_ref(), two.as_ref()),
            };
            self.push(sign(one.as_ref(), two.as_ref()), name, shown);
        }
    }

    fn push(&mut self, sign: Sign, name: &str, shown: Shown) {
        let outer = self.seen.at.path();
        let mut steps: Vec<String> =
            outer.steps().iter().skip(1).map(ToString::to_string).collect();
        steps.push(name.to_owned());
        let Shown { old, new, .. } = shown;
        self.changes.push(VolumeAttribute { path: steps.join(" > "), sign, old, new });
    }
}

fn sign(old: Option<&Value>, new: Option<&Value>) -> Sign {
    match (old, new) {
        (None, _) => Sign::Added,
        (_, None) => Sign::Removed,
        _ => Sign::Changed,
    }
}
