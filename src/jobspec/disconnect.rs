//! `disconnect`: what happens when a node loses touch with the servers.

use crate::jobspec::{Attr, Base, Block, Duration, Reconcile};

/// What becomes of allocations whose node does not answer any more, and of their replacements when it comes back.
///
/// ```hcl
/// disconnect {
///   lost_after = "6h"
///   replace    = false
///   reconcile  = "keep_original"
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{Disconnect, hours};
/// let patient = Disconnect::new().lost_after(hours(6)).replace(false).reconcile("keep_original");
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "disconnect", go = "DisconnectStrategy")]
pub struct Disconnect {
    /// How long the allocation counts as unknown before it counts as lost.
    #[field(since = "1.8", min = 0)]
    pub lost_after: Option<Attr<Duration>>,
    /// How long the node itself keeps the allocation running without its servers. Not together with `lost_after`.
    #[field(since = "1.8", min = 0)]
    pub stop_on_client_after: Option<Attr<Duration>>,
    /// Whether another node runs a replacement while the allocation is unknown.
    #[field(default = "true", since = "1.8")]
    pub replace: Option<Attr<bool>>,
    /// Which one stays when the node comes back: `keep_original`, `keep_replacement`, `best_score` or
    /// `longest_running`.
    #[field(default = "best_score", since = "1.8", one_of = ["best_score", "longest_running", "keep_original", "keep_replacement", ""], choice = Reconcile)]
    pub reconcile: Option<Attr<String>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
