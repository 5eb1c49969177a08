//! `config` of the `podman` driver, a plugin of HashiCorp's that is installed on its own.

mod of_docker;
mod podman_auth;
mod podman_logging;

pub use podman_auth::PodmanAuth;
pub use podman_logging::PodmanLogging;

use crate::jobspec::{Attr, Base, Block, IntoAttr, Location, Map, written_at};

/// A container of an image, run by Podman.
///
/// ```hcl
/// config {
///   image = "docker.io/traefik/whoami:v1.10"
///   ports = ["http"]
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::Podman;
/// let config = Podman::image("docker.io/traefik/whoami:v1.10").ports(["http"]);
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "config", go = "podman", config, constructor)]
pub struct Podman {
    /// The image, with its registry and tag or digest.
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
    /// Bind mounts, as `source:destination[:options]`.
    pub volumes: Option<Attr<Vec<String>>>,
    /// Paths that are file systems in memory.
    pub tmpfs: Option<Attr<Vec<String>>>,
    /// The network to join, such as `host` or `none`.
    #[field(words = "bridge, or slirp4netns without root")]
    pub network_mode: Option<Attr<String>>,
    /// Whether the container has all rights on the node.
    #[field(default = "false")]
    pub privileged: Option<Attr<bool>>,
    /// Rights that are added.
    pub cap_add: Option<Attr<Vec<String>>>,
    /// Rights that are taken away.
    pub cap_drop: Option<Attr<Vec<String>>>,
    /// Options of SELinux.
    pub selinux_opts: Option<Attr<Vec<String>>>,
    /// The profile of AppArmor, or `unconfined`.
    pub apparmor_profile: Option<Attr<String>>,
    /// Whether the image is pulled even if the node has it.
    #[field(default = "false")]
    pub force_pull: Option<Attr<bool>>,
    /// How long pulling the image may take, such as `10m`.
    #[field(default = "5m")]
    pub image_pull_timeout: Option<Attr<String>>,
    /// Whether the image is pulled without a login when the login fails.
    #[field(default = "false")]
    pub auth_soft_fail: Option<Attr<bool>>,
    /// The directory in which the program starts.
    #[field(words = "the image's")]
    pub working_dir: Option<Attr<String>>,
    /// The host name of the container.
    pub hostname: Option<Attr<String>>,
    /// Lines for `/etc/hosts`, as `name:address`.
    pub extra_hosts: Option<Attr<Vec<String>>>,
    /// Whether an init process reaps children.
    #[field(default = "false")]
    pub init: Option<Attr<bool>>,
    /// The init program on the node.
    pub init_path: Option<Attr<String>>,
    /// Whether the container has a terminal.
    #[field(default = "false")]
    pub tty: Option<Attr<bool>>,
    /// Whether the root file system is read-only.
    #[field(default = "false")]
    pub readonly_rootfs: Option<Attr<bool>>,
    /// Whose users it has, such as `keep-id`.
    pub userns: Option<Attr<String>>,
    /// Which of the client's Podman sockets runs it.
    #[field(default = "default")]
    pub socket: Option<Attr<String>>,
    /// Device files of the node, as `host[:container][:rights]`.
    pub devices: Option<Attr<Vec<String>>>,
    /// Whether the CPU of `resources` is a limit and not a share.
    #[field(default = "false")]
    pub cpu_hard_limit: Option<Attr<bool>>,
    /// The period of that limit, in microseconds.
    #[field(default = "100000")]
    pub cpu_cfs_period: Option<Attr<i64>>,
    /// The memory that it keeps when memory runs short, such as `100m`.
    pub memory_reservation: Option<Attr<String>>,
    /// Memory and swap together, such as `180m`; `-1` is no limit.
    pub memory_swap: Option<Attr<String>>,
    /// How readily it is swapped out, from 0 to 100.
    pub memory_swappiness: Option<Attr<i64>>,
    /// How many processes it may have.
    pub pids_limit: Option<Attr<i64>>,
    /// The size of `/dev/shm`, such as `64m`.
    pub shm_size: Option<Attr<String>>,
    /// Labels of the container.
    #[field(attribute_form)]
    pub labels: Option<Map>,
    /// Ports inside the container by label, for networks in `resources`.
    #[field(values = i64, attribute_form)]
    pub port_map: Option<Map>,
    /// Settings of the kernel inside the container.
    #[field(attribute_form)]
    pub sysctl: Option<Map>,
    /// Limits of its processes, as `soft:hard` or one number for both.
    #[field(attribute_form)]
    pub ulimit: Option<Map>,
    /// A login for the registry.
    pub auth: Option<Box<PodmanAuth>>,
    /// Where Podman sends the output.
    pub logging: Option<Box<PodmanLogging>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Podman {
    /// A container of an image, with its registry and tag or digest.
    #[must_use]
    #[track_caller]
    pub fn image(image: impl IntoAttr<String>) -> Self {
        let block = Self { image: Some(image.into_attr()), ..Self::blank() };
        written_at(block, Location::here())
    }
}
