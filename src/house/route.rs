//! Routes: what Traefik reads from a service's tags, typed.

/// A way from Traefik to a service. It becomes the service's tags.
///
/// ```
/// use jobwright::house::Route;
/// let tags = Route::host("grafana.lab").and_path("/login").tls().tags("grafana");
/// assert_eq!(tags[1], "traefik.http.routers.grafana.rule=Host(`grafana.lab`) && PathPrefix(`/login`)");
/// assert_eq!(tags[2], "traefik.http.routers.grafana.tls=true");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    name: Option<String>,
    hosts: Vec<String>,
    paths: Vec<String>,
    entry_points: Vec<String>,
    tls: Option<Tls>,
    middlewares: Vec<String>,
    priority: Option<i32>,
    service: Option<String>,
    port: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Tls {
    resolver: Option<String>,
}

impl Route {
    fn empty() -> Self {
        Self {
            name: None,
            hosts: Vec::new(),
            paths: Vec::new(),
            entry_points: Vec::new(),
            tls: None,
            middlewares: Vec::new(),
            priority: None,
            service: None,
            port: None,
        }
    }

    /// Requests to a host name.
    #[must_use]
    pub fn host(host: impl Into<String>) -> Self {
        Self::empty().or_host(host)
    }

    /// Requests whose path starts with this.
    #[must_use]
    pub fn path(path: impl Into<String>) -> Self {
        Self::empty().and_path(path)
    }

    /// Requests whose path starts with any of these.
    #[must_use]
    pub fn paths<P: Into<String>>(paths: impl IntoIterator<Item = P>) -> Self {
        paths.into_iter().fold(Self::empty(), Self::and_path)
    }

    /// A further host name.
    #[must_use]
    pub fn or_host(mut self, host: impl Into<String>) -> Self {
        self.hosts.push(host.into());
        self
    }

    /// Of these requests, those whose path starts with this; of several paths, any will do.
    #[must_use]
    pub fn and_path(mut self, path: impl Into<String>) -> Self {
        self.paths.push(path.into());
        self
    }

    /// Only through these entry points.
    #[must_use]
    pub fn entry_points<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.entry_points = names.into_iter().map(Into::into).collect();
        self
    }

    /// Over TLS, with a certificate that Traefik has.
    #[must_use]
    pub fn tls(mut self) -> Self {
        self.tls = Some(Tls { resolver: None });
        self
    }

    /// Over TLS, with a certificate that one of Traefik's resolvers gets.
    #[must_use]
    pub fn tls_resolver(mut self, resolver: &str) -> Self {
        self.tls = Some(Tls { resolver: Some(resolver.to_owned()) });
        self
    }

    /// Through these middlewares, in this order.
    #[must_use]
    pub fn middlewares<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.middlewares = names.into_iter().map(Into::into).collect();
        self
    }

    /// Before routes of a lower priority; without one, longer rules go first.
    #[must_use]
    pub fn priority(mut self, priority: i32) -> Self {
        self.priority = Some(priority);
        self
    }

    /// To one of Traefik's own services, such as `api@internal`, in place of this one.
    #[must_use]
    pub fn to_service(mut self, service: &str) -> Self {
        self.service = Some(service.to_owned());
        self
    }

    /// Through the service of this port, where a job has several. The first one is the default.
    #[must_use]
    pub fn to_port(mut self, label: &str) -> Self {
        self.port = Some(label.to_owned());
        self
    }

    /// The router's name, where it is not the job's.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        self.name = Some(name.to_owned());
        self
    }

    /// The label of the port that it leads to, where it says.
    #[must_use]
    pub fn port(&self) -> Option<&str> {
        self.port.as_deref()
    }

    /// The tags that make Traefik route this way, for a service of this name.
    #[must_use]
    pub fn tags(&self, service: &str) -> Vec<String> {
        // Traefik takes a dot in a name for the end of it.
        let name = self.name.as_deref().unwrap_or(service).replace('.', "-");
        let router = |key: &str, value: &str| format!("traefik.http.routers.{name}.{key}={value}");
        let mut tags = vec!["traefik.enable=true".to_owned(), router("rule", &self.rule())];
        if !self.entry_points.is_empty() {
            tags.push(router("entrypoints", &self.entry_points.join(",")));
        }
        match &self.tls {
            Some(Tls { resolver: Some(resolver) }) => {
                tags.push(router("tls.certresolver", resolver))
            }
            Some(Tls { resolver: None }) => tags.push(router("tls", "true")),
            None => {}
        }
        if !self.middlewares.is_empty() {
            tags.push(router("middlewares", &self.middlewares.join(",")));
        }
        if let Some(priority) = self.priority {
            tags.push(router("priority", &priority.to_string()));
        }
        if let Some(service) = &self.service {
            tags.push(router("service", service));
        }
        tags
    }

    fn rule(&self) -> String {
        let any = |matcher: &str, values: &[String]| {
            let each: Vec<String> =
                values.iter().map(|value| format!("{matcher}(`{value}`)")).collect();
            each.join(" || ")
        };
        let (hosts, paths) = (any("Host", &self.hosts), any("PathPrefix", &self.paths));
        let grouped = |rule: &str, count: usize| {
            if count > 1 { format!("({rule})") } else { rule.to_owned() }
        };
        match (self.hosts.len(), self.paths.len()) {
            (_, 0) => hosts,
            (0, _) => paths,
            (some, more) => format!("{} && {}", grouped(&hosts, some), grouped(&paths, more)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Route;

    fn check(route: &Route, expected: &[&str]) {
        let tags = route.tags("app");
        let tags: Vec<&str> = tags
            .iter()
            .skip(1)
            .map(|tag| tag.trim_start_matches("traefik.http.routers."))
            .collect();
        assert_eq!(tags, expected);
    }

    #[test]
    fn routes_become_tags() {
        check(&Route::paths(["/a"]), &["app.rule=PathPrefix(`/a`)"]);
        check(&Route::paths(["/a", "/b"]), &["app.rule=PathPrefix(`/a`) || PathPrefix(`/b`)"]);
        check(
            &Route::host("x.lab").or_host("y.lab").and_path("/a"),
            &["app.rule=(Host(`x.lab`) || Host(`y.lab`)) && PathPrefix(`/a`)"],
        );
        check(
            &Route::host("x.lab")
                .entry_points(["web", "websecure"])
                .tls_resolver("le")
                .middlewares(["auth"])
                .priority(9),
            &[
                "app.rule=Host(`x.lab`)",
                "app.entrypoints=web,websecure",
                "app.tls.certresolver=le",
                "app.middlewares=auth",
                "app.priority=9",
            ],
        );
        check(
            &Route::host("t.lab").named("dashboard").to_service("api@internal"),
            &["dashboard.rule=Host(`t.lab`)", "dashboard.service=api@internal"],
        );
    }
}
