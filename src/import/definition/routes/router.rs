//! A route that is being read, with the calls that make it.

use super::middleware::Own;
use super::rule::{Matcher, matchers};
use super::said::Said;
use crate::house::{AnyRoute, Route, Server, TcpRoute, UdpRoute};
use crate::import::definition::code::{Code, Link};
use crate::import::definition::literal;

/// A router's tags, as far as they have been read.
pub struct Router<'a> {
    protocol: &'a str,
    name: &'a str,
    is_named: bool,
    route: Any,
    root: Code,
    links: Vec<Link>,
    keys: Vec<&'a str>,
    domains: usize,
}

#[derive(Clone)]
enum Any {
    Http(Route),
    Tcp(TcpRoute),
    Udp(UdpRoute),
}

impl From<Any> for AnyRoute {
    fn from(route: Any) -> Self {
        match route {
            Any::Http(route) => route.into(),
            Any::Tcp(route) => route.into(),
            Any::Udp(route) => route.into(),
        }
    }
}

/// The same call of whatever route it is.
macro_rules! on {
    ($any:expr, $route:ident => $call:expr) => {
        match $any.clone() {
            Any::Http($route) => Any::Http($call),
            Any::Tcp($route) => Any::Tcp($call),
            Any::Udp($route) => Any::Udp($call),
        }
    };
    (not udp $any:expr, $route:ident => $call:expr) => {
        match $any.clone() {
            Any::Http($route) => Any::Http($call),
            Any::Tcp($route) => Any::Tcp($call),
            udp @ Any::Udp(_) => udp,
        }
    };
}

fn text(text: &str) -> Code {
    Code::atom(literal::text(text))
}

impl<'a> Router<'a> {
    pub fn new(protocol: &'a str, name: &'a str, is_named: bool) -> Self {
        let (route, of) = match protocol {
            "tcp" => (Any::Tcp(TcpRoute::new()), "TcpRoute"),
            "udp" => (Any::Udp(UdpRoute::new()), "UdpRoute"),
            _ => (Any::Http(Route::new()), "Route"),
        };
        let root = Code::call(&format!("{of}::new"), []);
        Self { protocol, name, is_named, route, root, links: vec![], keys: vec![], domains: 0 }
    }

    pub fn is(&self, protocol: &str, name: &str) -> bool {
        self.protocol == protocol && self.name == name
    }

    pub fn is_http(&self) -> bool {
        self.protocol == "http"
    }

    /// Whether the key is not there yet.
    pub fn takes(&self, key: &str) -> bool {
        !self.keys.contains(&key)
    }

    pub fn finish(mut self) -> (AnyRoute, Code) {
        if self.is_named {
            self.route = on!(self.route, route => route.named(self.name));
            self.links.push(Link::method("named", [text(self.name)]));
        }
        (self.route.into(), self.root.then(self.links))
    }

    pub fn server(&mut self, server: Server, code: Code) {
        self.route = on!(self.route, route => route.server(server));
        self.links.push(Link::method("server", [code]));
    }

    /// A middleware that the router's own tag names first.
    pub fn own_middleware(&mut self, own: Own, names: Said<'a>) {
        let (middleware, code) = own.finish();
        let others: Vec<Said<'_>> = names.split().skip(1).collect();
        self.route = on!(not udp self.route, route => route.middleware(middleware));
        self.links.push(Link::method("middleware", [code]));
        self.keys.push("middlewares");
        if !others.is_empty() {
            let attrs = others.iter().map(|name| name.attr());
            self.route = on!(not udp self.route, route => route.middlewares(attrs));
            let codes = others.iter().map(|name| name.code()).collect();
            self.links.push(Link::method("middlewares", [Code::List(codes)]));
        }
    }

    pub fn step(&mut self, key: &'a str, value: Said<'a>) {
        self.keys.push(key);
        let known = match self.protocol {
            "http" | "tcp" => {
                self.rule(key, value) || self.tls(key, value) || self.list(key, value)
            }
            _ => false,
        };
        if known || self.any(key, value) {
            return;
        }
        self.route = on!(self.route, route => route.option(key, value.attr()));
        self.links.push(Link::method("option", [text(key), value.code()]));
    }

    /// A rule or a priority.
    fn rule(&mut self, key: &str, value: Said<'a>) -> bool {
        if key == "priority" {
            let priority = value.text.parse::<i32>().ok();
            let Some(priority) =
                priority.filter(|priority| *priority != 0 && priority.to_string() == value.text)
            else {
                return false;
            };
            self.route = on!(not udp self.route, route => route.priority(priority));
            self.links.push(Link::method("priority", [Code::atom(value.text)]));
            return true;
        }
        if key != "rule" {
            return false;
        }
        if !self.matchers(value).unwrap_or(false) {
            self.route = on!(not udp self.route, route => route.with_rule(value.attr()));
            if self.links.is_empty() && self.is_http() {
                self.root = Code::call("Route::rule", [value.code()]);
            } else {
                self.links.push(Link::method("with_rule", [value.code()]));
            }
        }
        true
    }

