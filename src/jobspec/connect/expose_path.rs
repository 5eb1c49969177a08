//! `path`: one path that can be reached without the mesh.

use crate::jobspec::{Attr, Base, Block, IntoAttr, Location, written_at};

/// A path of the service, and the port of the group on which the proxy answers it in the clear.
///
/// ```hcl
/// path {
///   path            = "/metrics"
///   protocol        = "http"
///   local_path_port = 9102
///   listener_port   = "metrics"
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::ExposePath;
/// let metrics = ExposePath::new("/metrics", 9102, "metrics").protocol("http");
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "path", go = "ConsulExposePath", constructor)]
pub struct ExposePath {
    /// The path.
    #[field(zero, required)]
    pub path: Option<Attr<String>>,
    /// `http` or `http2`.
    #[field(zero, default = "http")]
    pub protocol: Option<Attr<String>>,
    /// The port on which the service itself answers.
    #[field(zero, required)]
    pub local_path_port: Option<Attr<i64>>,
    /// The label of the group's port on which the proxy answers.
    #[field(zero, required)]
    pub listener_port: Option<Attr<String>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl ExposePath {
    /// A path, the port on which the service answers it, and the label of the port on which the proxy does.
    #[must_use]
    #[track_caller]
    pub fn new(
        path: impl IntoAttr<String>,
        local_path_port: impl IntoAttr<i64>,
        listener_port: impl IntoAttr<String>,
    ) -> Self {
        let block =
            Self::blank().path(path).local_path_port(local_path_port).listener_port(listener_port);
        written_at(block, Location::here())
    }
}
