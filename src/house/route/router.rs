//! A router of any protocol: a rule and settings, in the order in which they were written.

use super::rule::{Matcher, Rule};
use super::text::{pair, separated};
use super::{Middleware, Server, checks, problems};
use crate::jobspec::{Attr, IntoAttr, Location, Problem};

/// A route of any protocol: what [`Route`](super::Route), [`TcpRoute`](super::TcpRoute) and
/// [`UdpRoute`](super::UdpRoute) turn into by themselves.
#[derive(Clone, Debug, PartialEq)]
pub struct AnyRoute(pub(in crate::house) Router);

/// What can be given for a route: a `Route`, a `TcpRoute` or a `UdpRoute`.
#[diagnostic::on_unimplemented(
    message = "cannot make a route from `{Self}`",
    label = "expected a route",
    note = "use a route that matches requests: `Route::host(\"web.lab\")`, \
        `Route::path(\"/web\")`, `TcpRoute::…` or `UdpRoute::…`"
)]
pub trait IntoRoute {
    /// The route.
    #[doc(hidden)]
    fn into_route(self) -> AnyRoute;
}

#[diagnostic::do_not_recommend]
impl<R: Into<AnyRoute>> IntoRoute for R {
    fn into_route(self) -> AnyRoute {
        self.into()
    }
}

/// What all routes are.
#[derive(Clone, Debug, PartialEq)]
pub struct Router {
    protocol: &'static str,
    name: Option<(String, Location)>,
    port: Option<(String, Location)>,
    rule: Rule,
    settings: Vec<Setting>,
    pub written: Location,
    problems: Vec<Problem>,
}

#[derive(Clone, Debug, PartialEq)]
enum Setting {
    /// The place of the rule among the others.
    Rule(Location),
    Text(String, Attr<String>, Location),
    List(String, Vec<Attr<String>>, Location),
    Middleware(Middleware),
    Server(Server),
}

impl Router {
    #[track_caller]
    pub fn new(protocol: &'static str) -> Self {
        Self {
            protocol,
            name: None,
            port: None,
            rule: Rule::default(),
            settings: Vec::new(),
            written: Location::here(),
            problems: Vec::new(),
        }
    }

    pub fn has_rule(&self) -> bool {
        !self.rule.is_empty()
    }

    fn rule_is_here(&mut self, here: Location) {
        match self.said("rule") {
            Some(Setting::Text(key, _, first)) => {
                self.problems.push(problems::twice("a route", key, *first, here));
            }
            Some(_) => {}
            None => self.settings.push(Setting::Rule(here)),
        }
    }

    /// The setting of this key: Traefik's keys are case-insensitive.
    fn said(&self, key: &str) -> Option<&Setting> {
        self.settings.iter().find(|setting| match setting {
            Setting::Rule(_) => key.eq_ignore_ascii_case("rule"),
            Setting::Text(known, ..) | Setting::List(known, ..) => known.eq_ignore_ascii_case(key),
            Setting::Middleware(_) | Setting::Server(_) => false,
        })
    }

    pub fn set_port(&mut self, label: &str, here: Location) {
        self.problems.extend(checks::once("a route", "port", &mut self.port, label, here));
    }

    pub fn named(&mut self, name: &str, here: Location) {
        self.problems.extend(checks::name("a router", name, here));
        self.problems.extend(checks::once("a route", "name", &mut self.name, name, here));
    }

    /// The label of the port that it leads to, where it says.
    pub fn port(&self) -> Option<&str> {
        self.port.as_ref().map(|(label, _)| label.as_str())
    }

    pub fn or_host(&mut self, name: &'static str, value: Attr<String>, here: Location) {
        self.rule_is_here(here);
        self.problems.extend(checks::host(name, &value, here));
        self.problems.extend(self.rule.own.is_some().then(|| problems::two_rules(here)));
        self.rule.hosts.push(Matcher { name, value });
    }

    pub fn and_path(&mut self, name: &'static str, value: Attr<String>, here: Location) {
        self.rule_is_here(here);
        self.problems.extend(checks::path(name, &value, here));
        self.problems.extend(self.rule.own.is_some().then(|| problems::two_rules(here)));
        self.rule.paths.push(Matcher { name, value });
    }

    pub fn with_rule(&mut self, rule: Attr<String>, here: Location) {
        self.problems.extend((!self.rule.is_empty()).then(|| problems::two_rules(here)));
        self.problems.extend(checks::empty_rule(&rule, here));
        self.problems.extend(checks::rule(&rule, here));
        self.rule_is_here(here);
        self.rule.own = Some(rule);
    }

    pub fn priority(&mut self, priority: i32, here: Location) {
        self.problems.extend((priority == 0).then(|| problems::no_priority(here)));
        self.set("priority", priority.to_string().into(), here);
    }

    /// A setting that can be said once.
    pub fn set(&mut self, key: &str, value: Attr<String>, here: Location) {
        self.problems.extend(checks::empty("a route", key, &value, here));
        let first = match self.said(key) {
            None => return self.settings.push(Setting::Text(key.to_owned(), value, here)),
            Some(Setting::Text(_, before, _)) if *before == value => return,
            Some(
                Setting::Text(_, _, first) | Setting::List(_, _, first) | Setting::Rule(first),
            ) => *first,
            Some(_) => return,
        };
        self.problems.push(problems::twice("a route", key, first, here));
    }

