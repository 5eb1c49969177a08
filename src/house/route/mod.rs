//! Routes: what Traefik reads from a service's tags, typed.
//!
//! Each call prints the tags that its documentation shows, in the order of the calls. `X` in them is the router's name:
//! that of the service, or what [`Route::named`] says. Keys are in lower case, and start with `traefik.` or with the
//! prefix that the site names ([`Site::traefik_prefix`](super::Site::traefik_prefix)).

mod checks;
mod middleware;
mod problems;
mod router;
mod rule;
mod server;
mod settings;
mod tags;
mod tcp;
mod text;
mod udp;

pub(super) use checks::disabled;
pub use middleware::Middleware;
pub use router::{AnyRoute, IntoRoute};
pub use server::{SameSite, Server};
pub use tags::Tags;
pub use tcp::TcpRoute;
pub use text::normal;
pub use udp::UdpRoute;

use crate::jobspec::{IntoAttr, Location};
use router::Router;

/// A way for HTTP requests from Traefik to a service. It becomes the service's tags.
///
/// ```
/// use jobwright::prelude::*;
/// let route = Route::host("grafana.lab").and_path("/login").tls();
/// let service = Service::new("grafana").port("http").tags(route.tags("grafana"));
/// assert_eq!(service.tags, Some(vec![
///     "traefik.enable=true",
///     "traefik.http.routers.grafana.rule=Host(`grafana.lab`) && PathPrefix(`/login`)",
///     "traefik.http.routers.grafana.tls=true",
/// ].into()));
/// ```
///
/// Hosts, paths and all other strings may hold HCL expressions:
///
/// ```
/// use jobwright::prelude::*;
/// let tags = Route::host(hcl("app.${var.domain}")).tags("app");
/// assert_eq!(tags.list()[1], hcl("traefik.http.routers.app.rule=Host(`app.${var.domain}`)").into());
/// ```
///
/// With Nomad's own catalog, Traefik does not see checks: an instance gets requests from the moment it
/// is registered, whatever the status of its checks. With Consul's, it gets them while its checks pass.
#[derive(Clone, Debug, PartialEq)]
pub struct Route(pub(super) Router);

