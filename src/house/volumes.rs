//! The settings of a site for the volumes of its cluster.

use super::{SharedStorage, Site};
use crate::jobspec::{Location, Problem, VolumeSpec};

impl Site {
    /// Sets the storage that the volumes of the cluster share, as a plugin's ID or with what all of them have:
    /// `.storage("nfs")`. Volumes that name no plugin of their own (`VolumeSpec::shared`) are on it. A second call replaces
    /// the first.
    #[must_use]
    #[track_caller]
    pub fn storage(mut self, storage: impl Into<SharedStorage>) -> Self {
        let mut storage = storage.into();
        storage.written = storage.written.or(Location::here());
        self.storage = Some(storage);
        self
    }

    /// A volume with what the site's storage says, where it names no plugin of its own. If the site has no storage, that is
    /// a finding.
    #[must_use]
    pub fn complete_volume(&self, mut volume: VolumeSpec) -> VolumeSpec {
        if volume.kind() != Some("csi") || volume.plugin_id.is_some() {
            return volume;
        }
        let Some(storage) = &self.storage else {
            let name = volume.source().unwrap_or_default();
            let message =
                format!("the volume `{name}` uses the site's storage, but the site has none");
            let help = "set it in the site, by the ID of its plugin: `.storage(\"nfs\")`";
            let problem = Problem::new(message, help, volume.base.location);
            volume.base.problems.push(problem);
            return volume;
        };
        storage.complete(volume)
    }
}
