//! Routes of TCP connections.

use super::router::{AnyRoute, Router};
use super::shared;
use crate::jobspec::{IntoAttr, Location};

/// A way for TCP connections from Traefik to a service. It becomes the service's tags.
///
/// ```
/// use jobwright::prelude::*;
/// let tags = TcpRoute::any().entry_points(["postgres"]).tags("db");
/// assert_eq!(tags.list(), [
///     "traefik.enable=true".into(),
///     "traefik.tcp.routers.db.rule=HostSNI(`*`)".into(),
///     "traefik.tcp.routers.db.entrypoints=postgres".into(),
/// ]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct TcpRoute(pub(super) Router);

impl TcpRoute {
    /// A route without a rule, until a call says a host or the rule; the tags of calls before that one come first. Without
    /// such a call it is a finding: Traefik has no default rule for TCP.
    #[must_use]
    #[track_caller]
    #[expect(
        clippy::new_without_default,
        reason = "a default would have no location in the source"
    )]
    pub fn new() -> Self {
        Self(Router::new("tcp"))
    }

    /// All connections of its entry points: ``X.rule=HostSNI(`*`)``. Connections without TLS say no host, so this is the
    /// only rule for them.
    #[must_use]
    #[track_caller]
    pub fn any() -> Self {
        Self::host_sni("*")
    }

    /// TLS connections to a host name: ``X.rule=HostSNI(`…`)``.
    #[must_use]
    #[track_caller]
    pub fn host_sni(host: impl IntoAttr<String>) -> Self {
        Self::new().or_host_sni(host)
    }

    /// A further host name: ``X.rule=HostSNI(`…`) || HostSNI(`…`)``.
    #[must_use]
    #[track_caller]
    pub fn or_host_sni(mut self, host: impl IntoAttr<String>) -> Self {
        self.0.or_host("HostSNI", host.into_attr(), Location::here());
        self
    }

    /// A rule in Traefik's own language, in place of hosts: `X.rule=…`. A second one is a finding.
    #[must_use]
    #[track_caller]
    pub fn with_rule(mut self, rule: impl IntoAttr<String>) -> Self {
        self.0.with_rule(rule.into_attr(), Location::here());
        self
    }

    /// TLS is the service's own affair: `X.tls.passthrough=true`.
    #[must_use]
    #[track_caller]
    pub fn passthrough(mut self) -> Self {
        self.0.set("tls.passthrough", "true".into(), Location::here());
        self
    }

    /// Before routes of a lower priority: `X.priority=…`. Without one, longer rules go first. A second one is a finding.
    #[must_use]
    #[track_caller]
    pub fn priority(mut self, priority: i32) -> Self {
        self.0.priority(priority, Location::here());
        self
    }
}

impl From<TcpRoute> for AnyRoute {
    fn from(TcpRoute(router): TcpRoute) -> Self {
        Self(router)
    }
}

shared!(TcpRoute);
shared!(TcpRoute: tls);
shared!(TcpRoute: middlewares);
