//! Middlewares that are defined beside a route.

use super::problems;
use super::text::{pair, separated};
use crate::jobspec::{Attr, IntoAttr, Problem, Source};

/// What Traefik does with a request before the service sees it, or with the answer. `M` in the tags is its name, which
/// all routes of the cluster can use. A second call of the same kind replaces the first, unless it says otherwise.
///
/// ```
/// use jobwright::prelude::*;
/// let tags = Route::host("a.lab").middleware(Middleware::redirect_scheme("to-https", "https")).tags("a");
/// assert_eq!(tags.list()[2..], [
///     "traefik.http.middlewares.to-https.redirectscheme.scheme=https".into(),
///     "traefik.http.routers.a.middlewares=to-https".into(),
/// ]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Middleware {
    name: String,
    kind: String,
    settings: Vec<(String, Vec<Attr<String>>)>,
    pub(super) problems: Vec<Problem>,
}

impl Middleware {
    /// A middleware of any kind, by Traefik's name for it, such as `forwardauth`. What it needs is said with
    /// [`Middleware::option`].
    #[must_use]
    #[track_caller]
    pub fn other(name: &str, kind: &str) -> Self {
        let problems = problems::middleware_name(name, Source::here()).into_iter().collect();
        Self { name: name.to_owned(), kind: kind.to_owned(), settings: Vec::new(), problems }
    }

    /// Sends the client to the same address with another scheme: `M.redirectscheme.scheme=…`.
    #[must_use]
    #[track_caller]
    pub fn redirect_scheme(name: &str, scheme: impl IntoAttr<String>) -> Self {
        Self::other(name, "redirectscheme").option("scheme", scheme)
    }

    /// Sends the client to another address, where the one it asked for matches: `M.redirectregex.regex=…` and
    /// `M.redirectregex.replacement=…`.
    #[must_use]
    #[track_caller]
    pub fn redirect_regex(
        name: &str,
        regex: impl IntoAttr<String>,
        replacement: impl IntoAttr<String>,
    ) -> Self {
        let redirect = Self::other(name, "redirectregex").option("regex", regex);
        redirect.option("replacement", replacement)
    }

    /// Takes prefixes from the path: `M.stripprefix.prefixes=a,b`.
    #[must_use]
    #[track_caller]
    pub fn strip_prefix<P: IntoAttr<String>>(
        name: &str,
        prefixes: impl IntoIterator<Item = P>,
    ) -> Self {
        Self::other(name, "stripprefix").list("prefixes", prefixes)
    }

    /// Sets headers of requests and answers, as the calls after it say.
    #[must_use]
    #[track_caller]
    pub fn headers(name: &str) -> Self {
        Self::other(name, "headers")
    }

    /// Asks for a name and a password; users are `name:hash`, as `htpasswd` writes them: `M.basicauth.users=a,b`.
    #[must_use]
    #[track_caller]
    pub fn basic_auth<U: IntoAttr<String>>(name: &str, users: impl IntoIterator<Item = U>) -> Self {
        Self::other(name, "basicauth").list("users", users)
    }

    /// Lets clients of these address ranges through, and no others: `M.ipallowlist.sourcerange=a,b`.
    #[must_use]
    #[track_caller]
    pub fn ip_allow_list<R: IntoAttr<String>>(
        name: &str,
        ranges: impl IntoIterator<Item = R>,
    ) -> Self {
        Self::other(name, "ipallowlist").list("sourcerange", ranges)
    }

    /// Of a redirect: for good, so that browsers remember it: `M.KIND.permanent=true`.
    #[must_use]
    pub fn permanent(self) -> Self {
        self.option("permanent", "true")
    }

    /// A header of the request: `M.headers.customrequestheaders.NAME=VALUE`. One call for each header.
    #[must_use]
    pub fn request_header(self, name: &str, value: impl IntoAttr<String>) -> Self {
        self.option(&format!("customrequestheaders.{name}"), value)
    }

    /// A header of the answer: `M.headers.customresponseheaders.NAME=VALUE`. One call for each header.
    #[must_use]
    pub fn response_header(self, name: &str, value: impl IntoAttr<String>) -> Self {
        self.option(&format!("customresponseheaders.{name}"), value)
    }

    /// What the page may load, and from where: `M.headers.contentsecuritypolicy=…`.
    #[must_use]
    pub fn content_security_policy(self, policy: impl IntoAttr<String>) -> Self {
        self.option("contentsecuritypolicy", policy)
    }

    /// The methods that pages of other sites may use, after those before: `M.headers.accesscontrolallowmethods=a,b`.
    #[must_use]
    pub fn cors_methods<S: IntoAttr<String>>(self, methods: impl IntoIterator<Item = S>) -> Self {
        self.list("accesscontrolallowmethods", methods)
    }

    /// The headers that pages of other sites may send, after those before: `M.headers.accesscontrolallowheaders=a,b`.
    #[must_use]
    pub fn cors_headers<S: IntoAttr<String>>(self, headers: impl IntoIterator<Item = S>) -> Self {
        self.list("accesscontrolallowheaders", headers)
    }

    /// The sites whose pages may ask, after those before: `M.headers.accesscontrolalloworiginlist=a,b`.
    #[must_use]
    pub fn cors_origins<S: IntoAttr<String>>(self, origins: impl IntoIterator<Item = S>) -> Self {
        self.list("accesscontrolalloworiginlist", origins)
    }

    /// For how many seconds a browser remembers what pages of other sites may do: `M.headers.accesscontrolmaxage=…`.
    #[must_use]
    pub fn cors_max_age(self, seconds: u32) -> Self {
        self.option("accesscontrolmaxage", seconds.to_string())
    }

    /// Tells caches that answers differ by origin: `M.headers.addvaryheader=true`.
    #[must_use]
    pub fn add_vary_header(self) -> Self {
        self.option("addvaryheader", "true")
    }

    /// What no other call says: `M.KIND.KEY=VALUE`.
    #[must_use]
    pub fn option(mut self, key: &str, value: impl IntoAttr<String>) -> Self {
        let value = vec![value.into_attr()];
        match self.settings.iter_mut().find(|(known, _)| known == key) {
            Some((_, before)) => *before = value,
            None => self.settings.push((key.to_owned(), value)),
        }
        self
    }

    fn list<S: IntoAttr<String>>(mut self, key: &str, values: impl IntoIterator<Item = S>) -> Self {
        let values = values.into_iter().map(IntoAttr::into_attr);
        match self.settings.iter_mut().find(|(known, _)| known == key) {
            Some((_, before)) => before.extend(values),
            None => self.settings.push((key.to_owned(), values.collect())),
        }
        self
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn tags(&self, prefix: &str, protocol: &str) -> Vec<Attr<String>> {
        let start = format!("{prefix}.{protocol}.middlewares.{}.{}", self.name, self.kind);
        let tag = |(key, values): &(String, Vec<Attr<String>>)| {
            pair(&format!("{start}.{key}"), separated(values, ","))
        };
        self.settings.iter().map(tag).collect()
    }
}
