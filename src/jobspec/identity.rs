//! `identity`: a token that tells others which workload this is.

use super::{Attr, Base, Block, Duration, IntoAttr, Location, TokenChangeMode, written_at};

/// A signed token of the workload, for Vault, Consul or a cloud. Without a name it is the default identity, for Nomad's
/// own API.
///
/// ```hcl
/// identity {
///   name = "example"
///   aud  = ["example.com"]
///   file = true
///   ttl  = "1h"
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{Identity, hours};
/// let token = Identity::named("example").aud(["example.com"]).file(true).ttl(hours(1));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "identity", go = "WorkloadIdentity")]
pub struct Identity {
    /// The identity's name; without one it is the default identity, for Nomad's own API.
    #[field(zero, default = "default", since = "1.7")]
    pub name: Option<Attr<String>>,
    /// For whom the token is meant.
    #[field(json = "Audience", since = "1.7")]
    pub aud: Option<Attr<Vec<String>>>,
    /// Whether the task sees it as `NOMAD_TOKEN` or `NOMAD_TOKEN_<name>`.
    #[field(zero, default = "false")]
    pub env: Option<Attr<bool>>,
    /// Whether it is written to a file in `secrets/`.
    #[field(zero, default = "false")]
    pub file: Option<Attr<bool>>,
    /// The file's path, below the task's directory.
    #[field(zero, since = "1.9")]
    pub filepath: Option<Attr<String>>,
    /// What happens when the token changes: `noop`, `restart` or `signal`.
    #[field(zero, default = "noop", since = "1.7", one_of = ["noop", "restart", "signal", ""], choice = TokenChangeMode)]
    pub change_mode: Option<Attr<String>>,
    /// The signal of `change_mode` `signal`.
    #[field(zero, since = "1.7")]
    pub change_signal: Option<Attr<String>>,
    /// The service that the identity is for; Nomad sets it itself.
    #[field(zero, since = "1.7")]
    pub service_name: Option<Attr<String>>,
    /// How long a token is valid; it is renewed in time.
    #[field(json = "TTL", zero, since = "1.7", min = 0)]
    pub ttl: Option<Attr<Duration>>,
    /// Further claims to put into the token.
    #[field(since = "2.0.3")]
    pub extra_claims: Option<Attr<Vec<String>>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Identity {
    /// An identity of a name.
    #[must_use]
    #[track_caller]
    pub fn named(name: impl IntoAttr<String>) -> Self {
        let identity = Self::blank().name(name);
        written_at(identity, Location::here())
    }
}
