//! Routes of UDP packets.

use super::router::{AnyRoute, Router};
use super::shared;

/// A way for UDP packets from Traefik to a service. It has no rule: all packets of its entry points take it.
///
/// ```
/// use jobwright::prelude::*;
/// let tags = UdpRoute::new().entry_points(["dns"]).tags("dns");
/// assert_eq!(tags.list(), ["traefik.enable=true".into(), "traefik.udp.routers.dns.entrypoints=dns".into()]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct UdpRoute(pub(super) Router);

impl UdpRoute {
    /// All packets of the entry points that [`UdpRoute::entry_points`] says.
    #[must_use]
    #[track_caller]
    #[expect(clippy::new_without_default, reason = "a default would have no place in the source")]
    pub fn new() -> Self {
        Self(Router::new("udp"))
    }
}

impl From<UdpRoute> for AnyRoute {
    fn from(UdpRoute(router): UdpRoute) -> Self {
        Self(router)
    }
}

shared!(UdpRoute);
