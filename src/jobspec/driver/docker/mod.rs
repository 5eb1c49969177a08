//! `config` of the `docker` driver.

mod bind_options;
mod docker_auth;
mod docker_device;
mod docker_healthchecks;
mod docker_logging;
mod mount;
mod tmpfs_options;
mod volume_driver_config;
mod volume_options;

pub use bind_options::BindOptions;
pub use docker_auth::DockerAuth;
pub use docker_device::DockerDevice;
pub use docker_healthchecks::DockerHealthchecks;
pub use docker_logging::DockerLogging;
pub use mount::Mount;
pub use tmpfs_options::TmpfsOptions;
pub use volume_driver_config::VolumeDriverConfig;
pub use volume_options::VolumeOptions;

use crate::jobspec::{Attr, Base, Block, IntoAttr, Location, Map, written_at};

/// A container of an image.
///
/// ```hcl
/// config {
///   image = "traefik/whoami:v1.10"
///   ports = ["http"]
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::Docker;
/// let config = Docker::image("traefik/whoami:v1.10").ports(["http"]);
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "config", go = "docker", config, constructor)]
pub struct Docker {
    /// The image, with its tag or digest.
    #[field(required, no_setter)]
    pub image: Option<Attr<String>>,
    /// The program to run in place of the image's.
    pub command: Option<Attr<String>>,
    /// Arguments of the program.
    pub args: Option<Attr<Vec<String>>>,
    /// What replaces the image's entry point.
    pub entrypoint: Option<Attr<Vec<String>>>,
    /// The labels of the group's ports that are published.
    pub ports: Option<Attr<Vec<String>>>,
    /// Bind mounts, as `source:destination[:options]`; relative sources are below the task's directory.
    pub volumes: Option<Attr<Vec<String>>>,
    /// The volume driver of Docker's for those of `volumes` that are no paths.
    pub volume_driver: Option<Attr<String>>,
    /// The network to join, such as `host`, `none` or a network's name.
    #[field(words = "the group's network, or Docker's bridge")]
    pub network_mode: Option<Attr<String>>,
    /// Further names of the container in a network of the user's own.
    pub network_aliases: Option<Attr<Vec<String>>>,
    /// Whether the container has all rights on the node; the client must allow it.
    #[field(default = "false")]
    pub privileged: Option<Attr<bool>>,
    /// Rights that are added.
    pub cap_add: Option<Attr<Vec<String>>>,
    /// Rights that are taken away.
    pub cap_drop: Option<Attr<Vec<String>>>,
    /// Whether the image is pulled even if the node has it.
    #[field(words = "false, but true for `latest`")]
    pub force_pull: Option<Attr<bool>>,
    /// How long pulling the image may take, such as `10m`.
    #[field(default = "5m")]
    pub image_pull_timeout: Option<Attr<String>>,
    /// An archive of the image in the task's directory, to load in place of pulling it.
    pub load: Option<Attr<String>>,
    /// Whether the image is pulled without a login when the login fails.
    #[field(default = "false")]
    pub auth_soft_fail: Option<Attr<bool>>,
    /// The directory in which the program starts.
    #[field(words = "the image's")]
    pub work_dir: Option<Attr<String>>,
    /// The host name of the container.
    #[field(words = "the container's ID")]
    pub hostname: Option<Attr<String>>,
    /// Whether an init process reaps children.
    #[field(default = "false")]
    pub init: Option<Attr<bool>>,
    /// Whether standard input stays open.
    #[field(default = "false")]
    pub interactive: Option<Attr<bool>>,
    /// Whether the container has a terminal.
    #[field(default = "false")]
    pub tty: Option<Attr<bool>>,
    /// Lines for `/etc/hosts`, as `name:address`.
    pub extra_hosts: Option<Attr<Vec<String>>>,
    /// The addresses of the name servers; not with a network of the group.
    #[field(words = "the node's")]
    pub dns_servers: Option<Attr<Vec<String>>>,
    /// The domains in which short names are looked up.
    #[field(words = "the node's")]
    pub dns_search_domains: Option<Attr<Vec<String>>>,
    /// Options of `resolv.conf`.
    #[field(words = "the node's")]
    pub dns_options: Option<Attr<Vec<String>>>,
    /// Options of the security modules.
    pub security_opt: Option<Attr<Vec<String>>>,
    /// The size of `/dev/shm` in bytes.
    #[field(default = "67108864")]
    pub shm_size: Option<Attr<i64>>,
    /// Whether the root file system is read-only.
    #[field(default = "false")]
    pub readonly_rootfs: Option<Attr<bool>>,
    /// Whether the CPU of `resources` is a limit and not a share.
    #[field(default = "false")]
    pub cpu_hard_limit: Option<Attr<bool>>,
    /// The period of that limit, in microseconds.
    #[field(default = "100000")]
    pub cpu_cfs_period: Option<Attr<i64>>,
    /// The CPUs to run on, such as `0-3`; prefer `cores` in `resources`.
    pub cpuset_cpus: Option<Attr<String>>,
    /// The memory in MB at which the container is killed; `memory` of `resources` is then only reserved.
    pub memory_hard_limit: Option<Attr<i64>>,
    /// How readily the kernel kills it when memory runs out; 0 or more, higher is sooner.
    #[field(default = "0")]
    pub oom_score_adj: Option<Attr<i64>>,
    /// How many processes it may have.
    #[field(words = "no limit")]
    pub pids_limit: Option<Attr<i64>>,
    /// Further groups of the container's user.
    pub group_add: Option<Attr<Vec<String>>>,
    /// Whose memory segments it shares, such as `none`, `private` or `host`.
    pub ipc_mode: Option<Attr<String>>,
    /// Whose processes it sees: `host` are the node's.
    #[field(words = "its own")]
    pub pid_mode: Option<Attr<String>>,
    /// Whose host name it has: `host` is the node's.
    #[field(words = "its own")]
    pub uts_mode: Option<Attr<String>>,
    /// Whose users it has: `host` switches remapping off.
    pub userns_mode: Option<Attr<String>>,
    /// Whose cgroups it sees: `host` or `private`.
    pub cgroupns: Option<Attr<String>>,
    /// Its IPv4 address in a network of the user's own.
    pub ipv4_address: Option<Attr<String>>,
    /// Its IPv6 address in a network of the user's own.
    pub ipv6_address: Option<Attr<String>>,
    /// Whether services with `address_mode` `driver` advertise its IPv6 address.
    #[field(default = "false")]
    pub advertise_ipv6_address: Option<Attr<bool>>,
    /// Its MAC address.
    pub mac_address: Option<Attr<String>>,
    /// The container runtime; the client must allow it.
    #[field(default = "runc")]
    pub runtime: Option<Attr<String>>,
    /// On Windows, `hyperv` or `process`.
    #[field(words = "Docker's default")]
    pub isolation: Option<Attr<String>>,
    /// How often starting is tried again while an old container of the name is in the way.
    #[field(default = "5")]
    pub container_exists_attempts: Option<Attr<i64>>,
    /// Labels of the container.
    #[field(attribute_form)]
    pub labels: Option<Map>,
    /// Ports inside the container by label, for networks in `resources`; groups use `to` of `port`.
    #[field(values = i64, attribute_form)]
    pub port_map: Option<Map>,
    /// Settings of the kernel inside the container.
    #[field(attribute_form)]
    pub sysctl: Option<Map>,
    /// Limits of its processes, as `soft:hard` or one number for both.
    #[field(attribute_form)]
    pub ulimit: Option<Map>,
    /// Options of Docker's storage driver.
    #[field(attribute_form)]
    pub storage_opt: Option<Map>,
    /// A login for the registry.
    pub auth: Option<Box<DockerAuth>>,
    /// Where Docker sends the output.
    pub logging: Option<Box<DockerLogging>>,
    /// What becomes of the image's own check.
    pub healthchecks: Option<Box<DockerHealthchecks>>,
    /// A device file of the node.
    #[field(ordered)]
    pub devices: Vec<DockerDevice>,
    /// A mount: a bind, a Docker volume or a file system in memory.
    #[field(block = "mount", ordered)]
    pub mounts: Vec<Mount>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Docker {
    /// A container of an image, with its tag or digest.
    #[must_use]
    #[track_caller]
    pub fn image(image: impl IntoAttr<String>) -> Self {
        let block = Self { image: Some(image.into_attr()), ..Self::blank() };
        written_at(block, Location::here())
    }
}
