//! `listener`: a port of a gateway, and the services that it exposes.

use crate::jobspec::{
    Attr, Base, Block, IngressService, IntoAttr, ListenerProtocol, Location, written_at,
};

/// A port on which an ingress gateway listens. Over `tcp` it has one service; over `http` several can share it.
///
/// ```hcl
/// listener {
///   port     = 8080
///   protocol = "http"
///
///   service {
///     name  = "whoami"
///     hosts = ["whoami.example.com"]
///   }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{IngressService, Listener};
/// let web = Listener::http(8080).service(IngressService::new("whoami").hosts(["whoami.example.com"]));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "listener", go = "ConsulIngressListener", constructor)]
pub struct Listener {
    /// The port.
    #[field(zero, required, min = 1)]
    pub port: Option<Attr<i64>>,
    /// `tcp`, `http`, `http2` or `grpc`.
    #[field(zero, filled, default = "tcp", one_of = ["tcp", "http", "http2", "grpc", ""], choice = ListenerProtocol)]
    pub protocol: Option<Attr<String>>,
    /// A service of the mesh behind this port.
    #[field(block = "service", json = "Services", key = "name")]
    pub services: Vec<IngressService>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Listener {
    /// A port with a protocol: `tcp`, `http`, `http2` or `grpc`.
    #[must_use]
    #[track_caller]
    pub fn new(port: impl IntoAttr<i64>, protocol: impl IntoAttr<ListenerProtocol>) -> Self {
        let block = Self::blank().port(port).protocol(protocol);
        written_at(block, Location::here())
    }

    /// A port whose connections go to one service as they are.
    #[must_use]
    #[track_caller]
    pub fn tcp(port: impl IntoAttr<i64>) -> Self {
        let block = Self::new(port, "tcp");
        written_at(block, Location::here())
    }

    /// A port whose requests go to a service by their host name.
    #[must_use]
    #[track_caller]
    pub fn http(port: impl IntoAttr<i64>) -> Self {
        let block = Self::new(port, "http");
        written_at(block, Location::here())
    }
}
