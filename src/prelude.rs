//! What a definition needs, in one line: `use jobwright::prelude::*;`.

pub use crate::diagnostic::Level;
pub use crate::house::{
    Defaults, Middleware, Provider, Reference, Rollout, Route, SameSite, Server, Shape, Site,
    Storage, Tags, Target, TcpRoute, UdpRoute, Workload, alive, secrets,
};
pub use crate::include_text;
pub use crate::jobspec::{
    Action, Affinity, Artifact, AutoscalerCheck, AutoscalerPolicy, AutoscalerStrategy, BindAddress,
    BindOptions, Capability, ChangeScript, Check, CheckRestart, Cni, Connect, Constraint, Consul,
    CsiPlugin, Device, Disconnect, DispatchPayload, Dns, Docker, DockerAuth, DockerDevice,
    DockerHealthchecks, DockerLogging, Duration, EphemeralDisk, Exec, Expose, ExposePath, Free,
    Gateway, GatewayProxy, GatewayTls, Group, HeaderModifiers, Identity, Ingress, IngressService,
    Java, Job, Lifecycle, Link, LinkedService, Listener, Logs, Map, Mesh, MeshGateway, Migrate,
    Mount, MountOptions, Multiregion, MultiregionRegion, MultiregionStrategy, Network, Numa, Other,
    Parameterized, Periodic, Podman, PodmanAuth, PodmanLogging, Port, Proxy, Qemu, RawExec,
    Reschedule, Resources, Restart, Scaling, Schedule, ScheduleCron, Sds, Secret, Service,
    SidecarService, SidecarTask, Spread, SpreadTarget, Task, TaskScaling, Template, Terminating,
    Text, TmpfsOptions, TransparentProxy, Ui, Update, Upstream, Validation, Value, Variable, Vault,
    Volume, VolumeDriverConfig, VolumeMount, VolumeOptions, VolumeSpec, Wait, Weights, expr, hcl,
    hours, interpolate, literal, local, millis, mins, nanos, runtime, secs, var,
};
