//! `job-name`: names are unique, valid job IDs, and valid file names.

use std::collections::BTreeMap;

use crate::diagnostic::Place;
use crate::lint::{Check, Context, Level, Report, Rule, Sample, View};
use crate::registry::{Defined, Definition};
use crate::stem::{LONGEST, is_device};

pub const RULE: Rule = Rule {
    name: "house/job-name",
    what: "names are unique, valid job IDs, and valid file names",
    why: "The name is the job's ID in Nomad and its file name in `out/`. Of two jobs with one ID, \
        the one deployed last replaces the other, and stops its allocations. A name with a slash \
        or with leading dots would leave the output directory.",
    level: Level::Error,
    bad: Sample::Rust(r#"[Job::service("web"), Job::batch("web")]"#),
    good: Sample::Rust(r#"[Job::service("web"), Job::batch("web-clean-up")]"#),
    view: View::Written,
    needs_site: true,
    check: Check::Registry(check),
};

/// Checks all names of the registry together.
fn check(context: &Context<'_>, report: &mut Report<'_, '_>) {
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
        let at = where_is(one, context);
        if let Err(reason) = valid(name) {
            let message = format!("invalid {what} name `{name}`: {reason}");
            let finding = report.finding(message, one, at).help(format!(
                "use letters, digits, `-`, `_` and `.`: the name is the ID in Nomad and the file \
                 name in `out/`{}",
                if volume { "" } else { "; or set `any_ids()` in the site" },
            ));
            report.report(finding, one, &[]);
            continue;
        }
        if let Some(first) = seen.insert((volume, name), one) {
            let finding = report.finding(format!("duplicate {what} `{name}`"), one, at);
            let finding = finding.help(format!(
                "rename one of them: both would have the same file and the same ID in Nomad{}",
                if volume {
                    ""
                } else {
                    "; if they are for different clusters, set `any_ids()` in the site"
                },
            ));
            let first = where_is(first, context);
            report.report(finding.related(first, "first defined here"), one, &[]);
        }
    }
}

fn where_is(one: &Defined, context: &Context<'_>) -> Place {
    let location = match &one.definition {
        Definition::Job(job) | Definition::Reference(job) => job.base.location,
        Definition::Volume(volume) => volume.base.location,
    };
    context.place_in(one, location)
}

/// What keeps a name from being one. Nomad forbids little in a job ID, but it names a file here, and a path in Nomad's API.
pub fn valid(name: &str) -> Result<(), String> {
    if name.is_empty() {
        return Err("it is empty".to_owned());
    }
    if name.len() > LONGEST {
        return Err(format!("it has {} bytes; expected at most {LONGEST}", name.len()));
    }
    if name.starts_with(['.', '-']) {
        return Err("it starts with a dot or a dash".to_owned());
    }
    if is_device(name) {
        return Err("it is reserved on Windows".to_owned());
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
        for good in ["web", "a", "node-exporter_2", "v1.2", "console", "com10", "x.nul"] {
            assert_eq!(valid(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "con",
            "NUL.x",
            "Lpt1",
            "../x",
            "a/b",
            "a b",
            ".hidden",
            "-x",
            "a\\b",
            "a\0b",
            "é",
            &"x".repeat(201),
        ] {
            assert!(valid(bad).is_err(), "{bad}");
        }
    }
}
