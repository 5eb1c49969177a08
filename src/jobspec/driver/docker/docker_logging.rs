//! `logging`: where Docker sends a container's output.

use crate::jobspec::{Attr, Base, Block, IntoAttr, Location, Map, written_at};

/// Another of Docker's log drivers than the client's own. Only some of them leave `nomad alloc logs` working.
///
/// ```hcl
/// logging {
///   type = "syslog"
///
///   config {
///     tag = "whoami"
///   }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::DockerLogging;
/// let syslog = DockerLogging::new("syslog").config("tag", "whoami");
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "logging", go = "docker.logging", config, constructor)]
pub struct DockerLogging {
    /// The log driver.
    #[field(default = "json-file")]
    pub type_: Option<Attr<String>>,
    /// The same, in a later word.
    pub driver: Option<Attr<String>>,
    /// Options of the log driver.
    #[field(attribute_form)]
    pub config: Option<Map>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl DockerLogging {
    /// A log driver of Docker's.
    #[must_use]
    #[track_caller]
    pub fn new(type_: impl IntoAttr<String>) -> Self {
        let block = Self::blank().type_(type_);
        written_at(block, Location::here())
    }
}
