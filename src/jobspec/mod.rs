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
//! [`all_schemas`] lists what the model knows: every block with its attributes, their types, defaults and docs.
//!
//! This module knows the model and the syntax of expressions, and nothing else: no templates, no files, no process.

mod action;
mod affinity;
mod all;
mod allowance;
mod artifact;
mod attr;
mod base;
mod block;
mod canonical;
mod change_script;
mod choice;
mod choices;
mod connect;
mod constraint;
mod consul;
mod csi_plugin;
mod dependency;
mod device;
mod disconnect;
mod dispatch_payload;
mod driver;
mod duration;
mod effect;
mod entries;
mod ephemeral_disk;
mod free;
mod given;
mod group;
mod hcl;
mod hcl_rs;
mod hcl_source;
mod identity;
mod job;
mod lifecycle;
mod location;
mod logs;
mod migrate;
mod multiregion;
mod network;
mod numa;
mod parameterized;
mod path;
mod periodic;
mod problem;
mod reschedule;
mod resources;
mod restart;
pub mod runtime;
mod scaling;
mod schedule;
mod schema;
mod secret;
mod service;
mod special;
mod spread;
mod task;
mod template;
mod text;
mod ui;
mod update;
mod value;
mod variable;
mod vault;
mod version;
mod volume;
mod volume_mount;
mod volume_spec;
mod wait;
pub mod walk;

pub use action::Action;
pub use affinity::Affinity;
pub use all::all_schemas;
pub(crate) use all::schemas_in;
pub use allowance::{ALLOW, Allowance};
pub use artifact::Artifact;
pub use attr::{Attr, AttrType, IntoAttr};
pub use base::{Base, More};
pub(crate) use block::written_at;
pub use block::{Block, Child, DriverConfig, FieldItem, IntoBlock};
pub use canonical::canonical;
pub(crate) use canonical::{usual_reschedule, usual_restart, usual_update};
pub use change_script::ChangeScript;
pub use choice::Choice;
pub use choices::{
    AccessMode, AddressMode, AffinityOperator, ArtifactMode, AttachmentMode, ChangeMode,
    CheckAddressMode, CheckStatus, CheckType, CsiPluginType, DelayFunction, DnsDiscovery,
    HealthCheck, Hook, JobType, ListenerProtocol, MigrateHealthCheck, NetworkMode, NumaAffinity,
    OnUpdate, Operator, Payload, PropagationMode, Provider, Reconcile, RestartMode, ScalingType,
    SelinuxLabel, ServiceKind, TokenChangeMode, VolumeType,
};
pub use connect::{
    BindAddress, Connect, Expose, ExposePath, Gateway, GatewayProxy, GatewayTls, HeaderModifiers,
    Ingress, IngressService, LinkedService, Listener, Mesh, MeshGateway, Proxy, Sds,
    SidecarService, SidecarTask, Terminating, TransparentProxy, Upstream,
};
pub use constraint::Constraint;
pub use consul::Consul;
pub use csi_plugin::CsiPlugin;
pub use dependency::{Dependencies, Dependency};
pub use device::Device;
pub use disconnect::Disconnect;
pub use dispatch_payload::DispatchPayload;
pub use driver::{
    BindOptions, Config, Docker, DockerAuth, DockerDevice, DockerHealthchecks, DockerLogging,
    Driver, Exec, Java, Mount, Other, Podman, PodmanAuth, PodmanLogging, Qemu, RawExec,
    TmpfsOptions, VolumeDriverConfig, VolumeOptions,
};
pub use duration::{Duration, InvalidDuration, hours, millis, mins, nanos, secs};
pub use effect::Effect;
pub use ephemeral_disk::EphemeralDisk;
pub use free::{Free, FreeItem};
pub use group::Group;
pub use hcl::hcl;
pub use identity::Identity;
pub use job::Job;
pub use jobwright_derive::Block;
pub use lifecycle::Lifecycle;
pub use location::{Location, Locations, Origins, SourceId};
pub use logs::Logs;
pub use migrate::Migrate;
pub use multiregion::{Multiregion, MultiregionRegion, MultiregionStrategy};
pub use network::{Cni, Dns, Network, Port};
pub use numa::Numa;
pub use parameterized::Parameterized;
pub use path::{Path, Step, Trail};
pub use periodic::Periodic;
pub use problem::Problem;
pub use reschedule::Reschedule;
pub use resources::Resources;
pub use restart::Restart;
pub use scaling::{AutoscalerCheck, AutoscalerPolicy, AutoscalerStrategy, Scaling, TaskScaling};
pub use schedule::{Schedule, ScheduleCron};
pub use schema::{Field, Kind, Pairing, Preset, Schema, Type};
pub use secret::Secret;
pub use service::{Check, CheckRestart, Service, Weights};
pub use special::Special;
pub use spread::{Spread, SpreadTarget};
pub use task::Task;
pub use template::Template;
pub(crate) use text::ROOTS;
pub use text::{Text, literal, reference};
pub use ui::{Link, Ui};
pub use update::Update;
pub(crate) use value::Piece;
pub use value::{Expr, Interpolated, Map, Value, expr, interpolate, local, var};
pub use variable::{Validation, Variable};
pub use vault::Vault;
pub use version::Version;
pub use volume::{MountOptions, Volume};
pub use volume_mount::VolumeMount;
pub use volume_spec::{Capability, VolumeSpec};
pub use wait::Wait;
