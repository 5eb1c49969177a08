//! `sidecar_task`: what is different in the task of a proxy.

use crate::jobspec::{
    Attr, Base, Block, Config, Driver, Duration, Identity, Location, Logs, Map, Resources,
    VolumeMount, written_at,
};

/// Nomad makes a task for each proxy and gateway; this changes it. What is not set stays as Nomad makes it.
///
/// ```hcl
/// sidecar_task {
///   kill_timeout = "20s"
///
///   resources {
///     cpu    = 500
///     memory = 64
///   }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{Resources, SidecarTask, secs};
/// let proxy = SidecarTask::new().kill_timeout(secs(20)).resources(Resources::new().cpu(500).memory(64));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "sidecar_task", go = "SidecarTask", special = SidecarTask)]
pub struct SidecarTask {
    /// The task's name.
    #[field(zero, words = "connect-proxy-<service>")]
    pub name: Option<Attr<String>>,
    /// The driver that runs it.
    #[field(zero, default = "docker")]
    pub driver: Option<Attr<String>>,
    /// The user that it runs as.
    #[field(zero)]
    pub user: Option<Attr<String>>,
    /// How long it may take to stop before it is killed.
    #[field(default = "5s")]
    pub kill_timeout: Option<Attr<Duration>>,
    /// The signal that asks it to stop.
    #[field(zero, words = "SIGINT, or the driver's default")]
    pub kill_signal: Option<Attr<String>>,
    /// How long to wait between deregistering the service and stopping the proxy.
    #[field(default = "5s")]
    pub shutdown_delay: Option<Attr<Duration>>,
    /// What the driver is told.
    #[field(words = "Envoy's image")]
    pub config: Option<Config>,
    /// Environment variables.
    pub env: Option<Map>,
    /// Names and strings; the proxy sees them as `NOMAD_META_<name>`.
    pub meta: Option<Map>,
    /// A path at which the proxy sees a volume of the group.
    #[field(
        block = "volume_mount",
        json = "VolumeMounts",
        since = "1.8",
        key = "volume, destination"
    )]
    pub volume_mounts: Vec<VolumeMount>,
    /// A token that proves to others which workload this is.
    #[field(block = "identity", json = "Identities", since = "1.11.1", key = "name")]
    pub identities: Vec<Identity>,
    /// What it needs of the node.
    #[field(words = "250 MHz, 128 MB")]
    pub resources: Option<Box<Resources>>,
    /// How its output is kept.
    #[field(json = "LogConfig", words = "2 files of 2 MB")]
    pub logs: Option<Box<Logs>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl SidecarTask {
    /// Another program than Envoy, run by a driver.
    #[must_use]
    #[track_caller]
    pub fn run(driver: impl Driver) -> Self {
        let block = {
            let (driver, config) = driver.into_config();
            Self::blank().driver(driver).config(config)
        };
        written_at(block, Location::here())
    }
}
