//! `job-name`: names are unique, are valid job IDs, and are file names that stay in their folder.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Place};
use crate::lint::{Context, Defined, place};
use crate::registry::Definition;

const RULE: &str = "job-name";

/// Checks all names of the registry together.
pub fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut seen: BTreeMap<(bool, &str), &Defined> = BTreeMap::new();
    for one in context.defined {
        let (volume, name) = match &one.definition {
            Definition::Job(job) | Definition::Reference(job) => (false, job.id.as_str()),
            Definition::Volume(volume) => (true, volume.source().unwrap_or_default()),
        };
        if !volume && context.site.any_ids {
            continue;
        }
        let what = if volume { "volume" } else { "job" };
        if let Err(reason) = valid(name) {
            let message = format!("`{name}` is no name for a {what}: {reason}");
            findings.push(Diagnostic::error(RULE, message).at(where_is(one)).help(format!(
                "use letters, digits, `-`, `_` and `.`: the name is the ID in Nomad and that of the file in `out/`{}",
                if volume { "" } else { "; or let the site have `any_ids()`" },
            )));
            continue;
        }
        if let Some(first) = seen.insert((volume, name), one) {
            let at =
                where_is(first).map_or_else(|| first.source.to_owned(), |place| place.to_string());
            findings.push(
                Diagnostic::error(RULE, format!("two {what}s are named `{name}`"))
                    .at(where_is(one))
                    .note(format!("the first one is at {at}"))
                    .help(format!(
                        "rename one of them: both would be the same file and the same ID in Nomad{}",
                        if volume { "" } else { "; if they are for several clusters, let the site have `any_ids()`" },
                    )),
            );
        }
    }
    findings
}

fn where_is(one: &Defined) -> Option<Place> {
    let written = match &one.definition {
        Definition::Job(job) | Definition::Reference(job) => place(job),
        Definition::Volume(volume) => place(volume),
    };
    written.or_else(|| Some(Place { file: one.source.to_owned(), line: 1, column: 1 }))
}

/// What keeps a name from being one. Nomad forbids little in a job ID, but it names a file here, and a path in Nomad's API.
pub fn valid(name: &str) -> Result<(), String> {
    if name.is_empty() {
        return Err("it is empty".to_owned());
    }
    if name.len() > 200 {
        return Err(format!("it has {} bytes; expected 200 at most", name.len()));
    }
    if name.starts_with(['.', '-']) {
        return Err("it starts with a dot or a dash".to_owned());
    }
    match name
        .chars()
        .find(|letter| !letter.is_ascii_alphanumeric() && !matches!(letter, '-' | '_' | '.'))
    {
        Some(' ') => Err("it contains a space".to_owned()),
        Some(letter) if letter.is_control() => {
            Err(format!("it contains `{}`", letter.escape_default()))
        }
        Some(letter) => Err(format!("it contains `{letter}`")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::valid;

    #[test]
    fn names_stay_in_their_folder() {
        for good in ["web", "a", "node-exporter_2", "v1.2"] {
            assert_eq!(valid(good), Ok(()), "{good}");
        }
        for bad in
            ["", "../x", "a/b", "a b", ".hidden", "-x", "a\\b", "a\0b", "é", &"x".repeat(201)]
        {
            assert!(valid(bad).is_err(), "{bad}");
        }
    }
}
