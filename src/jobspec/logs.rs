//! `logs`: how a task's output is kept.

use super::{Attr, Base, Block};

/// How much of a task's output is kept on the node.
///
/// ```hcl
/// logs {
///   max_files     = 5
///   max_file_size = 10
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::Logs;
/// let logs = Logs::new().max_files(5).max_file_size(10);
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "logs", go = "LogConfig")]
pub struct Logs {
    /// How many rotated files are kept of each stream.
    #[field(default = "10", update = InPlace, min = 1)]
    pub max_files: Option<Attr<i64>>,
    /// The size in MB at which a file is rotated.
    #[field(json = "MaxFileSizeMB", default = "10", update = InPlace, min = 1)]
    pub max_file_size: Option<Attr<i64>>,
    /// Whether output is not collected at all.
    #[field(default = "false", update = Destructive)]
    pub disabled: Option<Attr<bool>>,
    /// An old spelling that Nomad reads and ignores.
    #[field(update = Nothing)]
    pub enabled: Option<Attr<bool>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
