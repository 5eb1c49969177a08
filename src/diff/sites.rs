//! The files of several sites, each by itself; and what is different from one site to another.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::comparison::Comparison;
use super::inputs::{Files, Sides};
use super::job::{JobChange, Operation};
use super::text::{Paint, changes_of, plain_change};
use super::words::counted;
use crate::import::SourceFile;
use crate::out::site_of;

impl Sides {
    /// The files of each site by themselves: of those that `gen` has written for one of several into its folder. All
    /// others are together, without a name. What cannot be read is said with the first.
    #[must_use]
    pub fn by_site(self) -> Vec<(Option<String>, Self)> {
        if self.old.is_single || self.new.is_single {
            return vec![(None, self)];
        }
        let mut sites = BTreeMap::<Option<String>, Self>::new();
        // Where nothing is different, there is one side without a name.
        for (name, file) in self.old.files {
            let site = site(&name, &file);
            sites.entry(site).or_default().old.files.insert(name, file);
        }
        for (name, file) in self.new.files {
            let site = site(&name, &file);
            sites.entry(site).or_default().new.files.insert(name, file);
        }
        let mut sites: Vec<(Option<String>, Self)> = sites.into_iter().collect();
        if sites.is_empty() {
            sites.push((None, Self::default()));
        }
        if let Some((_, first)) = sites.first_mut() {
            first.findings = self.findings;
        }
        sites
    }

    /// Two sides of files that are there already.
    #[must_use]
    pub fn of_texts(old: BTreeMap<String, String>, new: BTreeMap<String, String>) -> Self {
        let files = |texts: BTreeMap<String, String>| Files {
            files: texts
                .into_iter()
                .map(|(name, text)| (name.clone(), SourceFile::new(name.as_str(), text)))
                .collect(),
            is_single: false,
        };
        Self { old: files(old), new: files(new), findings: Vec::new() }
    }
}

/// The site that a file is for, if it lies in the folder of that.
fn site(name: &str, file: &SourceFile) -> Option<String> {
    let (folder, _) = name.split_once('/')?;
    site_of(file.text.as_bytes()).filter(|site| site == folder)
}

/// What is different at the second of two sites, without what it would do: nobody makes one cluster of the other.
#[must_use]
pub fn between(
    comparison: &Comparison,
    (one, two): (&str, &str),
    full: bool,
    paint: Paint,
) -> String {
    let mut text = String::new();
    let width = comparison.jobs.iter().map(|job| job.id.chars().count()).max().unwrap_or(0);
    for job in &comparison.jobs {
        let (sign, words) = match job.operation {
            Operation::Added => ("+", format!("only at {two}")),
            Operation::Removed => ("-", format!("only at {one}")),
            Operation::Changed => ("~", counted(job.changes.len(), "difference", "differences")),
        };
        let room = " ".repeat(width.saturating_sub(job.id.chars().count()));
        let line = format!("{sign} {}{room}  {words}", job.id);
        // Writing into a string cannot fail.
        _ = writeln!(text, "{}", paint(job.class, &line));
    }
    for job in comparison.jobs.iter().filter(|job| is_shown(job)) {
        _ = write!(text, "\n{}\n{}", paint(job.class, &format!("job {}", job.id)), {
            changes_of(job, full, |change| plain_change(change, full, paint))
        });
    }
    let of = |operation| comparison.jobs.iter().filter(|job| job.operation == operation).count();
    let counts = [
        (of(Operation::Changed), "different".to_owned()),
        (of(Operation::Removed), format!("only at {one}")),
        (of(Operation::Added), format!("only at {two}")),
    ];
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts.map(|(count, what)| format!("{count} {what}")).collect();
    let summary = match counts.as_slice() {
        [] => format!("{one} and {two} have the same jobs"),
        counts => format!("from {one} to {two}: {}", counts.join(", ")),
    };
    let space = if text.is_empty() { "" } else { "\n" };
    text + space + &summary + "\n"
}

fn is_shown(job: &JobChange) -> bool {
    job.operation == Operation::Changed && !job.changes.is_empty()
}
