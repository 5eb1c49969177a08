//! How Traefik talks to a service.

use super::text::{normal, pair};
use crate::jobspec::{Attr, IntoAttr};

/// How Traefik talks to a service. `Y` in the tags is the service's name, as Traefik spells it, or what
/// [`Server::named`] says. A second call of the same kind replaces the first.
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
    settings: Vec<(String, Attr<String>)>,
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

    /// Another name in Traefik than the service's.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        self.name = Some(name.to_owned());
        self
    }

    /// `http` (the default), `https` or `h2c`: `Y.loadbalancer.server.scheme=…`.
    #[must_use]
    pub fn scheme(self, scheme: impl IntoAttr<String>) -> Self {
        self.option("server.scheme", scheme)
    }

    /// Another port than the one in the catalogue: `Y.loadbalancer.server.port=…`.
    #[must_use]
    pub fn port(self, port: u16) -> Self {
        self.option("server.port", port.to_string())
    }

    /// With the settings of one of Traefik's transports, such as `insecure@file`: `Y.loadbalancer.serverstransport=…`.
    #[must_use]
    pub fn transport(self, name: impl IntoAttr<String>) -> Self {
        self.option("serverstransport", name)
    }

    /// Whether the service sees the host name of the request; it does by default: `Y.loadbalancer.passhostheader=…`.
    #[must_use]
    pub fn pass_host_header(self, pass: bool) -> Self {
        self.option("passhostheader", pass.to_string())
    }

    /// A client stays with the instance that answered first, by a cookie: `Y.loadbalancer.sticky=true`.
    #[must_use]
    pub fn sticky(self) -> Self {
        self.option("sticky", "true")
    }

    /// The same with a cookie of this name: `Y.loadbalancer.sticky.cookie.name=…`.
    #[must_use]
    pub fn cookie_name(self, name: impl IntoAttr<String>) -> Self {
        self.option("sticky.cookie.name", name)
    }

    /// Scripts cannot read the cookie: `Y.loadbalancer.sticky.cookie.httponly=true`.
    #[must_use]
    pub fn cookie_http_only(self) -> Self {
        self.option("sticky.cookie.httponly", "true")
    }

    /// Browsers send the cookie over TLS only: `Y.loadbalancer.sticky.cookie.secure=true`.
    #[must_use]
    pub fn cookie_secure(self) -> Self {
        self.option("sticky.cookie.secure", "true")
    }

    /// To which requests of other sites browsers add the cookie: `Y.loadbalancer.sticky.cookie.samesite=…`.
    #[must_use]
    pub fn cookie_same_site(self, same_site: SameSite) -> Self {
        self.option("sticky.cookie.samesite", same_site.as_str())
    }

    /// What no other call says: `Y.loadbalancer.KEY=VALUE`.
    #[must_use]
    pub fn option(mut self, key: &str, value: impl IntoAttr<String>) -> Self {
        let value = value.into_attr();
        match self.settings.iter_mut().find(|(known, _)| known == key) {
            Some((_, before)) => *before = value,
            None => self.settings.push((key.to_owned(), value)),
        }
        self
    }

    pub(super) fn tags(&self, prefix: &str, protocol: &str, service: &str) -> Vec<Attr<String>> {
        let name = self.name.clone().unwrap_or_else(|| normal(service));
        let start = format!("{prefix}.{protocol}.services.{name}.loadbalancer");
        let tag = |(key, value): &(String, Attr<String>)| {
            pair(&format!("{start}.{key}"), [value.value().clone()])
        };
        self.settings.iter().map(tag).collect()
    }
}
