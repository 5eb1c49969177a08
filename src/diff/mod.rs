//! What changed between two sets of jobs, and what that does to the allocations that run.
//!
//! Jobs are compared as Nomad completes them ([`canonical`](crate::jobspec::canonical)), on one
//! walk over both ([`walk`](crate::jobspec::walk)); what each difference does is in the model
//! ([`Effect`](crate::jobspec::Effect)).
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
//! assert_eq!(more.jobs[0].class, Class::Create);
//! assert_eq!(more.jobs[0].groups[0].first.create, 2);
//! let other = diff::compare(&[job("/bin/web", 1)], &[job("/bin/web2", 1)]);
//! assert_eq!(other.jobs[0].class, Class::Destructive);
//! ```

mod change;
mod changes;
mod comparison;
mod differences;
mod flag;
mod git;
mod group;
mod inputs;
mod job;
mod json;
mod markdown;
mod mask;
mod meta;
mod privilege;
mod revision;
mod rollout;
mod scheduler;
mod shown;
mod sites;
mod steps;
mod text;
mod volume;
mod words;

pub use change::{Change, Class, MetaKey, Sign, When};
pub use comparison::{Comparison, Key, compare, key};
pub use flag::{Flag, Risk};
pub(crate) use git::committed;
pub use group::{Counts, GroupChange};
pub use inputs::{Files, Kinds, Sides, Source, of_others};
pub(crate) use job::place;
pub use job::{JobChange, Operation};
pub use json::json;
pub use markdown::{MARK, MOST, markdown, site_markdown};
pub(crate) use mask::{ANOTHER, hide};
pub use revision::Revision;
pub use rollout::Rollout;
pub use shown::Side;
pub(crate) use shown::fenced;
pub use sites::{Between, PlaceChange, moved};
pub use text::{Detail, Paint, one_job, plain, text};
pub use volume::{VolumeAttribute, VolumeChange, volumes, volumes_markdown, volumes_text};
pub(crate) use words::{counts_in_words, job_line};
