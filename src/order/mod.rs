//! The order in which jobs and volumes are deployed: [`Order`], from definitions or from plain
//! files, and as `order.json`.
//!
//! A job is deployed after those that it names by [`Job::after`](crate::jobspec::Job::after()),
//! after the volumes that it mounts, and after the jobs of earlier categories; a volume is deployed
//! after the jobs that run its storage plugin. What need not wait keeps the order of its file,
//! volumes before jobs.
//!
//! ```
//! use jobwright::order::{self, Given};
//! use jobwright::prelude::*;
//!
//! let site = Site::new("lab");
//! let web = Workload::service("web").image("web:1").after("postgres").job(&site);
//! let postgres = Workload::service("postgres").image("postgres:17").job(&site);
//! let given = [Given::job("web.nomad.hcl", "apps", &web), Given::job("postgres.nomad.hcl", "apps", &postgres)];
//! let sorted = order::of(&site, &given);
//! assert!(sorted.faults.is_empty());
//! let ids: Vec<&str> = sorted.order.steps.iter().map(|step| step.id.as_str()).collect();
//! assert_eq!(ids, ["postgres", "web"]);
//! ```

mod edges;
mod fault;
mod file;
mod given;
mod sort;
mod step;

pub use edges::Why;
pub use fault::{Fault, Leg};
pub use file::FILE;
pub use given::{Given, Specification};
pub use sort::{Sorted, of, of_files};
pub use step::{Action, Kind, Order, Step};
