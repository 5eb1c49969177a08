//! Our verdict on a job beside that of the live Nomad.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use jobwright::Severity;
use jobwright::jobspec::Version;
use jobwright::lint::Outcome;

use crate::support::call::call;
use crate::support::nomad::Nomad;

/// Rules of Nomads that are newer than the one that the tests build, and the first Nomad that has them.
const NEWER: [(&str, Version); 3] = [
    ("nomad/check-notes", Version::new(1, 9, 0)),
    ("nomad/connect-native-port", Version::new(1, 11, 3)),
    ("nomad/service-identity", Version::new(1, 7, 0)),
];

/// Why a job is refused; nothing, where it is taken.
pub type Refusal = Option<String>;

/// What we say, of what the Nomad of this version judges.
pub fn ours(outcome: Result<Outcome, String>, by: Version) -> Refusal {
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(why) => return Some(format!("the reader: {}", message(&why))),
    };
    let is_known = |rule: &str| !NEWER.iter().any(|(name, since)| *name == rule && *since > by);
    let mut errors = outcome.findings.iter().filter(|finding| {
        finding.severity == Severity::Error
            && finding.rule.starts_with("nomad/")
            && is_known(finding.rule)
    });
    errors.next().map(|finding| format!("{}: {}", finding.rule, finding.message))
}

/// The first message among findings as Rust shows them.
fn message(findings: &str) -> &str {
    let message = findings.split_once("message: \"").map_or(findings, |(_, message)| message);
    message.split_once("\", help: ").map_or(message, |(message, _)| message)
}

/// What Nomad says of a file, in the file's own folder, in which there are no keys either.
pub fn theirs(nomad: &Nomad, file: &Path) -> Refusal {
    let mut command = nomad.command();
    command.args(["job", "validate"]).args(file.file_name());
    if let Some(folder) = file.parent() {
        command.env("HOME", folder).current_dir(folder);
    }
    let said = call(&mut command, "");
    if said.code == Some(0) {
        return None;
    }
    // The innermost of the reasons say most.
    let lines = said.stderr.lines().map(str::trim).filter(|line| line.starts_with("* "));
    let inner: Vec<&str> = lines.filter(|line| !line.ends_with("occurred:")).collect();
    Some(if inner.is_empty() { said.stderr.trim().to_owned() } else { inner.join("; ") })
}

/// A job of which the verdicts differ.
pub struct Difference {
    pub name: String,
    pub ours: Refusal,
    pub theirs: Refusal,
}

impl Difference {
    /// The same for all of one cause, more or less: who refuses, and why.
    pub fn class(&self) -> String {
        let (who, why) = match (&self.ours, &self.theirs) {
            (Some(why), _) => ("only we refuse", why),
            (None, Some(why)) => ("only Nomad refuses", why),
            (None, None) => ("nobody refuses", &self.name),
        };
        let mut quoted = false;
        let plain = |letter: &char| {
            let quote = matches!(letter, '"' | '`' | '\'');
            quoted ^= quote;
            !quoted && !quote && !letter.is_ascii_digit()
        };
        let short: String = why.chars().filter(plain).take(200).collect();
        format!("{who}: {}", short.replace('\n', " "))
    }
}

/// A difference that stays: what each reason for it has in it, and why it stays.
pub type Explained = (&'static str, &'static str);

/// Fails where an explanation is no longer needed.
pub fn all_needed(differences: &[&Difference], explained: &[Explained]) {
    for (needle, why) in explained {
        let mut all = differences.iter().flat_map(|one| reasons(one));
        assert!(all.any(|reason| reason.contains(needle)), "nothing is left of `{needle}`: {why}");
    }
}

fn reasons(one: &Difference) -> Vec<String> {
    let all = one.ours.iter().chain(&one.theirs).flat_map(|why| why.split("; "));
    all.map(str::to_owned).collect()
}

/// The differences that nobody explains.
pub fn unexplained<'d>(
    differences: &[&'d Difference],
    explained: &[Explained],
) -> Vec<&'d Difference> {
    let is_open = |one: &Difference| {
        let is_known =
            |reason: &String| explained.iter().any(|(needle, _)| reason.contains(needle));
        !reasons(one).iter().all(is_known)
    };
    differences.iter().copied().filter(|one| is_open(one)).collect()
}

/// Shows the differences by class, those with most first.
pub fn by_class(differences: &[&Difference]) -> String {
    let mut classes: BTreeMap<String, Vec<&Difference>> = BTreeMap::new();
    for difference in differences {
        classes.entry(difference.class()).or_default().push(difference);
    }
    let mut classes: Vec<_> = classes.into_iter().collect();
    classes.sort_by_key(|(_, all)| std::cmp::Reverse(all.len()));
    let shown = classes.iter().map(|(class, all)| {
        let examples: Vec<&str> = all.iter().take(3).map(|one| one.name.as_str()).collect();
        format!("{:5} {class}\n        {}\n", all.len(), examples.join("\n        "))
    });
    shown.collect()
}

/// Does the same for numbers up to a count, two at a time, in their order.
pub fn each<R: Send>(count: usize, of: impl Fn(usize) -> R + Sync) -> Vec<R> {
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        break;
                    }
                    let result = of(number);
                    done.lock().expect("the results").push((number, result));
                }
            });
        }
    });
    let mut done = done.into_inner().expect("the results");
    done.sort_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, result)| result).collect()
}
