//! `volume`: a volume that the tasks of a group can mount.

use super::{
    AccessMode, AttachmentMode, Attr, Base, Block, IntoAttr, Location, VolumeType, written_at,
};

/// A volume that a group asks for, under a name of its own.
///
/// ```hcl
/// volume "data" {
///   type            = "csi"
///   source          = "grafana"
///   access_mode     = "single-node-writer"
///   attachment_mode = "file-system"
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::Volume;
/// let certs = Volume::host("certs", "ca-certificates").read_only(true);
/// let data = Volume::csi("data", "grafana").access_mode("single-node-writer").attachment_mode("file-system");
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "volume", go = "VolumeRequest")]
pub struct Volume {
    /// The name by which the group's tasks mount it.
    #[field(label)]
    pub name: String,
    /// `host` or `csi`.
    #[field(zero, required, choice = VolumeType)]
    pub type_: Option<Attr<String>>,
    /// The volume's name on the node, or its ID.
    #[field(zero, required, unreplaced)]
    pub source: Option<Attr<String>>,
    /// Whether it is mounted read-only.
    #[field(zero, default = "false")]
    pub read_only: Option<Attr<bool>>,
    /// Whether a replaced allocation gets the same dynamic host volume again.
    #[field(zero, default = "false", since = "1.10")]
    pub sticky: Option<Attr<bool>>,
    /// Who may mount it at the same time, such as `single-node-writer` or `multi-node-reader-only`.
    #[field(zero, choice = AccessMode)]
    pub access_mode: Option<Attr<String>>,
    /// `file-system` or `block-device`.
    #[field(zero, choice = AttachmentMode)]
    pub attachment_mode: Option<Attr<String>>,
    /// Whether each allocation has a volume of its own: `source[<index>]`.
    #[field(zero, default = "false")]
    pub per_alloc: Option<Attr<bool>>,
    /// How the file system is mounted.
    pub mount_options: Option<Box<MountOptions>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Volume {
    /// A volume of the node's own disks.
    #[must_use]
    #[track_caller]
    pub fn host(name: impl Into<String>, source: impl IntoAttr<String>) -> Self {
        Self::of_type("host", name.into(), Location::here()).source(source)
    }

    /// A volume that a storage plugin provides.
    #[must_use]
    #[track_caller]
    pub fn csi(name: impl Into<String>, source: impl IntoAttr<String>) -> Self {
        Self::of_type("csi", name.into(), Location::here()).source(source)
    }

    fn of_type(type_: &str, name: String, source: Location) -> Self {
        let volume = Self { name, ..Self::blank() }.type_(type_);
        written_at(volume, source)
    }
}

/// How the file system of a CSI volume is mounted.
///
/// ```hcl
/// mount_options {
///   fs_type     = "ext4"
///   mount_flags = ["noatime"]
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::MountOptions;
/// let options = MountOptions::new().fs_type("ext4").mount_flags(["noatime"]);
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "mount_options", go = "CSIMountOptions")]
pub struct MountOptions {
    /// The file system.
    #[field(json = "FSType", zero)]
    pub fs_type: Option<Attr<String>>,
    /// Options of `mount`.
    #[field(set)]
    pub mount_flags: Option<Attr<Vec<String>>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