impl Route {
    /// A route with Traefik's default rule, until a call sets a host or a path. The rule's tag is
    /// at the position of that call, so the tags of calls before it come first.
    ///
    /// ```
    /// use jobwright::prelude::*;
    /// let tags = Route::new().entry_points(["web"]).or_host("app.lab").tags("app");
    /// assert_eq!(tags.list(), [
    ///     "traefik.enable=true".into(),
    ///     "traefik.http.routers.app.entrypoints=web".into(),
    ///     "traefik.http.routers.app.rule=Host(`app.lab`)".into(),
    /// ]);
    /// ```
    #[must_use]
    #[track_caller]
    #[expect(
        clippy::new_without_default,
        reason = "a default would have no location in the source"
    )]
    pub fn new() -> Self {
        Self(Router::new("http"))
    }

    /// Requests to a host name: ``X.rule=Host(`…`)``.
    #[must_use]
    #[track_caller]
    pub fn host(host: impl IntoAttr<String>) -> Self {
        Self::new().or_host(host)
    }

    /// Requests to host names that match a regular expression: ``X.rule=HostRegexp(`…`)``.
    #[must_use]
    #[track_caller]
    pub fn host_regexp(pattern: impl IntoAttr<String>) -> Self {
        Self::new().or_host_regexp(pattern)
    }

    /// Requests whose path starts with this: ``X.rule=PathPrefix(`…`)``. Without a host, it is for every host.
    #[must_use]
    #[track_caller]
    pub fn path(path: impl IntoAttr<String>) -> Self {
        Self::new().and_path(path)
    }

    /// Requests whose path starts with any of these.
    #[must_use]
    #[track_caller]
    pub fn paths<P: IntoAttr<String>>(paths: impl IntoIterator<Item = P>) -> Self {
        let mut route = Self::new();
        for path in paths {
            route = route.and_path(path);
        }
        if !route.0.has_rule() {
            route.0.has_no_paths(Location::here());
        }
        route
    }

    /// Requests with exactly this path: ``X.rule=Path(`…`)``.
    #[must_use]
    #[track_caller]
    pub fn exact_path(path: impl IntoAttr<String>) -> Self {
        Self::new().and_exact_path(path)
    }

    /// Requests whose path matches a regular expression: ``X.rule=PathRegexp(`…`)``.
    #[must_use]
    #[track_caller]
    pub fn path_regexp(pattern: impl IntoAttr<String>) -> Self {
        Self::new().and_path_regexp(pattern)
    }

    /// Requests by a rule in Traefik's own language: `X.rule=…`.
    #[must_use]
    #[track_caller]
    pub fn rule(rule: impl IntoAttr<String>) -> Self {
        Self::new().with_rule(rule)
    }

    /// A further host name: ``X.rule=Host(`…`) || Host(`…`)``.
    #[must_use]
    #[track_caller]
    pub fn or_host(mut self, host: impl IntoAttr<String>) -> Self {
        self.0.or_host("Host", host.into_attr(), Location::here());
        self
    }

    /// Further host names, those that match a regular expression.
    #[must_use]
    #[track_caller]
    pub fn or_host_regexp(mut self, pattern: impl IntoAttr<String>) -> Self {
        self.0.or_host("HostRegexp", pattern.into_attr(), Location::here());
        self
    }

    /// Of these requests, those whose path starts with this; of several paths, any will do.
    #[must_use]
    #[track_caller]
    pub fn and_path(mut self, path: impl IntoAttr<String>) -> Self {
        self.0.and_path("PathPrefix", path.into_attr(), Location::here());
        self
    }

    /// Of these requests, those with exactly this path; of several paths, any will do.
    #[must_use]
    #[track_caller]
    pub fn and_exact_path(mut self, path: impl IntoAttr<String>) -> Self {
        self.0.and_path("Path", path.into_attr(), Location::here());
        self
    }

    /// Of these requests, those whose path matches a regular expression; of several paths, any will do.
    #[must_use]
    #[track_caller]
    pub fn and_path_regexp(mut self, pattern: impl IntoAttr<String>) -> Self {
        self.0.and_path("PathRegexp", pattern.into_attr(), Location::here());
        self
    }

    /// A rule in Traefik's own language, in place of hosts and paths: `X.rule=…`. A second one is a finding.
    #[must_use]
    #[track_caller]
    pub fn with_rule(mut self, rule: impl IntoAttr<String>) -> Self {
        self.0.with_rule(rule.into_attr(), Location::here());
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

impl From<Route> for AnyRoute {
    fn from(Route(router): Route) -> Self {
        Self(router)
    }
}

/// The calls that routes of several protocols share.
macro_rules! shared {
    ($route:ident: middlewares) => {
        impl $route {
            /// Through these middlewares, in this order and after those before: `X.middlewares=a,b`.
            #[must_use]
            #[track_caller]
            pub fn middlewares<S: $crate::jobspec::IntoAttr<String>>(
                mut self,
                names: impl IntoIterator<Item = S>,
            ) -> Self {
                self.0.list("middlewares", names, $crate::jobspec::Location::here());
                self
            }

            /// Through a middleware that is defined beside the route: its own tags, and `X.middlewares=NAME`.
            #[must_use]
            #[track_caller]
            pub fn middleware(mut self, middleware: $crate::house::Middleware) -> Self {
                self.0.middleware(middleware);
                self
            }
        }
    };
    ($route:ident: tls) => {
        impl $route {
            /// Over TLS, with a certificate that Traefik has: `X.tls=true`.
            #[must_use]
            #[track_caller]
            pub fn tls(mut self) -> Self {
                self.0.set("tls", "true".into(), $crate::jobspec::Location::here());
                self
            }

            /// Over TLS, with a certificate that one of Traefik's resolvers gets: `X.tls.certresolver=…`. A second one is
            /// a finding.
            #[must_use]
            #[track_caller]
            pub fn tls_resolver(
                mut self,
                resolver: impl $crate::jobspec::IntoAttr<String>,
            ) -> Self {
                let here = $crate::jobspec::Location::here();
                self.0.set("tls.certresolver", resolver.into_attr(), here);
                self
            }

            /// Over TLS with a set of options: `X.tls.options=…`. A second one is a finding.
            #[must_use]
            #[track_caller]
            pub fn tls_options(mut self, options: impl $crate::jobspec::IntoAttr<String>) -> Self {
                self.0.set("tls.options", options.into_attr(), $crate::jobspec::Location::here());
                self
            }

            /// A certificate for this name: `X.tls.domains[0].main=…`; the second call is about `domains[1]`.
            #[must_use]
            #[track_caller]
            pub fn tls_domain(mut self, main: impl $crate::jobspec::IntoAttr<String>) -> Self {
                self.0.tls_domain(main.into_attr(), $crate::jobspec::Location::here());
                self
            }

            /// Further names of the certificate that the last `tls_domain` asked for, after those before:
            /// `X.tls.domains[0].sans=a,b`.
            #[must_use]
            #[track_caller]
            pub fn tls_sans<S: $crate::jobspec::IntoAttr<String>>(
                mut self,
                names: impl IntoIterator<Item = S>,
            ) -> Self {
                self.0.tls_sans(names, $crate::jobspec::Location::here());
                self
            }
        }
    };
    ($route:ident) => {
        impl $route {
            /// Only through these entry points, and those before: `X.entrypoints=a,b`.
            #[must_use]
            #[track_caller]
            pub fn entry_points<S: $crate::jobspec::IntoAttr<String>>(
                mut self,
                names: impl IntoIterator<Item = S>,
            ) -> Self {
                self.0.list("entrypoints", names, $crate::jobspec::Location::here());
                self
            }

            /// To another of Traefik's services, such as `api@internal`, in place of this one: `X.service=…`. A second one
            /// is a finding.
            #[must_use]
            #[track_caller]
            pub fn to_service(mut self, service: impl $crate::jobspec::IntoAttr<String>) -> Self {
                self.0.set("service", service.into_attr(), $crate::jobspec::Location::here());
                self
            }

            /// How Traefik talks to the service: see [`Server`](crate::house::Server).
            #[must_use]
            #[track_caller]
            pub fn server(mut self, server: $crate::house::Server) -> Self {
                self.0.server(server);
                self
            }

            /// Any other option of the router: `X.KEY=VALUE`. A second one of the same key is a
            /// finding.
            #[must_use]
            #[track_caller]
            pub fn option(
                mut self,
                key: &str,
                value: impl $crate::jobspec::IntoAttr<String>,
            ) -> Self {
                self.0.option(key, value.into_attr(), $crate::jobspec::Location::here());
                self
            }

            /// Through the service of this port, where a job has several. The first one is the default; a second call
            /// with another is a finding.
            #[must_use]
            #[track_caller]
            pub fn to_port(mut self, label: &str) -> Self {
                self.0.set_port(label, $crate::jobspec::Location::here());
                self
            }

            /// The router's name, where it is not the service's: letters, digits, `-` and `_`. A second call with another
            /// is a finding.
            #[must_use]
            #[track_caller]
            pub fn named(mut self, name: &str) -> Self {
                self.0.named(name, $crate::jobspec::Location::here());
                self
            }

            /// The label of the port that it leads to, if it is set.
            #[must_use]
            pub fn port(&self) -> Option<&str> {
                self.0.port()
            }

            /// The tags that make Traefik route this way, for a service of this name. More can be added.
            #[must_use]
            pub fn tags(&self, service: &str) -> $crate::house::Tags {
                $crate::house::Tags::of(service).route(self.clone())
            }
        }
    };
}

use shared;

shared!(Route);
shared!(Route: tls);
shared!(Route: middlewares);
