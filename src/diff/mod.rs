//! What changed between two sets of jobs, and what that does to the allocations that run.
//!
//! Jobs are compared as Nomad completes them ([`canonical`](crate::jobspec::canonical)), on one walk over both
//! ([`walk`](crate::jobspec::walk)); what each difference does stands in the model ([`Effect`](crate::jobspec::Effect)).
//!
//! ```
//! use jobwright::diff::{self, Class};
//! use jobwright::jobspec::{Group, Job, RawExec, Task};
//!
//! let job = |command: &str, count| {
//!     let task = Task::new("web", RawExec::command(command));
//!     Job::service("web").group(Group::new("web").count(count).task(task))
//! };
//! let more = diff::compare(&[job("/bin/web", 1)], &[job("/bin/web", 3)]);
//! assert_eq!(more.jobs[0].class, Class::InPlace);
//! assert_eq!(more.jobs[0].groups[0].first.create, 2);
//! let other = diff::compare(&[job("/bin/web", 1)], &[job("/bin/web2", 1)]);
//! assert_eq!(other.jobs[0].class, Class::Destructive);
//! ```

mod change;
mod changes;
mod flag;
mod group;
mod inputs;
mod job;
mod markdown;
mod meta;
mod rollout;
mod shown;
mod text;
mod words;

pub use change::{Change, Class, Sign, When};
pub use flag::{Flag, Risk};
pub use group::{Counts, GroupChange};
pub use inputs::{Sides, Source, source};
pub use job::{JobChange, Operation};
pub use markdown::{MARK, MOST, markdown};
pub use rollout::Rollout;
pub use shown::Side;
pub use text::{Paint, plain, text};

use std::collections::BTreeMap;

use serde::Serialize;

use crate::jobspec::{Attr, Job};

/// What changed between two sets of jobs: those with the highest effect first.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Comparison {
    /// The jobs that are not the same.
    pub jobs: Vec<JobChange>,
}

/// What a job is known by: its namespace, its region and its ID.
type Key = (String, String, String);

/// Compares two sets of jobs.
#[must_use]
pub fn compare(old: &[Job], new: &[Job]) -> Comparison {
    let olds: BTreeMap<Key, &Job> = old.iter().map(|job| (key(job), job)).collect();
    let news: BTreeMap<Key, &Job> = new.iter().map(|job| (key(job), job)).collect();
    let mut gone: Vec<&Job> =
        olds.iter().filter(|(key, _)| !news.contains_key(*key)).map(|(_, job)| *job).collect();
    let mut jobs = Vec::new();
    for (key, new) in &news {
        match olds.get(key) {
            Some(old) => jobs.extend(job::changed(old, new)),
            None => {
                // The same job under another name: Nomad stops one and starts the other.
                let renamed = gone.iter().position(|old| job::is_renamed(old, new));
                let from = renamed.map(|at| gone.remove(at));
                jobs.push(job::added(new, from));
            }
        }
    }
    jobs.extend(gone.into_iter().map(job::removed));
    jobs.sort_by(|one, two| two.rank().cmp(&one.rank()).then_with(|| one.id.cmp(&two.id)));
    Comparison { jobs }
}

impl Comparison {
    /// Shows what was hidden as a secret.
    pub fn reveal(&mut self) {
        for change in self.jobs.iter_mut().flat_map(|job| &mut job.changes) {
            let sides = [&mut change.old, &mut change.new, &mut change.lines];
            sides.into_iter().flatten().for_each(Side::reveal);
        }
    }

    /// Whether nothing is different.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.jobs.is_empty()
    }
}

fn key(job: &Job) -> Key {
    let text = |attr: &Option<Attr<String>>, usual: &str| {
        let own = attr.as_ref().and_then(Attr::as_str).filter(|own| !own.is_empty());
        own.unwrap_or(usual).to_owned()
    };
    (text(&job.namespace, "default"), text(&job.region, "global"), job.id.clone())
}
