//! What a definition needs, in one line: `use jobwright::prelude::*;`.

pub use crate::house::{
    Provider, Reference, Rollout, Route, Shape, Site, Storage, Target, Workload, alive, secrets,
};
pub use crate::include_text;
pub use crate::jobspec::{
    Artifact, Capability, Check, CheckRestart, Constraint, CsiPlugin, DispatchPayload, Dns, Docker,
    EphemeralDisk, Exec, Free, Group, Identity, Job, Lifecycle, Logs, Map, Mount, MountOptions,
    Network, Other, Parameterized, Periodic, Port, RawExec, Reschedule, Resources, Restart,
    Service, Task, Template, Text, Update, Value, Vault, Volume, VolumeMount, VolumeSpec, expr,
    hours, literal, local, millis, mins, secs, var,
};
