//! fabio's tags: the routes to a service, as the load balancer fabio reads them from Consul's
//! catalog.

use crate::jobspec::{Attr, IntoAttr, Location, Problem};

/// A tag that routes requests from fabio to a service: `urlprefix-HOST/PATH`, with options. It is
/// one of the tags of a service, which must be in Consul's catalog and have a check: fabio ignores
/// all others.
///
/// ```
/// use jobwright::prelude::*;
/// let job = Workload::service("web")
///     .image("web:1")
///     .port(Port::http(80))
///     .tags([Fabio::path("/web").strip("/web"), Fabio::host("web.lab")])
///     .job(&Site::new("lab"));
/// assert_eq!(
///     job.groups[0].services[0].tags,
///     Some(vec!["urlprefix-/web strip=/web", "urlprefix-web.lab/"].into()),
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fabio {
    host: String,
    path: String,
    options: Vec<(String, String)>,
    written: Location,
}

impl Fabio {
    #[track_caller]
    fn of(host: &str, path: &str) -> Self {
        let (host, path) = (host.to_owned(), path.to_owned());
        Self { host, path, options: Vec::new(), written: Location::here() }
    }

    /// Requests for a path and all below it, of any host: `urlprefix-/web`.
    #[must_use]
    #[track_caller]
    pub fn path(path: &str) -> Self {
        Self::of("", path)
    }

    /// Requests for a host, whatever their path: `urlprefix-web.lab/`.
    #[must_use]
    #[track_caller]
    pub fn host(host: &str) -> Self {
        Self::of(host, "/")
    }

    /// Connections to a port of fabio's that listens for TCP: `urlprefix-:3306 proto=tcp`.
    #[must_use]
    #[track_caller]
    pub fn tcp(port: u16) -> Self {
        Self::of(&format!(":{port}"), "").option("proto", "tcp")
    }

    /// Of the host's requests, those for a path and all below it: `urlprefix-web.lab/api`. Of two calls, the last counts.
    #[must_use]
    pub fn and_path(mut self, path: &str) -> Self {
        path.clone_into(&mut self.path);
        self
    }

    /// The prefix that is stripped from the path of a request: `strip=/web`.
    #[must_use]
    pub fn strip(self, prefix: &str) -> Self {
        self.option("strip", prefix)
    }

    /// The service speaks HTTPS: `proto=https`.
    #[must_use]
    pub fn https(self) -> Self {
        self.option("proto", "https")
    }

    /// The service's certificate is not checked: `tlsskipverify=true`. For [`Fabio::https`].
    #[must_use]
    pub fn tls_skip_verify(self) -> Self {
        self.option("tlsskipverify", "true")
    }

    /// Answers with a redirection in place of the service: `redirect=301,https://web.lab$path`. In the address, fabio puts the
    /// request's path for `$path`.
    #[must_use]
    pub fn redirect(self, status: u16, address: &str) -> Self {
        self.option("redirect", &format!("{status},{address}"))
    }

    /// Any other option: `weight=0.2`, `host=dst`, `allow=ip:10.0.0.0/8`. The same option again is a finding.
    #[must_use]
    pub fn option(mut self, name: &str, value: &str) -> Self {
        self.options.push((name.to_owned(), value.to_owned()));
        self
    }

    fn tag(&self) -> String {
        let options = self.options.iter().map(|(name, value)| format!(" {name}={value}"));
        format!("urlprefix-{}{}{}", self.host, self.path, options.collect::<String>())
    }

    /// The settings that fabio would refuse, or misread.
    fn faults(&self) -> Vec<(String, &'static str)> {
        let tag = self.tag();
        let mut faults = Vec::new();
        let is_tcp = self.host.starts_with(':');
        if !is_tcp && !self.path.starts_with('/') {
            let found = &self.path;
            let message = format!(
                "invalid path `{found}` of the tag `{tag}`: expected a leading \
                `/`"
            );
            faults.push((message, "begin it with `/`: fabio reads it as a host otherwise"));
        }
        if is_tcp && !self.path.is_empty() {
            let message = format!("the tag `{tag}` is for TCP connections, which have no path");
            faults.push((message, "remove the path, or set a host"));
        }
        if !is_tcp && self.host.contains(['/', ':']) {
            let message = format!("invalid host of the tag `{tag}`: expected a name only");
            faults.push((
                message,
                "set its path with `.and_path(…)`, and remove the scheme and the \
                port",
            ));
        }
        let parts = self.options.iter().flat_map(|(name, value)| [name, value]);
        let mut parts = parts.chain([&self.host, &self.path]);
        if parts.any(|part| part.contains(char::is_whitespace)) {
            let message = format!("a part of the tag `{tag}` contains a space");
            faults.push((
                message,
                "write a space in a path as `%20`: fabio splits the tag at spaces",
            ));
        }
        let strip = self.options.iter().find(|(name, _)| name == "strip");
        if let Some((_, prefix)) = strip.filter(|(_, prefix)| !self.path.starts_with(prefix)) {
            let message =
                format!("the tag `{tag}` strips `{prefix}`, but its path does not begin with it");
            faults.push((message, "strip a prefix of the path"));
        }
        let twice = |(index, (name, _)): (usize, &(String, String))| {
            self.options.iter().take(index).any(|(earlier, _)| earlier == name)
        };
        if self.options.iter().enumerate().any(twice) {
            let message = format!("duplicate option in the tag `{tag}`");
            faults.push((message, "remove one of the two"));
        }
        faults
    }
}

impl IntoAttr<String> for Fabio {
    fn into_attr(self) -> Attr<String> {
        Attr::from_value(self.tag().into()).at(self.written)
    }

    fn problems(&self) -> Vec<Problem> {
        let faults = self.faults().into_iter();
        faults.map(|(message, help)| Problem::new(message, help, self.written)).collect()
    }
}
