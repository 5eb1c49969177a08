//! `ephemeral_disk`: the allocation's own space.

use super::{Attr, Base, Block};

/// The disk space of an allocation's shared directory. It goes with the allocation, unless it is sticky.
///
/// ```hcl
/// ephemeral_disk {
///   size    = 500
///   sticky  = true
///   migrate = true
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::EphemeralDisk;
/// let disk = EphemeralDisk::new().size(500).sticky(true).migrate(true);
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "ephemeral_disk", go = "EphemeralDisk")]
pub struct EphemeralDisk {
    /// The size in MB.
    #[field(json = "SizeMB", default = "300", min = 10)]
    pub size: Option<Attr<i64>>,
    /// Whether a replacement tries to land on the same node and keeps the data.
    #[field(default = "false")]
    pub sticky: Option<Attr<bool>>,
    /// Whether the data is copied when the replacement lands on another node; best effort.
    #[field(default = "false")]
    pub migrate: Option<Attr<bool>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
