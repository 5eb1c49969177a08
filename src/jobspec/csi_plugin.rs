//! `csi_plugin`: a task that provides storage.

use super::{Attr, Base, Block, CsiPluginType, Duration, IntoAttr, Location, written_at};

/// Registers a task as a plugin of the Container Storage Interface.
///
/// ```hcl
/// csi_plugin {
///   id        = "nfs"
///   type      = "controller"
///   mount_dir = "/csi"
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::CsiPlugin;
/// let plugin = CsiPlugin::controller("nfs").mount_dir("/csi");
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "csi_plugin", go = "TaskCSIPluginConfig", constructor)]
pub struct CsiPlugin {
    /// The plugin's ID, which volumes name.
    #[field(json = "ID", zero, required)]
    pub id: Option<Attr<String>>,
    /// `controller`, `node` or `monolith`.
    #[field(zero, required, one_of = ["node", "controller", "monolith"], choice = CsiPluginType)]
    pub type_: Option<Attr<String>>,
    /// Where the plugin finds the directory of its socket.
    #[field(zero)]
    pub mount_dir: Option<Attr<String>>,
    /// The base of the paths at which volumes are staged and published.
    #[field(zero, filled, default = "/local/csi")]
    pub stage_publish_base_dir: Option<Attr<String>>,
    /// How long the plugin may take to answer at its start.
    #[field(zero, filled, default = "30s")]
    pub health_timeout: Option<Attr<Duration>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl CsiPlugin {
    /// The plugin that makes and attaches volumes for the cluster.
    #[must_use]
    #[track_caller]
    pub fn controller(id: impl IntoAttr<String>) -> Self {
        Self::of_type("controller", Location::here()).id(id)
    }

    /// The plugin that mounts volumes on its node.
    #[must_use]
    #[track_caller]
    pub fn node(id: impl IntoAttr<String>) -> Self {
        Self::of_type("node", Location::here()).id(id)
    }

    /// A plugin that does both.
    #[must_use]
    #[track_caller]
    pub fn monolith(id: impl IntoAttr<String>) -> Self {
        Self::of_type("monolith", Location::here()).id(id)
    }

    fn of_type(type_: &str, source: Location) -> Self {
        let plugin = Self::blank().type_(type_);
        written_at(plugin, source)
    }
}
