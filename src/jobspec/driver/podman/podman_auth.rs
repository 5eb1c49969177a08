//! `auth`: how the podman driver logs in to a registry.

use crate::jobspec::{Attr, Base, Block};

/// A login for the registry of the image.
///
/// ```hcl
/// auth {
///   username = "robot"
///   password = "${secret.registry.password}"
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::PodmanAuth;
/// let login = PodmanAuth::new().username("robot").password("${secret.registry.password}");
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "auth", go = "podman.auth", config)]
pub struct PodmanAuth {
    /// The name.
    pub username: Option<Attr<String>>,
    /// The password.
    pub password: Option<Attr<String>>,
    /// Whether the registry's certificate is verified.
    #[field(default = "true")]
    pub tls_verify: Option<Attr<bool>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
