//! A comparison for programs: one JSON document.
//!
//! Its form is stable: under the same `version`, keys may be added, and none goes, changes its type or its meaning. It is
//! described by `schema/diff.schema.json`, and key by key in `docs/diff.md`.

use serde::Serialize;

use super::comparison::Comparison;
use super::job::JobChange;
use super::volume::VolumeChange;
use super::words::{Totals, totals};
use crate::visible::visible_json;

/// The version of the form.
const VERSION: u32 = 1;

/// The document.
#[derive(Debug, Serialize)]
struct Document<'c> {
    version: u32,
    summary: Totals,
    jobs: &'c [JobChange],
    volumes: &'c [VolumeChange],
}

/// The comparison as a JSON document.
///
/// ```
/// use jobwright::diff::{Comparison, json};
/// let document: serde_json::Value = serde_json::from_str(&json(&Comparison::default()))?;
/// assert_eq!((document["version"].as_u64(), document["jobs"].as_array().map(Vec::len)), (Some(1), Some(0)));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[must_use]
pub fn json(comparison: &Comparison) -> String {
    let Comparison { jobs, volumes } = comparison;
    let document = Document { version: VERSION, summary: totals(comparison), jobs, volumes };
    // Strings and numbers under names that are strings: there is nothing in it that JSON does not have.
    let text = serde_json::to_string_pretty(&document).unwrap_or_default();
    visible_json(&text).into_owned() + "\n"
}
