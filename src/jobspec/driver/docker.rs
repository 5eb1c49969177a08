//! `config` of the `docker` driver.

use crate::jobspec::{Attr, Base, Block, IntoAttr, Map, Source};

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
    /// The network to join, such as `host`.
    pub network_mode: Option<Attr<String>>,
    /// Whether the container has all rights on the node; the client must allow it.
    pub privileged: Option<Attr<bool>>,
    /// Rights that are added.
    pub cap_add: Option<Attr<Vec<String>>>,
    /// Rights that are taken away.
    pub cap_drop: Option<Attr<Vec<String>>>,
    /// Whether the image is pulled even if the node has it.
    pub force_pull: Option<Attr<bool>>,
    /// The directory in which the program starts.
    pub work_dir: Option<Attr<String>>,
    /// The host name of the container.
    pub hostname: Option<Attr<String>>,
    /// Whether an init process reaps children.
    pub init: Option<Attr<bool>>,
    /// Lines for `/etc/hosts`, as `name:address`.
    pub extra_hosts: Option<Attr<Vec<String>>>,
    /// Options of the security modules.
    pub security_opt: Option<Attr<Vec<String>>>,
    /// The size of `/dev/shm` in bytes.
    pub shm_size: Option<Attr<i64>>,
    /// Whether the root file system is read-only.
    pub readonly_rootfs: Option<Attr<bool>>,
    /// Labels of the container.
    pub labels: Option<Map>,
    /// A mount: a bind, a Docker volume or a file system in memory.
    #[field(block = "mount")]
    pub mounts: Vec<Mount>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Docker {
    /// A container of an image, with its tag or digest.
    #[must_use]
    #[track_caller]
    pub fn image(image: impl IntoAttr<String>) -> Self {
        let mut docker = Self { image: Some(image.into_attr()), ..Self::blank() };
        docker.base.source = Source::here();
        docker
    }
}

/// A mount of a container.
///
/// ```hcl
/// mount {
///   type   = "bind"
///   source = "local/config"
///   target = "/etc/app"
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::Mount;
/// let config = Mount::bind("local/config", "/etc/app").readonly(true);
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "mount", go = "docker.mount", config, constructor)]
pub struct Mount {
    /// `bind`, `volume` or `tmpfs`.
    #[field(required)]
    pub type_: Option<Attr<String>>,
    /// What is mounted.
    pub source: Option<Attr<String>>,
    /// The path in the container.
    #[field(required)]
    pub target: Option<Attr<String>>,
    /// Whether the container may not write.
    pub readonly: Option<Attr<bool>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Mount {
    /// A path of the node; relative ones are below the task's directory.
    #[must_use]
    #[track_caller]
    pub fn bind(source: impl IntoAttr<String>, target: impl IntoAttr<String>) -> Self {
        Self::of_type("bind", Source::here()).source(source).target(target)
    }

    /// A volume of Docker's.
    #[must_use]
    #[track_caller]
    pub fn volume(source: impl IntoAttr<String>, target: impl IntoAttr<String>) -> Self {
        Self::of_type("volume", Source::here()).source(source).target(target)
    }

    /// A file system in memory.
    #[must_use]
    #[track_caller]
    pub fn tmpfs(target: impl IntoAttr<String>) -> Self {
        Self::of_type("tmpfs", Source::here()).target(target)
    }

    fn of_type(type_: &str, source: Source) -> Self {
        let mut mount = Self::blank().type_(type_);
        mount.base.source = source;
        mount
    }
}
