//! `driver_config`: a volume driver of Docker's.

use crate::jobspec::{Attr, Base, Block, IntoAttr, Location, Map, written_at};

/// A volume driver of Docker's, and what it is told.
///
/// ```hcl
/// driver_config {
///   name = "local"
///
///   options {
///     type   = "nfs"
///     device = ":/srv"
///   }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::VolumeDriverConfig;
/// let nfs = VolumeDriverConfig::new("local").options("type", "nfs").options("device", ":/srv");
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "driver_config", go = "docker.driver_config", config, constructor)]
pub struct VolumeDriverConfig {
    /// The driver.
    pub name: Option<Attr<String>>,
    /// Its options.
    #[field(attribute_form)]
    pub options: Option<Map>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl VolumeDriverConfig {
    /// A volume driver by its name.
    #[must_use]
    #[track_caller]
    pub fn new(name: impl IntoAttr<String>) -> Self {
        let block = Self::blank().name(name);
        written_at(block, Location::here())
    }
}
