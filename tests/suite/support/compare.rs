//! Two API JSONs of a job, one of which a Nomad of some version answered: it may lack what it does not know yet.

use jobwright::jobspec::{Field, Version, all_schemas};
use serde_json::{Map, Value as Json};
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

type Fields = Map<String, Json>;

/// Keys of the API JSON that no attribute of HCL stands for, with the first Nomad that prints them.
const NEW_KEYS: &[(&str, Version)] =
    &[("VersionTag", Version::new(1, 9, 0)), ("Identities", Version::new(1, 7, 0))];

/// Keys that a later Nomad no longer prints, with the first one that does not.
const GONE_KEYS: &[(&str, Version)] =
    &[("ConsulToken", Version::new(1, 10, 0)), ("VaultToken", Version::new(1, 10, 0))];

/// Before it, Nomad's reader leaves the default identity of a task among the others.
const DEFAULT_IDENTITY: Version = Version::new(1, 7, 0);

/// What was tolerated so far, in this process: an exception that nothing needs is to go.
static TOLERATED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Fails with the differences between what is expected and what a Nomad of this version answered.
pub fn same(expected: &Json, answer: &Json, by: Version) -> Result<(), String> {
    let found = differences(expected, answer, by);
    if found.is_empty() { Ok(()) } else { Err(found.join("\n  ")) }
}

/// What differs, by path. A key that the version does not know yet, or that is gone since, may be missing where the other
/// side has nothing in it.
pub fn differences(expected: &Json, answer: &Json, by: Version) -> Vec<String> {
    let later = |keys: &'static [(&str, Version)]| {
        keys.iter().filter(|(_, since)| *since > by).map(|(key, _)| *key)
    };
    let fields = all_schemas().into_iter().flat_map(|schema| schema.fields);
    let newer = fields.filter(|field| is_newer(field, by)).map(|field| field.json);
    let unknown = newer.chain(later(NEW_KEYS)).collect();
    let mut comparison =
        Comparison { by, unknown, gone: later(GONE_KEYS).collect(), found: Vec::new() };
    comparison.compare(expected, answer, "");
    comparison.found
}

/// The exceptions for Nomads of this version that nothing has needed yet.
pub fn unneeded(by: Version) -> Vec<String> {
    let keys = NEW_KEYS.iter().chain(GONE_KEYS);
    let mut needed: Vec<String> =
        keys.filter(|(_, since)| *since > by).map(|(key, _)| (*key).to_owned()).collect();
    needed.extend((by < DEFAULT_IDENTITY).then(|| "Identity".to_owned()));
    let tolerated = TOLERATED.lock().unwrap_or_else(PoisonError::into_inner);
    needed.retain(|key| !tolerated.contains(key));
    needed
}

/// Whether a field came after this version.
pub fn is_newer(field: &Field, than: Version) -> bool {
    field.since.is_some_and(|since| since > than)
}

fn tolerate(key: &str) {
    let mut tolerated = TOLERATED.lock().unwrap_or_else(PoisonError::into_inner);
    tolerated.insert(key.to_owned());
}

struct Comparison<'n> {
    by: Version,
    /// Keys that the answer may lack.
    unknown: BTreeSet<&'n str>,
    /// Keys that only the answer may have.
    gone: BTreeSet<&'n str>,
    found: Vec<String>,
}

impl Comparison<'_> {
    fn compare(&mut self, expected: &Json, answer: &Json, path: &str) {
        match (expected, answer) {
            (Json::Object(one), Json::Object(two)) => {
                if let Some(older) = self.default_identity_among_others(one, two) {
                    return self.compare(&Json::Object(older), answer, path);
                }
                let keys: BTreeSet<&String> = one.keys().chain(two.keys()).collect();
                for key in keys {
                    let path = format!("{path}.{key}");
                    match (one.get(key), two.get(key)) {
                        (Some(one), Some(two)) => self.compare(one, two, &path),
                        (Some(one), None) if nothing(one) && self.unknown.contains(&**key) => {
                            tolerate(key)
                        }
                        (None, Some(two)) if nothing(two) && self.gone.contains(&**key) => {
                            tolerate(key)
                        }
                        (one, two) => {
                            self.found.push(format!("{path}: expected {one:?}, found {two:?}"));
                        }
                    }
                }
            }
            (Json::Array(one), Json::Array(two)) if one.len() == two.len() => {
                for (index, (one, two)) in one.iter().zip(two).enumerate() {
                    self.compare(one, two, &format!("{path}[{index}]"));
                }
            }
            (one, two) if one == two => {}
            // A number that is greater than 64 bits hold may be written in two ways.
            (Json::Number(one), Json::Number(two)) if one.as_f64() == two.as_f64() => {}
            (one, two) => self.found.push(format!("{path}: expected {one}, found {two}")),
        }
    }

    /// A task as older Nomads read it, if it has a default identity and they answered.
    fn default_identity_among_others(&self, task: &Fields, answer: &Fields) -> Option<Fields> {
        let older = self.by < DEFAULT_IDENTITY && answer.get("Identity").is_some_and(nothing);
        let default = task.get("Identity").filter(|default| older && !nothing(default))?;
        tolerate("Identity");
        let list = |from: &Fields| {
            from.get("Identities").and_then(Json::as_array).cloned().unwrap_or_default()
        };
        let has_name = |one: &Json| !["", "default"].iter().any(|name| one["Name"] == *name);
        let mut identities = list(task);
        let at = list(answer).iter().take_while(|identity| has_name(identity)).count();
        identities.insert(at.min(identities.len()), default.clone());
        let mut task = task.clone();
        task.insert("Identity".to_owned(), Json::Null);
        task.insert("Identities".to_owned(), Json::Array(identities));
        Some(task)
    }
}

/// What Go prints for a field that nobody set.
fn nothing(value: &Json) -> bool {
    match value {
        Json::Null | Json::Bool(false) => true,
        Json::Number(number) => number.as_f64() == Some(0.0),
        Json::String(text) => text.is_empty(),
        _ => false,
    }
}
