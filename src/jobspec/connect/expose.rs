//! `expose`: paths that can be reached without the mesh.

use crate::jobspec::{Base, Block, ExposePath};

/// Paths of the service that the proxy also answers in the clear, for checks and metrics.
///
/// ```hcl
/// expose {
///   path {
///     path            = "/metrics"
///     protocol        = "http"
///     local_path_port = 9102
///     listener_port   = "metrics"
///   }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{Expose, ExposePath};
/// let expose = Expose::new().path(ExposePath::new("/metrics", 9102, "metrics").protocol("http"));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "expose", go = "ConsulExposeConfig", special = Expose)]
pub struct Expose {
    /// A path and the port on which it is answered.
    #[field(block = "path", json = "Paths", set)]
    pub paths: Vec<ExposePath>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
