//! Middlewares that are defined beside a route.

use super::settings::Settings;
use super::{checks, problems};
use crate::jobspec::{Attr, IntoAttr, Location, Problem};

/// What Traefik does with a request before the service gets it, or with the response. `M` in the
/// tags is its name, which all routes of the cluster can use. Two calls that set the same option
/// are a finding, with both locations.
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
    settings: Settings,
    written: Location,
}

/// The kind that most calls are for.
const HEADERS: &[&str] = &["headers"];

/// The kinds that Traefik knows for TCP.
const TCP: [&str; 3] = ["ipallowlist", "ipwhitelist", "inflightconn"];

impl Middleware {
    /// A middleware of any kind, by Traefik's name for it, such as `forwardauth`. Its options are
    /// set with [`Middleware::option`]; for one without options, the tag is `M.KIND=true`.
    #[must_use]
    #[track_caller]
    pub fn other(name: &str, kind: &str) -> Self {
        let written = Location::here();
        let mut settings = Settings::default();
        settings.problems.extend(checks::name("a middleware", name, written));
        Self { name: name.to_owned(), kind: kind.to_owned(), settings, written }
    }

    /// Sends the client to the same address with another scheme: `M.redirectscheme.scheme=…`. Beside a route for HTTPS
    /// it takes a second route for HTTP, of another name:
    ///
    /// ```
    /// use jobwright::prelude::*;
    /// let to_https = Middleware::redirect_scheme("to-https", "https").permanent();
    /// let web = Workload::service("web")
    ///     .image("web:1")
    ///     .port(Port::http(80))
    ///     .route(Route::host("web.lab").entry_points(["websecure"]).tls_resolver("le"))
    ///     .route(Route::host("web.lab").named("web-http").entry_points(["web"]).middleware(to_https));
    /// # assert_eq!(web.job(&Site::new("lab")).base.problems, []);
    /// ```
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

    /// Strips prefixes from the path: `M.stripprefix.prefixes=a,b`.
    #[must_use]
    #[track_caller]
    pub fn strip_prefix<P: IntoAttr<String>>(
        name: &str,
        prefixes: impl IntoIterator<Item = P>,
    ) -> Self {
        Self::other(name, "stripprefix").list("prefixes", prefixes)
    }

    /// Sets headers of requests and responses, as the calls after it specify.
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

