//! Volume specifications side by side. What deploys jobs neither changes nor deletes a volume, so that all of this is for
//! whoever does.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

use super::change::Sign;
use super::differences::{Difference, find};
use super::job::Operation;
use super::shown::{Shown, Side, fenced};
use crate::jobspec::{Attr, VolumeSpec};
use crate::visible::visible_line;

/// A volume specification that is not the same.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VolumeChange {
    /// The ID, or the name of a volume without one.
    pub id: String,
    /// Its namespace, where it is another one than `default`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// What becomes of the specification; the volume stays unchanged until an operator acts.
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
        _ = writeln!(text, "{sign} volume {}  {words}", visible_line(&volume.id));
        for change in &volume.changes {
            _ = writeln!(text, "  {}", visible_line(&change.line()));
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
    let whole = format!("\n{}", fenced("diff", &text));
    match whole.chars().count() <= most {
        true => whole,
        false => format!("\n{} volumes differ; they are not shown.\n", volumes.len()),
    }
}

const ADDED: &str = "new: it must be created before jobs can mount it";
const REMOVED: &str = "removed from the files; it stays in the cluster until it is deleted";
const CHANGED: &str = "changed; the volume in the cluster stays as it is until it is changed there";

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
    find(old, new, &mut |_, Difference { path, sign, shown: Shown { old, new, .. }, .. }| {
        changes.push(VolumeAttribute { path, sign, old, new });
    });
    changes
}