    /// The rule as hosts and paths, if it is one of these.
    fn matchers(&mut self, rule: Said<'a>) -> Option<bool> {
        let matchers = matchers(self.protocol, rule)?;
        let (mut route, mut root, mut links) =
            (self.route.clone(), self.root.clone(), self.links.clone());
        for Matcher { name, value } in matchers {
            let attr = value.attr();
            let (made, first, later) = match (route, name) {
                (Any::Http(route), "Host") => (Any::Http(route.or_host(attr)), "host", "or_host"),
                (Any::Http(route), "HostRegexp") => {
                    (Any::Http(route.or_host_regexp(attr)), "host_regexp", "or_host_regexp")
                }
                (Any::Http(route), "PathPrefix") => {
                    (Any::Http(route.and_path(attr)), "path", "and_path")
                }
                (Any::Http(route), "Path") => {
                    (Any::Http(route.and_exact_path(attr)), "exact_path", "and_exact_path")
                }
                (Any::Http(route), "PathRegexp") => {
                    (Any::Http(route.and_path_regexp(attr)), "path_regexp", "and_path_regexp")
                }
                (Any::Tcp(route), "HostSNI") => {
                    (Any::Tcp(route.or_host_sni(attr)), "host_sni", "or_host_sni")
                }
                _ => return None,
            };
            route = made;
            let is_first =
                links.is_empty() && matches!(&root, Code::Call(of, _) if of.ends_with("::new"));
            if is_first && first == "host_sni" && value.text == "*" {
                root = Code::call("TcpRoute::any", []);
            } else if is_first {
                let of = if self.is_http() { "Route" } else { "TcpRoute" };
                root = Code::call(&format!("{of}::{first}"), [value.code()]);
            } else {
                links.push(Link::method(later, [value.code()]));
            }
        }
        // What the house refuses stays a rule of its own.
        if AnyRoute::from(route.clone()).problems().next().is_some() {
            return None;
        }
        (self.route, self.root, self.links) = (route, root, links);
        Some(true)
    }

    fn tls(&mut self, key: &str, value: Said<'a>) -> bool {
        let last = self.domains.saturating_sub(1);
        let (made, link) = match (key, value.text) {
            ("tls", "true") => {
                (on!(not udp self.route, route => route.tls()), Link::method("tls", []))
            }
            ("tls.passthrough", "true") => match self.route.clone() {
                Any::Tcp(route) => (Any::Tcp(route.passthrough()), Link::method("passthrough", [])),
                _ => return false,
            },
            ("tls.certresolver", _) => {
                let link = Link::method("tls_resolver", [value.code()]);
                (on!(not udp self.route, route => route.tls_resolver(value.attr())), link)
            }
            ("tls.options", _) => {
                let link = Link::method("tls_options", [value.code()]);
                (on!(not udp self.route, route => route.tls_options(value.attr())), link)
            }
            (key, _) if key == format!("tls.domains[{}].main", self.domains) => {
                self.domains += 1;
                let link = Link::method("tls_domain", [value.code()]);
                (on!(not udp self.route, route => route.tls_domain(value.attr())), link)
            }
            (key, _) if key == format!("tls.domains[{last}].sans") => {
                let codes = Code::List(value.split().map(Said::code).collect());
                let names = value.split().map(Said::attr);
                let link = Link::method("tls_sans", [codes]);
                (on!(not udp self.route, route => route.tls_sans(names)), link)
            }
            _ => return false,
        };
        self.route = made;
        self.links.push(link);
        true
    }

    fn list(&mut self, key: &str, value: Said<'a>) -> bool {
        if key != "middlewares" {
            return false;
        }
        let names = value.split().map(Said::attr);
        self.route = on!(not udp self.route, route => route.middlewares(names));
        let codes = value.split().map(Said::code).collect();
        self.links.push(Link::method("middlewares", [Code::List(codes)]));
        true
    }

    /// What routes of every protocol can say.
    fn any(&mut self, key: &str, value: Said<'a>) -> bool {
        match key {
            "entrypoints" => {
                let names = value.split().map(Said::attr);
                self.route = on!(self.route, route => route.entry_points(names));
                let codes = value.split().map(Said::code).collect();
                self.links.push(Link::method("entry_points", [Code::List(codes)]));
            }
            "service" => {
                self.route = on!(self.route, route => route.to_service(value.attr()));
                self.links.push(Link::method("to_service", [value.code()]));
            }
            _ => return false,
        }
        true
    }
}
