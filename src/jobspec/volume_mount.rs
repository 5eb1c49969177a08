//! `volume_mount`: where a task sees a volume of its group.

use super::{Attr, Base, Block, IntoAttr, Location, PropagationMode, SelinuxLabel, written_at};

/// Mounts a volume of the group into a task.
///
/// ```hcl
/// volume_mount {
///   volume      = "data"
///   destination = "/var/lib/grafana"
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::VolumeMount;
/// let data = VolumeMount::new("data", "/var/lib/grafana");
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "volume_mount", go = "VolumeMount", constructor)]
pub struct VolumeMount {
    /// The volume's name in the group.
    #[field(required)]
    pub volume: Option<Attr<String>>,
    /// The path in the task's file system.
    #[field(required)]
    pub destination: Option<Attr<String>>,
    /// Whether this task may not write.
    #[field(default = "false")]
    pub read_only: Option<Attr<bool>>,
    /// Whether mounts made later pass through: `private`, `host-to-task` or `bidirectional`.
    #[field(default = "private", one_of = ["private", "host-to-task", "bidirectional", ""], choice = PropagationMode)]
    pub propagation_mode: Option<Attr<String>>,
    /// The SELinux label of the mount: `z` or `Z`.
    #[field(json = "SELinuxLabel", since = "1.8", one_of = ["z", "Z", ""], choice = SelinuxLabel)]
    pub selinux_label: Option<Attr<String>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl VolumeMount {
    /// Mounts a volume at a path.
    #[must_use]
    #[track_caller]
    pub fn new(volume: impl IntoAttr<String>, destination: impl IntoAttr<String>) -> Self {
        let mount = Self::blank().volume(volume).destination(destination);
        written_at(mount, Location::here())
    }
}
