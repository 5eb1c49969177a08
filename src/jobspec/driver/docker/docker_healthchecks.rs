//! `healthchecks`: whether Docker runs the image's own check.

use crate::jobspec::{Attr, Base, Block};

/// What becomes of the check that the image brings along.
///
/// ```hcl
/// healthchecks {
///   disable = true
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::DockerHealthchecks;
/// let none = DockerHealthchecks::new().disable(true);
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "healthchecks", go = "docker.healthchecks", config)]
pub struct DockerHealthchecks {
    /// Whether the image's own check does not run.
    #[field(default = "false")]
    pub disable: Option<Attr<bool>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
