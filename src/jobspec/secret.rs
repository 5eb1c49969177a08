//! `secret`: values that are fetched before a task starts.

use crate::jobspec::{Attr, Base, Block, Free, IntoAttr, Location, Map, written_at};

/// Secrets fetched from a provider before the task starts. The task's environment and configuration see a value as
/// `${secret.<name>.<key>}`.
///
/// ```hcl
/// secret "database" {
///   provider = "vault"
///   path     = "kv/data/database"
///
///   config {
///     engine = "kv_v2"
///   }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{Free, Secret};
/// let database = Secret::new("database", "vault", "kv/data/database").config(Free::new().attr("engine", "kv_v2"));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "secret", go = "Secret")]
pub struct Secret {
    /// The name by which references know it, unique within the task: letters, digits and underscores.
    #[field(label, since = "1.11")]
    pub name: String,
    /// Where it comes from: `nomad`, `vault`, or a plugin's name.
    #[field(zero, required, since = "1.11")]
    pub provider: Option<Attr<String>>,
    /// Where the provider keeps it.
    #[field(zero, required, since = "1.11")]
    pub path: Option<Attr<String>>,
    /// What the provider is told besides.
    #[field(since = "1.11")]
    pub config: Option<Free>,
    /// Environment variables of a plugin that is a program.
    #[field(since = "1.11")]
    pub env: Option<Map>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Secret {
    /// What a provider has at a path.
    #[must_use]
    #[track_caller]
    pub fn new(
        name: impl Into<String>,
        provider: impl IntoAttr<String>,
        path: impl IntoAttr<String>,
    ) -> Self {
        let block = Self { name: name.into(), ..Self::blank() }.provider(provider).path(path);
        written_at(block, Location::here())
    }
}
