//! How Traefik talks to a service.

use super::problems;
use super::settings::Settings;
use super::text::normal;
use crate::jobspec::{Attr, IntoAttr, Problem, Source};

/// How Traefik talks to a service. `Y` in the tags is the service's name, as Traefik spells it, or what
/// [`Server::named`] says. Two calls that say one thing in different ways are a finding, with both places. All of it is for
/// HTTP; of TCP, Traefik knows the port and the transport, and of UDP the port alone.
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
    name: Option<String>,
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

    /// Another name in Traefik than the service's. A second call replaces the first.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        self.name = Some(name.to_owned());
        self
    }

    /// `http` (the default), `https` or `h2c`: `Y.loadbalancer.server.scheme=…`.
    #[must_use]
    #[track_caller]
    pub fn scheme(self, scheme: impl IntoAttr<String>) -> Self {
        self.option("server.scheme", scheme)
    }

    /// Another port than the one in the catalogue: `Y.loadbalancer.server.port=…`.
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

    /// What no other call says: `Y.loadbalancer.KEY=VALUE`.
    #[must_use]
    #[track_caller]
    pub fn option(mut self, key: &str, value: impl IntoAttr<String>) -> Self {
        self.settings.set("a server", key, value.into_attr(), Source::here());
        self
    }

    /// Its name in Traefik, for a service of this name.
    pub(super) fn name(&self, service: &str) -> String {
        self.name.clone().unwrap_or_else(|| normal(service))
    }

    /// What is wrong with it, beside a router of this protocol.
    pub(super) fn problems(&self, protocol: &str) -> impl Iterator<Item = Problem> {
        let alien = self.settings.keys().filter(move |(key, _)| !takes(protocol, key));
        let alien = alien.map(move |(key, here)| problems::server_of(protocol, key, here));
        self.settings.problems.iter().cloned().chain(alien)
    }

    pub(super) fn tags(&self, prefix: &str, protocol: &str, service: &str) -> Vec<Attr<String>> {
        let name = self.name(service);
        self.settings.tags(&format!("{prefix}.{protocol}.services.{name}.loadbalancer")).collect()
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
