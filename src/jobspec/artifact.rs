//! `artifact`: a file that Nomad fetches for a task.

use super::{ArtifactMode, Attr, Base, Block, IntoAttr, Location, Map, written_at};

/// A file or archive fetched before the task starts; archives are unpacked.
///
/// ```hcl
/// artifact {
///   source      = "https://example.com/app.tar.gz"
///   destination = "local/app"
///
///   options {
///     checksum = "sha256:2c26b46b…"
///   }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::Artifact;
/// let app = Artifact::new("https://example.com/app.tar.gz")
///     .destination("local/app")
///     .options("checksum", "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae");
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "artifact", go = "TaskArtifact", constructor)]
pub struct Artifact {
    /// Where it comes from: a URL of any scheme that go-getter knows.
    #[field(json = "GetterSource", required)]
    pub source: Option<Attr<String>>,
    /// Where it goes, below the task's directory.
    #[field(json = "RelativeDest", default = "local/")]
    pub destination: Option<Attr<String>>,
    /// What is expected: `file`, `dir` or `any`.
    #[field(json = "GetterMode", default = "any", one_of = ["any", "file", "dir", ""], choice = ArtifactMode)]
    pub mode: Option<Attr<String>>,
    /// Whether certificates are not verified.
    #[field(json = "GetterInsecure", default = "false", since = "1.8")]
    pub insecure: Option<Attr<bool>>,
    /// Whether the file is given to the task's user.
    #[field(zero, default = "false", since = "1.9")]
    pub chown: Option<Attr<bool>>,
    /// Options of the scheme, such as `checksum`.
    #[field(json = "GetterOptions")]
    pub options: Option<Map>,
    /// Headers of an HTTP request.
    #[field(json = "GetterHeaders")]
    pub headers: Option<Map>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Artifact {
    /// An artifact from a URL.
    #[must_use]
    #[track_caller]
    pub fn new(source: impl IntoAttr<String>) -> Self {
        let artifact = Self::blank().source(source);
        written_at(artifact, Location::here())
    }
}
