//! `devices`: a device file of the node in a container.

use crate::jobspec::{Attr, Base, Block, IntoAttr, Location, written_at};

/// A device file of the node that the container may use. The block is named in the plural and written once for each
/// device.
///
/// ```hcl
/// devices {
///   host_path      = "/dev/dri"
///   container_path = "/dev/dri"
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::DockerDevice;
/// let gpu = DockerDevice::new("/dev/dri").cgroup_permissions("rw");
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "devices", go = "docker.devices", config, constructor)]
pub struct DockerDevice {
    /// The device file on the node.
    #[field(required)]
    pub host_path: Option<Attr<String>>,
    /// Where the container sees it.
    #[field(words = "the path on the node")]
    pub container_path: Option<Attr<String>>,
    /// What the container may do: read `r`, write `w`, make `m`.
    #[field(default = "rwm")]
    pub cgroup_permissions: Option<Attr<String>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl DockerDevice {
    /// A device file of the node, at the same path in the container.
    #[must_use]
    #[track_caller]
    pub fn new(host_path: impl IntoAttr<String>) -> Self {
        let block = Self::blank().host_path(host_path);
        written_at(block, Location::here())
    }
}
