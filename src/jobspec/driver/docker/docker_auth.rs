//! `auth`: how the docker driver logs in to a registry.

use crate::jobspec::{Attr, Base, Block};

/// A login for the registry of the image. In a job file it is there for all to read: prefer what the client has, or
/// a reference to a secret.
///
/// ```hcl
/// auth {
///   username       = "robot"
///   password       = "${secret.registry.password}"
///   server_address = "registry.example.com"
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::DockerAuth;
/// let login = DockerAuth::new()
///     .username("robot")
///     .password("${secret.registry.password}")
///     .server_address("registry.example.com");
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "auth", go = "docker.auth", config)]
pub struct DockerAuth {
    /// The name.
    pub username: Option<Attr<String>>,
    /// The password.
    pub password: Option<Attr<String>>,
    /// An address that the driver reads and ignores.
    pub email: Option<Attr<String>>,
    /// The registry, without `https://`.
    #[field(words = "the image's registry")]
    pub server_address: Option<Attr<String>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