    /// A setting by its key.
    pub fn option(&mut self, key: &str, value: Attr<String>, here: Location) {
        self.problems.extend(checks::key("a route", key, here));
        if key.eq_ignore_ascii_case("priority") {
            self.problems.extend(checks::number("a route", key, &value, here));
        }
        if key.eq_ignore_ascii_case("rule") {
            self.problems.extend(checks::rule(&value, here));
        }
        self.set(key, value, here);
    }

    /// A list that grows.
    pub fn list<S: IntoAttr<String>>(
        &mut self,
        key: &str,
        values: impl IntoIterator<Item = S>,
        here: Location,
    ) {
        let values: Vec<_> = values.into_iter().map(IntoAttr::into_attr).collect();
        if values.is_empty() {
            self.problems.push(problems::empty_list("a route", key, here));
        }
        let empty = values.iter().find_map(|value| checks::empty("a route", key, value, here));
        self.problems.extend(empty);
        self.add(key, values, here);
    }

    fn add(&mut self, key: &str, values: Vec<Attr<String>>, here: Location) {
        if let Some(Setting::Text(_, _, first)) = self.said(key) {
            return self.problems.push(problems::twice("a route", key, *first, here));
        }
        for setting in &mut self.settings {
            match setting {
                Setting::List(known, before, _) if known == key => return before.extend(values),
                _ => {}
            }
        }
        self.settings.push(Setting::List(key.to_owned(), values, here));
    }

    fn domains(&self) -> usize {
        let main = |setting: &&Setting| matches!(setting, Setting::Text(key, ..) if key.starts_with("tls.domains["));
        self.settings.iter().filter(main).count()
    }

    pub fn tls_domain(&mut self, main: Attr<String>, here: Location) {
        let key = format!("tls.domains[{}].main", self.domains());
        self.set(&key, main, here);
    }

    pub fn tls_sans<S: IntoAttr<String>>(
        &mut self,
        names: impl IntoIterator<Item = S>,
        here: Location,
    ) {
        let key = format!("tls.domains[{}].sans", self.domains().saturating_sub(1));
        self.list(&key, names, here);
    }

    /// A middleware, and its name among those of the router.
    pub fn middleware(&mut self, middleware: Middleware) {
        self.problems.extend(middleware.problems(self.protocol));
        let name = middleware.name().to_owned();
        let (known, written) =
            (self.middlewares().any(|known| known.name() == name), middleware.written());
        self.settings.push(Setting::Middleware(middleware));
        if !known {
            self.add("middlewares", vec![name.into()], written);
        }
    }

    fn middlewares(&self) -> impl Iterator<Item = &Middleware> {
        self.settings.iter().filter_map(|setting| match setting {
            Setting::Middleware(middleware) => Some(middleware),
            _ => None,
        })
    }

    pub fn server(&mut self, server: Server) {
        self.problems.extend(server.problems(self.protocol));
        self.settings.push(Setting::Server(server));
    }

    /// Names the service, unless it is named.
    pub fn through(&mut self, service: &str) {
        if self.said("service").is_none() {
            self.set("service", service.into(), self.written);
        }
    }

    /// The name in Traefik of a service that the router says something of.
    pub fn server_name(&self, protocol: &str, service: &str) -> Option<String> {
        self.settings.iter().find_map(|setting| match setting {
            Setting::Server(server) if self.protocol == protocol => Some(server.name(service)),
            _ => None,
        })
    }

    pub const fn protocol(&self) -> &'static str {
        self.protocol
    }

    pub fn has_no_paths(&mut self, here: Location) {
        self.problems.push(problems::no_paths(here));
    }

    /// What is wrong with it.
    pub fn problems(&self) -> impl Iterator<Item = Problem> {
        let bare = self.protocol == "tcp" && self.rule.is_empty();
        let bare = bare.then(|| problems::no_rule(self.written));
        self.problems.iter().cloned().chain(bare)
    }

    /// The name that it has among the routers of a service.
    pub fn name(&self, service: &str, index: usize) -> String {
        let own = self.name.as_ref().map(|(name, _)| name.clone()).unwrap_or_else(|| match index {
            0 => service.to_owned(),
            _ => format!("{service}-{}", index + 1),
        });
        // Traefik takes a dot in a name for the end of it.
        own.replace('.', "-")
    }

    /// The tags of the router of this name, without the one that enables it.
    pub fn tags(&self, prefix: &str, name: &str, service: &str) -> Vec<Attr<String>> {
        let protocol = self.protocol;
        let key = |key: &str| format!("{prefix}.{protocol}.routers.{name}.{key}");
        let mut tags = Vec::new();
        for setting in &self.settings {
            match setting {
                Setting::Rule(_) => {
                    tags.push(pair(&key("rule"), self.rule.text()).at(self.written));
                }
                Setting::Text(name, value, here) => {
                    tags.push(pair(&key(name), [value.value().clone()]).at(*here));
                }
                Setting::List(_, values, _) if values.is_empty() => {}
                Setting::List(name, values, here) => {
                    tags.push(pair(&key(name), separated(values, ",")).at(*here));
                }
                Setting::Middleware(middleware) => tags.extend(middleware.tags(prefix, protocol)),
                Setting::Server(server) => tags.extend(server.tags(prefix, protocol, service)),
            }
        }
        tags
    }
}
