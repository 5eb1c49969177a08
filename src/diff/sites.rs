//! The files of several sites, each by itself; and what is different from one site to another.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;
use serde_json::{Value, json};

use super::change::Class;
use super::comparison::Comparison;
use super::flag::{Risk, of_moved};
use super::inputs::{Files, Sides};
use super::job::Operation;
use super::shown::Side;
use super::text::{Paint, changes_of, plain_change};
use super::words::counted;
use crate::import::SourceFile;
use crate::out::site_of;
use crate::visible::{visible_json, visible_line};

impl Sides {
    /// The files of each site by themselves: of those that `gen` has written for one of several into its directory. All
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

/// Tells of jobs that are gone from one site, and new at another, by what these are called: perhaps only their files have
/// moved.
pub fn moved(sites: &mut [(Option<String>, Comparison)]) {
    let mut places = BTreeMap::<(String, Operation), Option<String>>::new();
    for (name, comparison) in sites.iter() {
        for job in &comparison.jobs {
            places.entry((job.id.clone(), job.operation)).or_insert_with(|| name.clone());
        }
    }
    let jobs = sites
        .iter_mut()
        .flat_map(|(name, comparison)| comparison.jobs.iter_mut().map(|job| (name.is_some(), job)));
    for (is_of_site, job) in jobs {
        let other = match job.operation {
            Operation::Added => Operation::Removed,
            Operation::Removed => Operation::Added,
            Operation::Changed => continue,
        };
        let Some(place) = places.get(&(job.id.clone(), other)) else { continue };
        // From one site to another, it is the same cluster only where the site has another name now.
        if !is_of_site || place.is_none() {
            job.flags.retain(|flag| flag.risk != Risk::LeftRunning);
        }
        let place = match place.as_deref() {
            Some(site) => format!("the site `{site}`"),
            None => "the files without a site".to_owned(),
        };
        job.flags.push(of_moved(job.operation == Operation::Removed, &place));
    }
}

/// The site that a file is for, if it lies in the directory of that.
fn site(name: &str, file: &SourceFile) -> Option<String> {
    let (folder, _) = name.split_once('/')?;
    site_of(file.text.as_bytes()).filter(|site| site == folder)
}

/// A difference of where a job is, by which nothing is another job to a reader of two sites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlaceChange {
    /// The job's ID.
    pub job: String,
    /// `namespace` or `region`.
    pub path: &'static str,
    /// Where it is at the first site.
    pub old: String,
    /// Where it is at the second.
    pub new: String,
}

/// What is different at the second of two sites, without what that would do: no one turns one
/// cluster into the other.
#[derive(Debug)]
pub struct Between<'c> {
    /// The names of the two.
    pub sites: (&'c str, &'c str),
    /// Their jobs, those of one ID beside each other.
    pub comparison: &'c Comparison,
    /// Where these are.
    pub places: &'c [PlaceChange],
}

/// A job as the document for programs has it.
#[derive(Serialize)]
struct Different<'c> {
    job: &'c str,
    operation: Operation,
    changes: Vec<Value>,
}

