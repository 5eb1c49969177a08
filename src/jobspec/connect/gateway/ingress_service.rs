//! `service` of a listener: a service of the mesh behind a gateway.

use crate::jobspec::{
    Attr, Base, Block, GatewayTls, HeaderModifiers, IntoAttr, Location, written_at,
};

/// A service of the mesh that an ingress gateway leads to.
///
/// ```hcl
/// service {
///   name  = "whoami"
///   hosts = ["whoami.example.com"]
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{HeaderModifiers, IngressService};
/// let whoami = IngressService::new("whoami")
///     .hosts(["whoami.example.com"])
///     .response_headers(HeaderModifiers::new().remove(["x-debug"]));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "service", go = "ConsulIngressService", constructor)]
pub struct IngressService {
    /// Its name in Consul; `*` is every service of an `http` listener.
    #[field(zero, required)]
    pub name: Option<Attr<String>>,
    /// The host names that lead to it; none for `tcp`.
    #[field(words = "<name>.ingress.*", set)]
    pub hosts: Option<Attr<Vec<String>>>,
    /// How many connections it may have.
    #[field(words = "Envoy's default", since = "1.8")]
    pub max_connections: Option<Attr<u32>>,
    /// How many requests may wait for a connection.
    #[field(words = "Envoy's default", since = "1.8")]
    pub max_pending_requests: Option<Attr<u32>>,
    /// How many requests it may answer at once.
    #[field(words = "Envoy's default", since = "1.8")]
    pub max_concurrent_requests: Option<Attr<u32>>,
    /// A certificate of its own.
    #[field(json = "TLS", since = "1.8")]
    pub tls: Option<Box<GatewayTls>>,
    /// What is changed in the headers of requests.
    #[field(since = "1.8")]
    pub request_headers: Option<Box<HeaderModifiers>>,
    /// What is changed in the headers of answers.
    #[field(since = "1.8")]
    pub response_headers: Option<Box<HeaderModifiers>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl IngressService {
    /// A service by its name in Consul.
    #[must_use]
    #[track_caller]
    pub fn new(name: impl IntoAttr<String>) -> Self {
        let block = Self::blank().name(name);
        written_at(block, Location::here())
    }
}
