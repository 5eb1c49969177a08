//! From job files to a cluster, by the plain `nomad` program: planned, tied to its plan, followed to the end.
//!
//! There is no lock and no state besides the cluster: every run asks it anew, so that the same command goes on where an
//! earlier one was stopped. The files from the bottom up: `stop`, `failure`, `environment`, `nomad` (the process), `answers`, `api`, `reach`, `place`;
//! `unit` (a job file), `volumes`; `unplaced`, `planned`, `register`, `why`, `follow`, `standing`, `revert`; `happened`, `receipt`; `step`, `work`, `schedule`; `soak`;
//! and `differs` and `drift`, which look and change nothing.

mod answers;
mod api;
mod differs;
mod drift;
mod environment;
mod failure;
mod follow;
mod happened;
mod nomad;
mod place;
mod planned;
mod prune;
mod reach;
mod receipt;
mod register;
mod revert;
mod schedule;
mod soak;
mod standing;
mod step;
mod stop;
mod unit;
mod unplaced;
mod volumes;
mod why;
mod work;

pub use api::Api;
pub use differs::Difference;
pub use drift::{Drift, GroupDrift, Kind as DriftKind, find as find_drift};
pub use environment::Environment;
pub use failure::Failure;
pub use follow::How;
pub use nomad::Nomad;
pub use place::ApiScope;
pub use planned::{Allowed, Operation, Planned};
pub use prune::{Defined, Gone, Pruned};
pub use reach::reach;
pub use receipt::{Receipt, VERSION as RECEIPT_VERSION};
pub use schedule::{Outcome, Watch, deploy};
pub use soak::Look;
pub use step::{Options, State, Step, What};
pub use stop::Stop;
pub use unit::{Unit, Variables};
pub use unplaced::no_place;
pub use volumes::VolumeFile;
