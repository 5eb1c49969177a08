//! `request_headers` and `response_headers`: what a gateway changes in HTTP headers.

use crate::jobspec::{Attr, Base, Block, Map};

/// Headers that a gateway adds, replaces or takes away. The same block is `request_headers` and `response_headers`.
///
/// ```hcl
/// request_headers {
///   remove = ["x-debug"]
///
///   add {
///     x-gateway = "edge"
///   }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{HeaderModifiers, IngressService};
/// let service = IngressService::new("whoami")
///     .request_headers(HeaderModifiers::new().add("x-gateway", "edge").remove(["x-debug"]));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "request_headers", go = "ConsulHTTPHeaderModifiers")]
pub struct HeaderModifiers {
    /// Headers that are added to those that are there.
    #[field(since = "1.8")]
    pub add: Option<Map>,
    /// Headers that replace those of the same name.
    #[field(since = "1.8")]
    pub set: Option<Map>,
    /// Headers that are taken away.
    #[field(since = "1.8")]
    pub remove: Option<Attr<Vec<String>>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
