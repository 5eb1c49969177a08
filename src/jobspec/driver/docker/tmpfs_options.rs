//! `tmpfs_options`: a container's file system in memory.

use crate::jobspec::{Attr, Base, Block};

/// The size and mode of a file system in memory.
///
/// ```hcl
/// tmpfs_options {
///   size = 67108864
///   mode = 511
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::TmpfsOptions;
/// let options = TmpfsOptions::new().size(64 * 1024 * 1024).mode(0o777);
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "tmpfs_options", go = "docker.tmpfs_options", config)]
pub struct TmpfsOptions {
    /// The size in bytes.
    #[field(words = "no limit")]
    pub size: Option<Attr<i64>>,
    /// The mode of its top directory, as a decimal number: HCL has no octal ones.
    #[field(words = "1023, which is 1777 in octal")]
    pub mode: Option<Attr<i64>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
