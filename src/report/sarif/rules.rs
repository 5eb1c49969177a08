//! The rules in SARIF.

use serde_json::{Value, json};

use crate::Severity;
use crate::lint::Rule;
use crate::report::rule;

/// The directory of the rules' pages; each rule has its own heading there.
const PAGE: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/rules");

/// The level in SARIF for a severity.
pub fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A rule by its name. One that is not in the list is a reader's, which has no description.
pub fn descriptor(name: &str) -> Value {
    let Some(rule) = rule(name) else {
        return json!({
            "id": name,
            "shortDescription": {"text": "the input can be read"},
            "defaultConfiguration": {"level": "error"},
            "help": {"text": "The files and settings have to be read before the jobs in them can \
                be checked."},
            "helpUri": format!("{PAGE}/README.md"),
        });
    };
    let severity = rule.level.severity();
    json!({
        "id": rule.name,
        "shortDescription": {"text": rule.what},
        "fullDescription": {"text": rule.why},
        "defaultConfiguration": {
            "enabled": severity.is_some(),
            "level": severity.map_or("none", level),
        },
        "help": {"text": help(rule), "markdown": markdown(rule)},
        "helpUri": format!("{PAGE}/{}", rule.place()),
    })
}

fn help(rule: &Rule) -> String {
    let short = rule.short();
    format!(
        "{}\n\nTo allow it: `.allow(\"{short}\", \"the reason\")` in a definition, or `# \
         jobwright:allow {short}: the reason` above the line in a job file.",
        rule.why
    )
}

fn markdown(rule: &Rule) -> String {
    format!("{}\n\nWrong:\n\n{}\nRight:\n\n{}", help(rule), rule.bad, rule.good)
}
