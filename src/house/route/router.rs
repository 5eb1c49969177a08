//! A router of any protocol: a rule and settings, in the order in which they were written.

use super::rule::{Matcher, Rule};
use super::text::{pair, separated};
use super::{Middleware, Server, problems};
use crate::jobspec::{Attr, IntoAttr, Problem, Source};

/// A route of any protocol: what [`Route`](super::Route), [`TcpRoute`](super::TcpRoute) and
/// [`UdpRoute`](super::UdpRoute) turn into by themselves.
#[derive(Clone, Debug, PartialEq)]
pub struct AnyRoute(pub(in crate::house) Router);

/// What all routes are.
#[derive(Clone, Debug, PartialEq)]
pub struct Router {
    protocol: &'static str,
    pub name: Option<String>,
    pub port: Option<String>,
    rule: Rule,
    settings: Vec<Setting>,
    pub written: Source,
    problems: Vec<Problem>,
}

#[derive(Clone, Debug, PartialEq)]
enum Setting {
    /// The place of the rule among the others.
    Rule,
    Text(String, Attr<String>, Source),
    List(String, Vec<Attr<String>>),
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
            written: Source::here(),
            problems: Vec::new(),
        }
    }

    pub fn has_rule(&self) -> bool {
        !self.rule.is_empty()
    }

    fn rule_is_here(&mut self) {
        if !self.settings.contains(&Setting::Rule) {
            self.settings.push(Setting::Rule);
        }
    }

    pub fn or_host(&mut self, name: &'static str, value: Attr<String>, here: Source) {
        self.rule_is_here();
        self.problems.extend(problems::host(name, &value, here));
        self.problems.extend(self.rule.own.is_some().then(|| problems::two_rules(here)));
        self.rule.hosts.push(Matcher { name, value });
    }

    pub fn and_path(&mut self, name: &'static str, value: Attr<String>, here: Source) {
        self.rule_is_here();
        self.problems.extend(problems::path(name, &value, here));
        self.problems.extend(self.rule.own.is_some().then(|| problems::two_rules(here)));
        self.rule.paths.push(Matcher { name, value });
    }

    pub fn with_rule(&mut self, rule: Attr<String>, here: Source) {
        self.problems.extend((!self.rule.is_empty()).then(|| problems::two_rules(here)));
        self.problems.extend(problems::empty_rule(&rule, here));
        self.rule_is_here();
        self.rule.own = Some(rule);
    }

    pub fn priority(&mut self, priority: i32, here: Source) {
        self.problems.extend((priority == 0).then(|| problems::no_priority(here)));
        self.set("priority", priority.to_string().into(), here);
    }

    /// A setting that can be said once.
    pub fn set(&mut self, key: &str, value: Attr<String>, here: Source) {
        for setting in &mut self.settings {
            match setting {
                Setting::Text(known, before, first) if known == key => {
                    if *before != value {
                        self.problems.push(problems::twice("a route", key, *first, here));
                    }
                    return *before = value;
                }
                _ => {}
            }
        }
        self.settings.push(Setting::Text(key.to_owned(), value, here));
    }

    /// A list that grows.
    pub fn list<S: IntoAttr<String>>(&mut self, key: &str, values: impl IntoIterator<Item = S>) {
        let values = values.into_iter().map(IntoAttr::into_attr);
        for setting in &mut self.settings {
            match setting {
                Setting::List(known, before) if known == key => return before.extend(values),
                _ => {}
            }
        }
        self.settings.push(Setting::List(key.to_owned(), values.collect()));
    }

    fn domains(&self) -> usize {
        let main = |setting: &&Setting| matches!(setting, Setting::Text(key, ..) if key.starts_with("tls.domains["));
        self.settings.iter().filter(main).count()
    }

    pub fn tls_domain(&mut self, main: Attr<String>) {
        let key = format!("tls.domains[{}].main", self.domains());
        self.settings.push(Setting::Text(key, main, self.written));
    }

    pub fn tls_sans<S: IntoAttr<String>>(&mut self, names: impl IntoIterator<Item = S>) {
        let key = format!("tls.domains[{}].sans", self.domains().saturating_sub(1));
        self.list(&key, names);
    }

    pub fn middleware(&mut self, middleware: Middleware) {
        self.problems.extend(middleware.problems(self.protocol));
        self.settings.push(Setting::Middleware(middleware));
    }

    pub fn server(&mut self, server: Server) {
        self.problems.extend(server.problems(self.protocol));
        self.settings.push(Setting::Server(server));
    }

    /// Names the service, unless it is named.
    pub fn through(&mut self, service: &str) {
        let named =
            |setting: &Setting| matches!(setting, Setting::Text(key, ..) if key == "service");
        if !self.settings.iter().any(named) {
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

    pub fn has_no_paths(&mut self, here: Source) {
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
        let own = self.name.clone().unwrap_or_else(|| match index {
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
                Setting::Rule => tags.push(pair(&key("rule"), self.rule.text())),
                Setting::Text(name, value, _) => {
                    tags.push(pair(&key(name), [value.value().clone()]));
                }
                Setting::List(_, values) if values.is_empty() => {}
                Setting::List(name, values) => tags.push(pair(&key(name), separated(values, ","))),
                Setting::Middleware(middleware) => tags.extend(middleware.tags(prefix, protocol)),
                Setting::Server(server) => tags.extend(server.tags(prefix, protocol, service)),
            }
        }
        tags
    }
}
