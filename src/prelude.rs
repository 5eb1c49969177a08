//! What a definition needs, in one line: `use jobwright::prelude::*;`.

pub use crate::diagnostic::Level;
pub use crate::house::{
    Defaults, Fabio, Lookup, Middleware, Reference, Rollout, Route, SameSite, Server, Shape,
    SharedStorage, Site, Storage, Tags, Target, TcpRoute, UdpRoute, Workload, alive, consul_key,
    consul_key_or_default, nomad_variable, secrets, vault_secret,
};
pub use crate::include_text;
pub use crate::jobspec::{
    AccessMode, Action, AddressMode, Affinity, AffinityOperator, Artifact, ArtifactMode,
    AttachmentMode, AutoscalerCheck, AutoscalerPolicy, AutoscalerStrategy, BindAddress,
    BindOptions, Capability, ChangeMode, ChangeScript, Check, CheckAddressMode, CheckRestart,
    CheckStatus, CheckType, Cni, Connect, Constraint, Consul, CsiPlugin, CsiPluginType,
    DelayFunction, Device, Disconnect, DispatchPayload, Dns, DnsDiscovery, Docker, DockerAuth,
    DockerDevice, DockerHealthchecks, DockerLogging, Duration, EphemeralDisk, Exec, Expose,
    ExposePath, Free, Gateway, GatewayProxy, GatewayTls, Group, HeaderModifiers, HealthCheck, Hook,
    Identity, Ingress, IngressService, Java, Job, JobType, Lifecycle, Link, LinkedService,
    Listener, ListenerProtocol, Logs, Map, Mesh, MeshGateway, Migrate, MigrateHealthCheck, Mount,
    MountOptions, Multiregion, MultiregionRegion, MultiregionStrategy, Network, NetworkMode, Numa,
    NumaAffinity, OnUpdate, Operator, Other, Parameterized, Payload, Periodic, Podman, PodmanAuth,
    PodmanLogging, Port, PropagationMode, Provider, Proxy, Qemu, RawExec, Reconcile, Reschedule,
    Resources, Restart, RestartMode, Scaling, ScalingType, Schedule, ScheduleCron, Sds, Secret,
    SelinuxLabel, Service, ServiceKind, SidecarService, SidecarTask, Spread, SpreadTarget, Task,
    TaskScaling, Template, Terminating, Text, TmpfsOptions, TokenChangeMode, TransparentProxy, Ui,
    Update, Upstream, Validation, Value, Variable, Vault, Volume, VolumeDriverConfig, VolumeMount,
    VolumeOptions, VolumeSpec, VolumeType, Wait, Weights, expr, hcl, hours, interpolate, literal,
    local, millis, mins, nanos, runtime, secs, var,
};
