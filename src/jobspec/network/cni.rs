//! `cni`: what a CNI network is told.

use crate::jobspec::{Attr, Base, Block, IntoAttr, Map};

/// Arguments for the plugins of a CNI network, in networks of mode `cni/<name>`.
///
/// ```hcl
/// cni {
///   args = { "nodes.public" = "true" }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{Cni, Network};
/// let network = Network::new().mode("cni/macvlan").cni(Cni::new().args("nodes.public", "true"));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "cni", go = "CNIConfig")]
pub struct Cni {
    /// Names and strings that the plugins see in `CNI_ARGS`.
    #[field(no_setter, since = "1.9")]
    pub args: Option<Attr<Map>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Cni {
    /// Adds an argument.
    #[must_use]
    pub fn args(mut self, key: impl Into<String>, value: impl IntoAttr<String>) -> Self {
        let mut args = self.args.take().and_then(|args| args.get()).unwrap_or_default();
        args.set(key, value.into_attr().into_value());
        self.args = Some(args.into_attr());
        self
    }
}
