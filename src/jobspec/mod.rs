//! Nomad's job specification as plain Rust: one struct per block, one field per attribute, under Nomad's names.
//!
//! Labels and what Nomad requires are constructor parameters; everything else is a setter of the attribute's name.
//! Lists and repeated blocks take one call per entry (`.task(…)`) or the whole list (`.args([…])`).
//!
//! ```
//! use jobwright::jobspec::*;
//!
//! let job = Job::service("whoami").datacenters(["dc1"]).group(
//!     Group::new("whoami")
//!         .count(2)
//!         .network(Network::new().port(Port::dynamic("http").to(80)))
//!         .service(Service::new("whoami").port("http").check(Check::http("/health").interval(secs(10))))
//!         .task(
//!             Task::new("whoami", Docker::image("traefik/whoami:v1.10").ports(["http"]))
//!                 .resources(Resources::new().cpu(100).memory(64)),
//!         ),
//! );
//! assert_eq!(job.groups[0].tasks[0].name, "whoami");
//! ```
//!
//! This module knows the model and nothing else: no templates, no files, no process.

mod artifact;
mod attr;
mod block;
mod constraint;
mod csi_plugin;
mod dispatch_payload;
mod driver;
mod duration;
mod ephemeral_disk;
mod free;
mod group;
mod identity;
mod job;
mod lifecycle;
mod logs;
mod network;
mod parameterized;
mod periodic;
mod reschedule;
mod resources;
mod restart;
mod schema;
mod service;
mod task;
mod template;
mod text;
mod update;
mod value;
mod vault;
mod volume;
mod volume_mount;
mod volume_spec;

pub use artifact::Artifact;
pub use attr::{Attr, AttrType, IntoAttr};
pub use block::{Base, Block, Child, Item, Source};
pub use constraint::Constraint;
pub use csi_plugin::CsiPlugin;
pub use dispatch_payload::DispatchPayload;
pub use driver::{Config, Docker, Driver, Exec, Mount, Other, RawExec};
pub use duration::{Duration, InvalidDuration, hours, millis, mins, nanos, secs};
pub use ephemeral_disk::EphemeralDisk;
pub use free::{Free, FreeItem};
pub use group::Group;
pub use identity::Identity;
pub use job::Job;
pub use jobwright_derive::Block;
pub use lifecycle::Lifecycle;
pub use logs::Logs;
pub use network::{Dns, Network, Port};
pub use parameterized::Parameterized;
pub use periodic::Periodic;
pub use reschedule::Reschedule;
pub use resources::Resources;
pub use restart::Restart;
pub use schema::{Field, Kind, Schema, Type};
pub use service::{Check, CheckRestart, Service};
pub use task::Task;
pub use template::Template;
pub use text::{Text, literal, reference};
pub use update::Update;
pub use value::{Expr, Map, Value, expr, local, var};
pub use vault::Vault;
pub use volume::{MountOptions, Volume};
pub use volume_mount::VolumeMount;
pub use volume_spec::{Capability, VolumeSpec};
