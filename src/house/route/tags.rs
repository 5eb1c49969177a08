//! The tags of a service: routes, and other tags.

use std::collections::HashSet;

use super::router::Router;
use super::text::joined;
use super::{AnyRoute, IntoRoute, Middleware, Server, checks, problems};
use crate::house::Provider;
use crate::jobspec::{Attr, IntoAttr, Location, Problem, Text, Value};

/// The tags of a service: routes and what belongs to them, and tags of any other kind, in the order
/// of the calls. The first route, middleware or server adds `traefik.enable=true` before it, unless
/// that tag is there already. Duplicate tags are added only once.
///
/// ```
/// use jobwright::prelude::*;
/// let tags = Tags::of("web").tag("metrics").route(Route::host("web.lab")).route(Route::path("/web"));
/// let service = Service::new("web").port("http").tags(tags);
/// assert_eq!(service.tags, Some(vec![
///     "metrics",
///     "traefik.enable=true",
///     "traefik.http.routers.web.rule=Host(`web.lab`)",
///     "traefik.http.routers.web-2.rule=PathPrefix(`/web`)",
/// ].into()));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Tags {
    service: String,
    prefix: String,
    items: Vec<TagItem>,
    prefix_said: Option<Location>,
    problems: Vec<Problem>,
}

#[derive(Clone, Debug, PartialEq)]
enum TagItem {
    Tag(Attr<String>),
    Route(AnyRoute),
    Middleware(Middleware),
    Server(Server),
}

impl Tags {
    /// The tags of a service of this name. Its routers are named after it: `web`, `web-2`, and so on.
    #[must_use]
    pub fn of(service: &str) -> Self {
        Self {
            service: service.to_owned(),
            prefix: "traefik".to_owned(),
            items: Vec::new(),
            prefix_said: None,
            problems: Vec::new(),
        }
    }

    /// Another prefix than `traefik`, for a Traefik that looks for another. A second call with another is a finding.
    #[must_use]
    #[track_caller]
    pub fn prefix(mut self, prefix: &str) -> Self {
        let here = Location::here();
        self.problems.extend(checks::prefix(prefix, here));
        match self.prefix_said.filter(|_| self.prefix != prefix) {
            Some(first) => {
                self.problems.push(problems::twice("a list of tags", "prefix", first, here))
            }
            None => self.prefix_said = self.prefix_said.or(Some(here)),
        }
        self.with_prefix(prefix)
    }

    /// The same by the site, of which a call may say another.
    pub(in crate::house) fn with_prefix(mut self, prefix: &str) -> Self {
        prefix.clone_into(&mut self.prefix);
        self
    }

    /// A route of any protocol, after those before.
    #[must_use]
    #[track_caller]
    pub fn route(mut self, route: impl IntoRoute) -> Self {
        self.items.push(TagItem::Route(route.into_route()));
        self
    }

    /// A middleware of HTTP that routes name, here or elsewhere.
    #[must_use]
    #[track_caller]
    pub fn middleware(mut self, middleware: Middleware) -> Self {
        self.items.push(TagItem::Middleware(middleware));
        self
    }

    /// How Traefik talks to the service over HTTP, where no route says it. For TCP and UDP, the route says it.
    #[must_use]
    #[track_caller]
    pub fn server(mut self, server: Server) -> Self {
        self.items.push(TagItem::Server(server));
        self
    }

    /// A tag of any kind.
    #[must_use]
    #[track_caller]
    pub fn tag(mut self, tag: impl IntoAttr<String>) -> Self {
        self.items.push(TagItem::Tag(tag.into_attr().here()));
        self
    }

    /// Tags of any kind, after those before.
    #[must_use]
    #[track_caller]
    pub fn tags<S: IntoAttr<String>>(mut self, tags: impl IntoIterator<Item = S>) -> Self {
        let here = Location::here();
        self.items.extend(tags.into_iter().map(|tag| TagItem::Tag(tag.into_attr().at(here))));
        self
    }

    /// These first.
    pub(in crate::house) fn after(mut self, tags: Vec<Attr<String>>) -> Self {
        self.items.splice(0..0, tags.into_iter().map(TagItem::Tag));
        self
    }

    /// Marks instances that are canaries, so that Traefik keeps them apart from the others: for
    /// `canary_tags`. It prints `traefik.nomad.canary=true` or `traefik.consulcatalog.canary=true`,
    /// for the catalog that Traefik reads.
    ///
    /// ```
    /// use jobwright::prelude::*;
    /// let tags = Route::host("next.lab").tags("web-canary").canary(Provider::Nomad);
    /// let service = Service::new("web").port("http").canary_tags(tags.clone());
    /// assert_eq!(tags.list()[2], "traefik.nomad.canary=true".into());
    /// ```
    #[must_use]
    #[track_caller]
    pub fn canary(self, provider: Provider) -> Self {
        self.canary_at(provider, Location::here())
    }

