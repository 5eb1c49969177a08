//! The storage that the volumes of a site share: a plugin, and what it is told for each volume.

use crate::jobspec::{
    AccessMode, AttachmentMode, Attr, Capability, IntoAttr, Location, VolumeSpec, written_at,
};

/// The storage plugin that provides the volumes of a cluster, and the settings of all volumes that
/// do not set their own. Its volumes are `VolumeSpec::shared("NAME")`.
///
/// ```
/// use jobwright::prelude::*;
/// let nfs = SharedStorage::plugin("nfs").capacity("1GiB", "10GiB").parameter("mode", "0770");
/// let site = Site::new("lab").storage(nfs);
/// let volume = site.complete_volume(VolumeSpec::shared("grafana"));
/// assert_eq!(volume.plugin_id, Some("nfs".into()));
/// assert_eq!(volume.capabilities, [Capability::new(AccessMode::SingleNodeWriter, AttachmentMode::FileSystem)]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedStorage {
    plugin: String,
    capacity: Option<(String, String)>,
    access_mode: AccessMode,
    parameters: Vec<(String, String)>,
    pub(super) written: Location,
}

impl SharedStorage {
    /// The plugin of this ID: `plugin_id = "nfs"`. Its volumes are for one writer at a time, as directories.
    #[must_use]
    #[track_caller]
    pub fn plugin(id: &str) -> Self {
        Self {
            plugin: id.to_owned(),
            capacity: None,
            access_mode: AccessMode::SingleNodeWriter,
            parameters: Vec::new(),
            written: Location::here(),
        }
    }

    /// Sets the least and the greatest size of a volume that says neither: `"1GiB"`. Without it, the plugin decides. A
    /// second call replaces the first.
    #[must_use]
    pub fn capacity(mut self, least: &str, most: &str) -> Self {
        self.capacity = Some((least.to_owned(), most.to_owned()));
        self
    }

    /// Sets the access mode of volumes that do not set their own: without it, `single-node-writer`.
    /// A second call replaces the first.
    #[must_use]
    pub const fn access_mode(mut self, mode: AccessMode) -> Self {
        self.access_mode = mode;
        self
    }

    /// Sets a parameter of the plugin for each volume that does not set it itself: `parameters {
    /// mode = "0770" }`. A further call adds another.
    #[must_use]
    pub fn parameter(mut self, name: &str, value: &str) -> Self {
        self.parameters.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sets what a volume does not set itself.
    pub(super) fn complete(&self, mut volume: VolumeSpec) -> VolumeSpec {
        fn at<T>(value: impl IntoAttr<T>, here: Location) -> Option<Attr<T>> {
            Some(value.into_attr().at(here))
        }
        let here = self.written;
        volume.plugin_id = at(self.plugin.as_str(), here);
        if let (Some((least, most)), None, None) =
            (&self.capacity, &volume.capacity_min, &volume.capacity_max)
        {
            volume.capacity_min = at(least.as_str(), here);
            volume.capacity_max = at(most.as_str(), here);
        }
        if volume.capabilities.is_empty() {
            let usual = Capability::new(self.access_mode, AttachmentMode::FileSystem);
            volume.capabilities.push(written_at(usual, here));
        }
        for (name, value) in &self.parameters {
            let parameters = volume.parameters.get_or_insert_default();
            if parameters.get(name).is_none() {
                parameters.set_at(name, value.as_str(), here);
            }
        }
        volume
    }
}

/// The plugin of this ID.
impl From<&str> for SharedStorage {
    #[track_caller]
    fn from(plugin: &str) -> Self {
        Self::plugin(plugin)
    }
}
