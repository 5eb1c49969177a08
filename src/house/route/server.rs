//! How Traefik talks to a service.

use super::settings::Settings;
use super::text::normal;
use super::{checks, problems};
use crate::jobspec::{Attr, IntoAttr, Location, Problem};

/// How Traefik talks to a service. `Y` in the tags is the service's name, as Traefik spells it, or
/// the one that [`Server::named`] sets. Two calls that set the same option are a finding, with both
/// locations. All options are for HTTP; for TCP, Traefik supports the port and the transport, and
/// for UDP the port alone.
///
/// ```
/// use jobwright::prelude::*;
/// let tags = Route::host("nas.lab").server(Server::new().scheme("https").transport("insecure@file")).tags("nas");
/// assert_eq!(tags.list()[2..], [
///     "traefik.http.services.nas.loadbalancer.server.scheme=https".into(),
///     "traefik.http.services.nas.loadbalancer.serverstransport=insecure@file".into(),
/// ]);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Server {
    name: Option<(String, Location)>,
    settings: Settings,
}

/// To which requests of other sites a browser adds a cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SameSite {
    /// To all.
    None,
    /// To those that open a page.
    Lax,
    /// To none.
    Strict,
}

impl SameSite {
    /// The word for it in a tag.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Lax => "lax",
            Self::Strict => "strict",
        }
    }
}

impl Server {
    /// As Traefik does by itself: over HTTP, at the service's port.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Another name in Traefik than the service's: letters, digits, `-` and `_`. A second call with another is a finding.
    #[must_use]
    #[track_caller]
    pub fn named(mut self, name: &str) -> Self {
        let here = Location::here();
        self.settings.problems.extend(checks::name("a server", name, here));
        let wrong = checks::once("a server", "name", &mut self.name, name, here);
        self.settings.problems.extend(wrong);
        self
    }

    /// `http` (the default), `https` or `h2c`: `Y.loadbalancer.server.scheme=…`.
    #[must_use]
    #[track_caller]
    pub fn scheme(self, scheme: impl IntoAttr<String>) -> Self {
        self.option("server.scheme", scheme)
    }

    /// Another port than the one in the catalog: `Y.loadbalancer.server.port=…`.
    #[must_use]
    #[track_caller]
    pub fn port(self, port: u16) -> Self {
        self.option("server.port", port.to_string())
    }

    /// With the settings of one of Traefik's transports, such as `insecure@file`: `Y.loadbalancer.serverstransport=…`.
    #[must_use]
    #[track_caller]
    pub fn transport(self, name: impl IntoAttr<String>) -> Self {
        self.option("serverstransport", name)
    }

    /// Whether the service sees the host name of the request; it does by default: `Y.loadbalancer.passhostheader=…`.
    #[must_use]
    #[track_caller]
    pub fn pass_host_header(self, pass: bool) -> Self {
        self.option("passhostheader", pass.to_string())
    }

    /// A client stays with the instance that answered first, by a cookie: `Y.loadbalancer.sticky.cookie=true`.
    #[must_use]
    #[track_caller]
    pub fn sticky(self) -> Self {
        self.option("sticky.cookie", "true")
    }

    /// The same with a cookie of this name: `Y.loadbalancer.sticky.cookie.name=…`.
    #[must_use]
    #[track_caller]
    pub fn cookie_name(self, name: impl IntoAttr<String>) -> Self {
        self.option("sticky.cookie.name", name)
    }

    /// Scripts cannot read the cookie: `Y.loadbalancer.sticky.cookie.httponly=true`.
    #[must_use]
    #[track_caller]
    pub fn cookie_http_only(self) -> Self {
        self.option("sticky.cookie.httponly", "true")
    }

    /// Browsers send the cookie over TLS only: `Y.loadbalancer.sticky.cookie.secure=true`.
    #[must_use]
    #[track_caller]
    pub fn cookie_secure(self) -> Self {
        self.option("sticky.cookie.secure", "true")
    }

    /// To which requests of other sites browsers add the cookie: `Y.loadbalancer.sticky.cookie.samesite=…`.
    #[must_use]
    #[track_caller]
    pub fn cookie_same_site(self, same_site: SameSite) -> Self {
        self.option("sticky.cookie.samesite", same_site.as_str())
    }

    /// Any other option: `Y.loadbalancer.KEY=VALUE`.
    #[must_use]
    #[track_caller]
    pub fn option(mut self, key: &str, value: impl IntoAttr<String>) -> Self {
        let (here, value) = (Location::here(), value.into_attr());
        self.settings.problems.extend(checks::key("a server", key, here));
        self.settings.problems.extend(checks::server(key, &value, here));
        self.settings.set("a server", key, value, here);
        self
    }

    /// Its name in Traefik, for a service of this name.
    pub(super) fn name(&self, service: &str) -> String {
        self.name.as_ref().map_or_else(|| normal(service), |(name, _)| name.clone())
    }

    /// The problems with it, for a router of this protocol.
    pub(super) fn problems(&self, protocol: &str) -> impl Iterator<Item = Problem> {
        let alien = self.settings.keys().filter(move |(key, _)| !takes(protocol, key));
        let alien = alien.map(move |(key, here)| problems::server_of(protocol, key, here));
        self.settings.problems.iter().cloned().chain(alien)
    }

    /// The tags, each with the location of its call.
    pub(super) fn tags(
        &self,
        prefix: &str,
        protocol: &str,
        service: &str,
    ) -> impl Iterator<Item = Attr<String>> {
        let name = self.name(service);
        let start = format!("{prefix}.{protocol}.services.{name}.loadbalancer");
        self.settings.tags(&start).collect::<Vec<_>>().into_iter()
    }
}

/// Whether Traefik knows this of the servers of a protocol. It drops a service of which it does not know all.
fn takes(protocol: &str, key: &str) -> bool {
    let part = key.split('.').next().unwrap_or_default().to_ascii_lowercase();
    match (protocol, part.as_str()) {
        ("http", _) => true,
        (_, "sticky" | "passhostheader" | "healthcheck" | "responseforwarding" | "strategy") => {
            false
        }
        (_, "server") => !key.eq_ignore_ascii_case("server.scheme"),
        (protocol, "serverstransport") => protocol != "udp",
        _ => true,
    }
}
