//! `logging`: where Podman sends a container's output.

use crate::jobspec::{Attr, Base, Block, IntoAttr, Location, Map, written_at};

/// A log driver for a container.
///
/// ```hcl
/// logging {
///   driver = "journald"
///
///   options {
///     tag = "whoami"
///   }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::PodmanLogging;
/// let journal = PodmanLogging::new("journald").options("tag", "whoami");
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "logging", go = "podman.logging", config, constructor)]
pub struct PodmanLogging {
    /// The log driver: `nomad` or `journald`.
    #[field(default = "nomad")]
    pub driver: Option<Attr<String>>,
    /// Its options.
    #[field(attribute_form)]
    pub options: Option<Map>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl PodmanLogging {
    /// A log driver.
    #[must_use]
    #[track_caller]
    pub fn new(driver: impl IntoAttr<String>) -> Self {
        let block = Self::blank().driver(driver);
        written_at(block, Location::here())
    }
}
