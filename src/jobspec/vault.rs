//! `vault`: a task's access to Vault.

use super::{Attr, Base, Block, TokenChangeMode};

/// Gives a task a Vault token, which templates use to read secrets.
///
/// ```hcl
/// vault {
///   role = "powerdns"
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::Vault;
/// let vault = Vault::new().role("powerdns");
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "vault", go = "Vault", special = Vault)]
pub struct Vault {
    /// The role to log in with.
    #[field(zero, words = "the role in the server's configuration", since = "1.7", update = Destructive)]
    pub role: Option<Attr<String>>,
    /// Vault's namespace.
    #[field(update = Destructive)]
    pub namespace: Option<Attr<String>>,
    /// The Vault cluster, where there are several.
    #[field(zero, filled, enterprise, default = "default", since = "1.7", update = Destructive)]
    pub cluster: Option<Attr<String>>,
    /// Whether the task sees `VAULT_TOKEN`.
    #[field(default = "true", update = Destructive)]
    pub env: Option<Attr<bool>>,
    /// Whether no token file is written to `secrets/`.
    #[field(default = "false", update = Destructive)]
    pub disable_file: Option<Attr<bool>>,
    /// What happens when the token changes: `noop`, `restart` or `signal`.
    #[field(default = "restart", update = Destructive, one_of = ["restart", "noop", "signal", ""], choice = TokenChangeMode)]
    pub change_mode: Option<Attr<String>>,
    /// The signal of `change_mode` `signal`.
    #[field(update = Destructive)]
    pub change_signal: Option<Attr<String>>,
    /// Whether the token may expire while the task runs.
    #[field(default = "false", since = "1.8", update = Destructive)]
    pub allow_token_expiration: Option<Attr<bool>>,
    /// An old setting that Nomad reads and ignores.
    #[field(update = Nothing)]
    pub policies: Option<Attr<Vec<String>>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
