//! The definition of a new volume.

use crate::jobspec::{AccessMode, AttachmentMode, Capability, VolumeSpec};

/// The kind of a volume.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VolumeKind {
    /// A storage plugin provides it to the whole cluster.
    Csi,
    /// A directory of one node; from Nomad 1.10 on.
    Host,
}

/// The description of a new volume.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VolumeDraft {
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: VolumeKind,
    /// The plugin that provides it.
    pub plugin: String,
    /// Who may mount it at the same time.
    pub access_mode: AccessMode,
}

impl VolumeDraft {
    /// The volume.
    #[must_use]
    pub fn volume(&self) -> VolumeSpec {
        let volume = match self.kind {
            VolumeKind::Csi => VolumeSpec::csi(&self.name, &self.plugin),
            VolumeKind::Host => VolumeSpec::host(&self.name, &self.plugin),
        };
        volume.capability(Capability::new(self.access_mode, AttachmentMode::FileSystem))
    }

    /// The doc comment of its file.
    #[must_use]
    pub fn doc(&self) -> String {
        format!("The volume `{}`.", self.name)
    }

    /// The content of its file.
    #[must_use]
    pub fn text(&self) -> String {
        let Self { name, plugin, access_mode, .. } = self;
        let kind = if self.kind == VolumeKind::Csi { "csi" } else { "host" };
        let new = format!("VolumeSpec::{kind}({name:?}, {plugin:?})");
        // The variants are called in Rust what `Debug` calls them.
        let modes = format!("AccessMode::{access_mode:?}, AttachmentMode::FileSystem");
        let capability = format!(".capability(Capability::new({modes}))");
        let line = format!("    {new}{capability}");
        let body =
            if line.len() <= 100 { line } else { format!("    {new}\n        {capability}") };
        let doc = self.doc();
        format!(
            "//! {doc}\n\nuse crate::site::*;\n\npub fn volume() -> VolumeSpec {{\n{body}\n}}\n"
        )
    }
}
