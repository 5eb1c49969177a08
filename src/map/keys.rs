//! Names for the jobs of a site, so that no two have the same.

use std::collections::HashMap;

use super::given::Given;
use super::masked::masked;
use crate::jobspec::{Attr, Job};

/// The key of each job, by the index of its definition: see [`Job::key`](super::model::Job::key). Other definitions have none.
pub fn of(given: &Given<'_>) -> Vec<String> {
    let key = |job: Option<&Job>| job.map(with_namespace).unwrap_or_default();
    let mut keys: Vec<String> = given.all.iter().map(|one| key(one.job())).collect();
    for at in several(&keys) {
        if let (Some(key), Some(one)) = (keys.get_mut(at), given.all.get(at)) {
            key.push_str(&format!(" ({})", one.source().file));
        }
    }
    // A file of a registry may define several.
    for (number, at) in (1..).zip(several(&keys)) {
        if let Some(key) = keys.get_mut(at) {
            key.push_str(&format!(" {number}"));
        }
    }
    keys
}

fn with_namespace(job: &Job) -> String {
    match job.namespace.as_ref().and_then(Attr::as_str) {
        None | Some("" | "default") => job.id.clone(),
        Some(namespace) => format!("{}@{}", job.id, masked(namespace)),
    }
}

/// The indices of the keys that several jobs have.
fn several(keys: &[String]) -> Vec<usize> {
    let mut number: HashMap<&str, usize> = HashMap::new();
    keys.iter().for_each(|key| *number.entry(key).or_default() += 1);
    let is_there_again =
        |key: &String| !key.is_empty() && number.get(key.as_str()).is_some_and(|all| *all > 1);
    keys.iter().enumerate().filter(|(_, key)| is_there_again(key)).map(|(at, _)| at).collect()
}