    /// The same with the users of a file that Traefik reads, one on a line:
    /// `M.basicauth.usersfile=…`. The hashes are then not in the catalog, which everyone can read.
    #[must_use]
    #[track_caller]
    pub fn basic_auth_file(name: &str, path: impl IntoAttr<String>) -> Self {
        Self::other(name, "basicauth").option("usersfile", path)
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
    #[track_caller]
    pub fn permanent(self) -> Self {
        self.of(&["redirectscheme", "redirectregex"], "permanent").option("permanent", "true")
    }

    /// A header of the request: `M.headers.customrequestheaders.NAME=VALUE`. One call for each header.
    #[must_use]
    #[track_caller]
    pub fn request_header(self, name: &str, value: impl IntoAttr<String>) -> Self {
        let headers = self.of(HEADERS, "request_header");
        headers.option(&format!("customrequestheaders.{name}"), value)
    }

    /// A header of the answer: `M.headers.customresponseheaders.NAME=VALUE`. One call for each header.
    #[must_use]
    #[track_caller]
    pub fn response_header(self, name: &str, value: impl IntoAttr<String>) -> Self {
        let headers = self.of(HEADERS, "response_header");
        headers.option(&format!("customresponseheaders.{name}"), value)
    }

    /// What the page may load, and from where: `M.headers.contentsecuritypolicy=…`.
    #[must_use]
    #[track_caller]
    pub fn content_security_policy(self, policy: impl IntoAttr<String>) -> Self {
        self.of(HEADERS, "content_security_policy").option("contentsecuritypolicy", policy)
    }

    /// The methods that pages of other sites may use, after those before: `M.headers.accesscontrolallowmethods=a,b`.
    #[must_use]
    #[track_caller]
    pub fn cors_methods<S: IntoAttr<String>>(self, methods: impl IntoIterator<Item = S>) -> Self {
        self.of(HEADERS, "cors_methods").list("accesscontrolallowmethods", methods)
    }

    /// The headers that pages of other sites may send, after those before: `M.headers.accesscontrolallowheaders=a,b`.
    #[must_use]
    #[track_caller]
    pub fn cors_headers<S: IntoAttr<String>>(self, headers: impl IntoIterator<Item = S>) -> Self {
        self.of(HEADERS, "cors_headers").list("accesscontrolallowheaders", headers)
    }

    /// The sites whose pages may ask, after those before: `M.headers.accesscontrolalloworiginlist=a,b`.
    #[must_use]
    #[track_caller]
    pub fn cors_origins<S: IntoAttr<String>>(self, origins: impl IntoIterator<Item = S>) -> Self {
        self.of(HEADERS, "cors_origins").list("accesscontrolalloworiginlist", origins)
    }

    /// For how many seconds a browser remembers what pages of other sites may do: `M.headers.accesscontrolmaxage=…`.
    #[must_use]
    #[track_caller]
    pub fn cors_max_age(self, seconds: u32) -> Self {
        self.of(HEADERS, "cors_max_age").option("accesscontrolmaxage", seconds.to_string())
    }

    /// Tells caches that answers differ by origin: `M.headers.addvaryheader=true`.
    #[must_use]
    #[track_caller]
    pub fn add_vary_header(self) -> Self {
        self.of(HEADERS, "add_vary_header").option("addvaryheader", "true")
    }

    /// Any other option: `M.KIND.KEY=VALUE`.
    #[must_use]
    #[track_caller]
    pub fn option(mut self, key: &str, value: impl IntoAttr<String>) -> Self {
        let (here, value) = (Location::here(), value.into_attr());
        self.check(key, std::slice::from_ref(&value), here);
        self.settings.set(&self.title(), key, value, here);
        self
    }

    #[track_caller]
    fn list<S: IntoAttr<String>>(mut self, key: &str, values: impl IntoIterator<Item = S>) -> Self {
        let here = Location::here();
        let values: Vec<_> = values.into_iter().map(IntoAttr::into_attr).collect();
        self.check(key, &values, here);
        self.settings.add(&self.title(), key, values, here);
        self
    }

    fn check(&mut self, key: &str, values: &[Attr<String>], here: Location) {
        self.settings.problems.extend(checks::key(&self.title(), key, here));
        let wrong = checks::middleware(&self.title(), (&self.kind, key), values, here);
        self.settings.problems.extend(wrong);
    }

    /// The call is for these kinds. Traefik drops a service that has a middleware of which it does not know all.
    #[track_caller]
    fn of(mut self, kinds: &[&str], method: &str) -> Self {
        if !kinds.contains(&self.kind.as_str()) {
            let title = self.title();
            let problem = problems::not_of_kind(&title, &self.kind, method, Location::here());
            self.settings.problems.push(problem);
        }
        self
    }

    fn title(&self) -> String {
        format!("the middleware `{}`", self.name)
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(super) const fn written(&self) -> Location {
        self.written
    }

    /// The problems with it, for a router of this protocol.
    pub(super) fn problems(&self, protocol: &str) -> impl Iterator<Item = Problem> {
        let alien = protocol == "tcp" && !TCP.contains(&self.kind.as_str());
        let alien = alien.then(|| problems::middleware_of_tcp(&self.title(), self.written));
        let empty = self.kind == "headers" && self.settings.keys().next().is_none();
        let empty = empty.then(|| problems::no_headers(&self.title(), self.written));
        self.settings.problems.iter().cloned().chain(alien).chain(empty)
    }

    /// The tags, each with the location of its call.
    pub(super) fn tags(&self, prefix: &str, protocol: &str) -> impl Iterator<Item = Attr<String>> {
        let start = format!("{prefix}.{protocol}.middlewares.{}.{}", self.name, self.kind);
        let bare = self.settings.keys().next().is_none();
        let bare = bare.then(|| Attr::from(format!("{start}=true")).at(self.written));
        bare.into_iter().chain(self.settings.tags(&start).collect::<Vec<_>>())
    }
}
