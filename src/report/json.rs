//! One JSON document with everything that is known, for programs.
//!
//! Its format is stable: with the same `version`, keys may be added, but none is removed or changes
//! its type or meaning.
//!
//! | key | |
//! |---|---|
//! | `version` | the version of this format: `1` |
//! | `findings[]` | the findings that are not allowed, in the order in which they are shown |
//! | `allowed[]` | the findings that are allowed |
//! | `allowed[].finding` | as one of `findings` |
//! | `allowed[].reason` | why it is allowed |
//! | `allowed[].place` | the location of the allowance |
//! | `summary.files` | how many files were checked |
//! | `summary.errors`, `summary.warnings`, `summary.infos` | how many of `findings` have each severity |
//! | `summary.allowed` | how many are in `allowed` |
//!
//! A finding, which is also what the other commands print as a line of JSON:
//!
//! | key | |
//! |---|---|
//! | `severity` | `error`, `warning` or `info` |
//! | `rule` | the rule's whole name, such as `house/static-port`, or a reader's, such as `syntax` |
//! | `message` | what was found, and what was expected |
//! | `place` | the location; null if it is unknown |
//! | `label` | a message about the location, or null |
//! | `within` | a string that is somewhere in `place`, such as an expression in a Rust string, or null |
//! | `within.text`, `within.offsets` | that string, and the part of it that is meant |
//! | `related[]` | what else it is about, each with a `message` and a `place` |
//! | `notes[]` | further facts |
//! | `help` | how to fix it, or null |
//! | `fix` | the same for a machine, or null |
//! | `fix.message` | what the change does |
//! | `fix.safe` | whether it is the same job to Nomad afterwards |
//! | `fix.edits[]` | what to replace, none of which overlap: each with a `place`, and its `replacement` |
//!
//! A location, of which all keys but `file` are present only as far as they are known:
//!
//! | key | |
//! |---|---|
//! | `file` | the file, as the user would name it |
//! | `line`, `column` | where it begins, from 1; columns count characters |
//! | `end_line`, `end_column` | the first character after it |
//! | `offsets` | the same in bytes of the file, from 0: the first, and the one after the last |

use serde_json::json;

use super::Report;
use crate::Severity;
use crate::diagnostic::json::{object, place};
use crate::lint::Allowed;
use crate::visible::visible_json;

/// The version of the format.
const VERSION: u32 = 1;

/// The document.
///
/// ```
/// use jobwright::report::{Report, json};
/// let printed = json::print(&Report { files: vec!["web.nomad.hcl".to_owned()], ..Report::default() });
/// let document: serde_json::Value = serde_json::from_str(&printed)?;
/// assert_eq!((document["version"].as_u64(), document["summary"]["files"].as_u64()), (Some(1), Some(1)));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[must_use]
pub fn print(report: &Report) -> String {
    let allowed = |allowed: &Allowed| {
        json!({
            "finding": object(&allowed.finding),
            "reason": allowed.reason,
            "place": place(&allowed.place),
        })
    };
    let document = json!({
        "version": VERSION,
        "findings": report.findings.iter().map(object).collect::<Vec<_>>(),
        "allowed": report.allowed.iter().map(allowed).collect::<Vec<_>>(),
        "summary": {
            "files": report.files.len(),
            "errors": report.count(Severity::Error),
            "warnings": report.count(Severity::Warning),
            "infos": report.count(Severity::Info),
            "allowed": report.allowed.len(),
        },
    });
    visible_json(&format!("{document:#}\n")).into_owned()
}
