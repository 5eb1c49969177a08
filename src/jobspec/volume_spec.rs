//! A volume specification: the file that `nomad volume create` or `register` takes.

use super::{
    AccessMode, AttachmentMode, Attr, Base, Block, Constraint, IntoAttr, Location, Map,
    MountOptions, VolumeType, written_at,
};

/// A volume of the cluster, apart from any job.
///
/// ```hcl
/// id        = "grafana"
/// name      = "grafana"
/// type      = "csi"
/// plugin_id = "nfs"
///
/// capability {
///   access_mode     = "single-node-writer"
///   attachment_mode = "file-system"
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{Capability, VolumeSpec};
/// let volume = VolumeSpec::csi("grafana", "nfs").capability(Capability::new("single-node-writer", "file-system"));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "volume specification", go = "VolumeSpec", constructor, no_serde)]
pub struct VolumeSpec {
    /// The ID of a CSI volume, by which jobs ask for it.
    #[field(json = "ID")]
    pub id: Option<Attr<String>>,
    /// The name; jobs ask for a host volume by it.
    #[field(required)]
    pub name: Option<Attr<String>>,
    /// `csi` or `host`.
    #[field(required, choice = VolumeType)]
    pub type_: Option<Attr<String>>,
    /// The namespace.
    #[field(default = "default")]
    pub namespace: Option<Attr<String>>,
    /// The plugin that provides it.
    #[field(json = "PluginID")]
    pub plugin_id: Option<Attr<String>>,
    /// What the storage provider calls it; for volumes that exist already.
    #[field(json = "ExternalID")]
    pub external_id: Option<Attr<String>>,
    /// The node that holds a host volume.
    #[field(json = "NodeID")]
    pub node_id: Option<Attr<String>>,
    /// The pool of the node that holds a host volume.
    pub node_pool: Option<Attr<String>>,
    /// The least size, such as `10GiB`.
    pub capacity_min: Option<Attr<String>>,
    /// The greatest size.
    pub capacity_max: Option<Attr<String>>,
    /// A condition for the node that holds a host volume.
    #[field(block = "constraint", json = "Constraints", set)]
    pub constraints: Vec<Constraint>,
    /// A way in which it may be mounted.
    #[field(block = "capability", json = "RequestedCapabilities", ordered)]
    pub capabilities: Vec<Capability>,
    /// How its file system is mounted.
    pub mount_options: Option<Box<MountOptions>>,
    /// What the plugin is told.
    pub parameters: Option<Map>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl VolumeSpec {
    /// A volume that a storage plugin provides.
    #[must_use]
    #[track_caller]
    pub fn csi(id: &str, plugin: &str) -> Self {
        let volume = Self::blank().id(id).name(id).type_("csi").plugin_id(plugin);
        written_at(volume, Location::here())
    }

    /// A volume of the storage that the site has for all of them: [`Site::storage`](crate::house::Site::storage()) says
    /// by which plugin, and who may mount it where [`VolumeSpec::capability`] does not.
    #[must_use]
    #[track_caller]
    pub fn shared(id: &str) -> Self {
        let volume = Self::blank().id(id).name(id).type_(VolumeType::Csi);
        written_at(volume, Location::here())
    }

    /// A directory of a node, made by a plugin of the client such as `mkdir`.
    #[must_use]
    #[track_caller]
    pub fn host(name: &str, plugin: &str) -> Self {
        let volume = Self::blank().name(name).type_("host").plugin_id(plugin);
        written_at(volume, Location::here())
    }

    /// What jobs call it.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.id.as_ref().or(self.name.as_ref()).and_then(Attr::as_str)
    }

    /// `csi` or `host`.
    #[must_use]
    pub fn kind(&self) -> Option<&str> {
        self.type_.as_ref().and_then(Attr::as_str)
    }
}

/// A way in which a volume may be mounted.
///
/// ```hcl
/// capability {
///   access_mode     = "single-node-writer"
///   attachment_mode = "file-system"
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::Capability;
/// let capability = Capability::new("single-node-writer", "file-system");
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "capability", go = "CSIVolumeCapability", constructor)]
pub struct Capability {
    /// Who may mount it at the same time.
    #[field(required, choice = AccessMode)]
    pub access_mode: Option<Attr<String>>,
    /// `file-system` or `block-device`.
    #[field(required, choice = AttachmentMode)]
    pub attachment_mode: Option<Attr<String>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Capability {
    /// An access mode with an attachment mode.
    #[must_use]
    #[track_caller]
    pub fn new(
        access_mode: impl IntoAttr<AccessMode>,
        attachment_mode: impl IntoAttr<AttachmentMode>,
    ) -> Self {
        let capability = Self::blank().access_mode(access_mode).attachment_mode(attachment_mode);
        written_at(capability, Location::here())
    }
}
