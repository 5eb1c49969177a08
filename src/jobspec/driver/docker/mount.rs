//! `mount`: a mount of a container.

use crate::jobspec::{
    Attr, Base, BindOptions, Block, IntoAttr, Location, TmpfsOptions, VolumeOptions, written_at,
};

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
/// use jobwright::jobspec::{BindOptions, Mount, TmpfsOptions};
/// let config = Mount::bind("local/config", "/etc/app").readonly(true);
/// let shared = Mount::bind("/srv", "/srv").bind_options(BindOptions::new("rslave"));
/// let cache = Mount::tmpfs("/cache").tmpfs_options(TmpfsOptions::new().size(64 * 1024 * 1024));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "mount", go = "docker.mount", config, constructor)]
pub struct Mount {
    /// `bind`, `volume` or `tmpfs`.
    #[field(default = "volume")]
    pub type_: Option<Attr<String>>,
    /// What is mounted.
    pub source: Option<Attr<String>>,
    /// The path in the container.
    #[field(required)]
    pub target: Option<Attr<String>>,
    /// Whether the container may not write.
    #[field(default = "false")]
    pub readonly: Option<Attr<bool>>,
    /// Options of a bind.
    pub bind_options: Option<Box<BindOptions>>,
    /// Options of a file system in memory.
    pub tmpfs_options: Option<Box<TmpfsOptions>>,
    /// Options of a volume of Docker's.
    pub volume_options: Option<Box<VolumeOptions>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Mount {
    /// A mount of docker's own default type, which is `volume`.
    #[must_use]
    #[track_caller]
    pub fn new(source: impl IntoAttr<String>, target: impl IntoAttr<String>) -> Self {
        let mount = Self::blank().source(source).target(target);
        written_at(mount, Location::here())
    }

    /// A path of the node; relative ones are below the task's directory.
    #[must_use]
    #[track_caller]
    pub fn bind(source: impl IntoAttr<String>, target: impl IntoAttr<String>) -> Self {
        let block = Self::blank().type_("bind").source(source).target(target);
        written_at(block, Location::here())
    }

    /// A volume of Docker's.
    #[must_use]
    #[track_caller]
    pub fn volume(source: impl IntoAttr<String>, target: impl IntoAttr<String>) -> Self {
        let block = Self::blank().type_("volume").source(source).target(target);
        written_at(block, Location::here())
    }

    /// A file system in memory.
    #[must_use]
    #[track_caller]
    pub fn tmpfs(target: impl IntoAttr<String>) -> Self {
        let block = Self::blank().type_("tmpfs").target(target);
        written_at(block, Location::here())
    }
}