    pub(in crate::house) fn canary_at(self, provider: Provider, here: Location) -> Self {
        let catalogue = match provider {
            Provider::Consul => "consulcatalog",
            Provider::Nomad => "nomad",
        };
        let tag = format!("{}.{catalogue}.canary=true", self.prefix);
        self.tag(Attr::from(tag).at(here))
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// All of them.
    #[must_use]
    pub fn list(&self) -> Vec<Attr<String>> {
        let enable: Attr<String> = joined([format!("{}.enable=true", self.prefix).into()]);
        let mut tags = Once::default();
        let mut routes = 0;
        for item in &self.items {
            let more = match item {
                TagItem::Tag(tag) => vec![tag.clone()],
                TagItem::Route(AnyRoute(router)) => {
                    let name = router.name(&self.service, routes);
                    routes += 1;
                    let tags = router.tags(&self.prefix, &name, &self.service);
                    if tags.is_empty() && self.all_routers().nth(1).is_some() {
                        // Traefik makes the default router only where the tags have no other.
                        let mut router = router.clone();
                        router.through(&self.served(router.protocol()));
                        router.tags(&self.prefix, &name, &self.service)
                    } else {
                        tags
                    }
                }
                TagItem::Middleware(middleware) => middleware.tags(&self.prefix, "http").collect(),
                TagItem::Server(server) => {
                    server.tags(&self.prefix, "http", &self.service).collect()
                }
            };
            // The first of the others has it enabled.
            let here = more.first().map(Attr::location).unwrap_or_default();
            let enabled = (!matches!(item, TagItem::Tag(..))).then(|| enable.clone().at(here));
            enabled.into_iter().chain(more).for_each(|tag| tags.push(tag));
        }
        tags.all
    }

    fn all_routers(&self) -> impl Iterator<Item = &Router> {
        self.items.iter().filter_map(|item| match item {
            TagItem::Route(AnyRoute(router)) => Some(router),
            _ => None,
        })
    }

    /// The name of the service in Traefik, for routers of a protocol.
    fn served(&self, protocol: &str) -> String {
        let own = self.items.iter().find_map(|item| match item {
            TagItem::Route(AnyRoute(router)) => router.server_name(protocol, &self.service),
            TagItem::Server(server) if protocol == "http" => Some(server.name(&self.service)),
            _ => None,
        });
        own.unwrap_or_else(|| super::normal(&self.service))
    }

    /// Has each route say the service that it leads to.
    pub(in crate::house) fn through(mut self) -> Self {
        for at in 0..self.items.len() {
            let protocol = match &self.items[at] {
                TagItem::Route(AnyRoute(router)) => router.protocol(),
                _ => continue,
            };
            let service = self.served(protocol);
            if let TagItem::Route(AnyRoute(router)) = &mut self.items[at] {
                router.through(&service);
            }
        }
        self
    }

    /// What is wrong with all of them.
    pub(in crate::house) fn problems(&self) -> Vec<Problem> {
        let routed = self.all_routers().next().is_some();
        let of = |item: &TagItem| -> Vec<Problem> {
            match item {
                TagItem::Tag(tag) if routed => {
                    checks::disabled(&self.prefix, tag, tag.location()).into_iter().collect()
                }
                TagItem::Tag(..) => Vec::new(),
                TagItem::Route(AnyRoute(router)) => router.problems().collect(),
                TagItem::Middleware(middleware) => middleware.problems("http").collect(),
                TagItem::Server(server) => server.problems("http").collect(),
            }
        };
        self.problems.iter().cloned().chain(self.items.iter().flat_map(of)).collect()
    }
}

/// The most tags that are compared one by one.
const FEW: usize = 16;

/// Tags, each of them once.
#[derive(Default)]
struct Once {
    all: Vec<Attr<String>>,
    /// Those that are plain strings, where there are more than a few.
    texts: HashSet<String>,
}

impl Once {
    /// Appends a tag, unless it is there.
    fn push(&mut self, tag: Attr<String>) {
        fn text(tag: &Attr<String>) -> Option<&String> {
            match tag.value() {
                Value::Text(Text::Plain(text)) => Some(text),
                _ => None,
            }
        }
        if self.all.len() == FEW && self.texts.is_empty() {
            self.texts.extend(self.all.iter().filter_map(text).cloned());
        }
        let is_there = match text(&tag).filter(|_| self.all.len() >= FEW) {
            Some(text) => !self.texts.insert(text.clone()),
            None => self.all.contains(&tag),
        };
        if !is_there {
            self.all.push(tag);
        }
    }
}

impl AnyRoute {
    /// The label of the port that it leads to, if it is set.
    #[must_use]
    pub fn port(&self) -> Option<&str> {
        self.0.port()
    }

    /// Through the service of this port, where a job has several.
    #[must_use]
    #[track_caller]
    pub fn to_port(mut self, label: &str) -> Self {
        self.0.set_port(label, Location::here());
        self
    }

    /// What is wrong with it.
    pub(crate) fn problems(&self) -> impl Iterator<Item = Problem> {
        self.0.problems()
    }
}

impl IntoAttr<Vec<String>> for Tags {
    fn into_attr(self) -> Attr<Vec<String>> {
        self.list().into_attr()
    }

    fn problems(&self) -> Vec<Problem> {
        self.problems()
    }
}