impl Between<'_> {
    /// Whether nothing is different.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.comparison.is_empty() && self.places.is_empty()
    }

    /// For people.
    #[must_use]
    pub fn text(&self, full: bool, paint: Paint) -> String {
        let (one, two) = self.sites;
        let [one, two] = [one, two].map(|site| visible_line(site));
        let ids = self.ids();
        let width = ids.iter().map(|id| id.chars().count()).max().unwrap_or(0);
        let (mut head, mut details) = (String::new(), String::new());
        let mut counts = [0_usize; 3];
        for id in &ids {
            let job = self.comparison.jobs.iter().find(|job| job.id == *id);
            let places: Vec<&PlaceChange> =
                self.places.iter().filter(|own| own.job == *id).collect();
            let class = job.map_or(Class::Nothing, |job| job.class);
            let (sign, words, at) = match job.map(|job| job.operation) {
                Some(Operation::Added) => ("+", format!("only at {two}"), 2),
                Some(Operation::Removed) => ("-", format!("only at {one}"), 1),
                Some(Operation::Changed) | None => {
                    let count = job.map_or(0, |job| job.changes.len()) + places.len();
                    ("~", counted(count, "difference", "differences"), 0)
                }
            };
            counts[at] += 1;
            let room = " ".repeat(width.saturating_sub(id.chars().count()));
            let id = visible_line(id);
            // Writing into a string cannot fail.
            _ = writeln!(head, "{}", paint(class, &format!("{sign} {id}{room}  {words}")));
            if at == 0 {
                _ = write!(details, "\n{}\n", paint(class, &format!("job {id}")));
                for PlaceChange { path, old, new, .. } in places {
                    let [old, new] = [old, new].map(|side| visible_line(side));
                    _ = writeln!(details, "  ~ {path}: \"{old}\" → \"{new}\"");
                }
                let changes = job
                    .map(|job| changes_of(job, full, |change| plain_change(change, full, paint)));
                details.push_str(&changes.unwrap_or_default());
            }
        }
        let words = ["different".to_owned(), format!("only at {one}"), format!("only at {two}")];
        let counts = counts.iter().zip(words).filter(|(count, _)| **count > 0);
        let counts: Vec<String> = counts.map(|(count, what)| format!("{count} {what}")).collect();
        let summary = match counts.as_slice() {
            [] => format!("{one} and {two} have the same jobs"),
            counts => format!("from {one} to {two}: {}", counts.join(", ")),
        };
        let space = if head.is_empty() { "" } else { "\n" };
        format!("{head}{details}{space}{summary}\n")
    }

    /// For programs: `from`, `to`, and `jobs` with their `changes`.
    #[must_use]
    pub fn json(&self) -> String {
        let jobs = self.ids().into_iter().map(|id| {
            let job = self.comparison.jobs.iter().find(|job| job.id == id);
            let side = |side: &Option<Side>| side.as_ref().map(|side| side.text.clone());
            let places = self.places.iter().filter(|own| own.job == id);
            let places =
                places.map(|own| json!({ "path": own.path, "old": own.old, "new": own.new }));
            let own = job.into_iter().flat_map(|job| &job.changes).map(|change| {
                json!({ "path": change.path, "old": side(&change.old), "new": side(&change.new) })
            });
            Different {
                job: id,
                operation: job.map_or(Operation::Changed, |job| job.operation),
                changes: places.chain(own).collect(),
            }
        });
        let jobs: Vec<Different<'_>> = jobs.collect();
        let document =
            json!({ "version": 1, "from": self.sites.0, "to": self.sites.1, "jobs": jobs });
        // Strings and numbers: there is nothing in it that JSON does not have.
        let text = serde_json::to_string_pretty(&document).unwrap_or_default();
        visible_json(&text).into_owned() + "\n"
    }

    /// The IDs of the jobs that are different.
    fn ids(&self) -> Vec<&str> {
        let jobs = self.comparison.jobs.iter().map(|job| job.id.as_str());
        let mut ids: Vec<&str> =
            jobs.chain(self.places.iter().map(|own| own.job.as_str())).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}

#[cfg(test)]
mod tests {
    use super::{Risk, moved};
    use crate::diff::compare;
    use crate::jobspec::Job;

    /// Whether the report asks to stop a job that is gone at one site and new at another.
    fn is_to_be_stopped(from: Option<&str>, to: Option<&str>) -> bool {
        let job = [Job::service("web")];
        let mut sites = [
            (from.map(str::to_owned), compare(&job, &[])),
            (to.map(str::to_owned), compare(&[], &job)),
        ];
        moved(&mut sites);
        let flags = &sites[0].1.jobs[0].flags;
        assert!(flags.iter().any(|flag| flag.risk == Risk::Moved));
        flags.iter().any(|flag| flag.risk == Risk::LeftRunning)
    }

    #[test]
    fn a_job_that_leaves_a_cluster_is_to_be_stopped_there() {
        assert!(is_to_be_stopped(Some("staging"), Some("production")));
        assert!(!is_to_be_stopped(None, Some("production")));
        assert!(!is_to_be_stopped(Some("production"), None));
    }
}
