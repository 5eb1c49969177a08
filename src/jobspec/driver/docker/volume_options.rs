//! `volume_options`: how a volume of Docker's is made.

use crate::jobspec::{Attr, Base, Block, Map, VolumeDriverConfig};

/// How a volume of Docker's is made when no volume has the name.
///
/// ```hcl
/// volume_options {
///   no_copy = true
///
///   driver_config {
///     name = "local"
///   }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{VolumeDriverConfig, VolumeOptions};
/// let options = VolumeOptions::new().no_copy(true).driver_config(VolumeDriverConfig::new("local"));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "volume_options", go = "docker.volume_options", config)]
pub struct VolumeOptions {
    /// Whether the image's files at that path are not copied into it.
    #[field(default = "false")]
    pub no_copy: Option<Attr<bool>>,
    /// Labels of the volume.
    #[field(attribute_form)]
    pub labels: Option<Map>,
    /// The volume driver of Docker's, and its options.
    pub driver_config: Option<Box<VolumeDriverConfig>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
