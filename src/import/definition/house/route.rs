//! Routes, from the tags that they become.

use super::text;
use crate::house::Route;
use crate::import::definition::code::{Code, Link};

/// A route with the calls that make it.
pub struct Known {
    route: Route,
    root: Code,
    links: Vec<Link>,
}

impl Known {
    /// The route, through the service of a port if one is named.
    pub fn through(mut self, label: Option<&str>) -> (Code, Route) {
        if let Some(label) = label {
            self.links.push(Link::method("to_port", [text(label)]));
            self.route = self.route.to_port(label);
        }
        (self.root.then(self.links), self.route)
    }

    fn step(mut self, name: &str, value: &str, step: impl FnOnce(Route) -> Route) -> Self {
        let arguments = if value.is_empty() { vec![] } else { vec![text(value)] };
        self.links.push(Link::method(name, arguments));
        self.route = step(self.route);
        self
    }
}

/// The routes of a service's tags, and the tags that are none. The routers bear the service's name.
pub fn routes<'a>(service: &str, tags: &[&'a str]) -> (Vec<Known>, Vec<&'a str>) {
    let mut routes = Vec::new();
    let mut rest: Vec<&str> = tags.to_vec();
    if rest.first() != Some(&"traefik.enable=true") {
        return (routes, rest);
    }
    let mut at = 1;
    while let Some((route, count)) =
        tags.get(at..).and_then(|tags| first(service, routes.len(), tags))
    {
        routes.push(route);
        at += count;
    }
    if !routes.is_empty() {
        rest = tags[at..].to_vec();
    }
    (routes, rest)
}

/// The route that the tags begin with, and how many they are.
fn first(service: &str, index: usize, tags: &[&str]) -> Option<(Known, usize)> {
    let (name, rule) = tags.first()?.strip_prefix("traefik.http.routers.")?.split_once(".rule=")?;
    let mut known = self::rule(rule)?;
    let own = if index == 0 { service.to_owned() } else { format!("{service}-{}", index + 1) };
    let prefix = format!("traefik.http.routers.{name}.");
    let mut count = 1;
    for tag in &tags[1..] {
        let Some((key, value)) = tag.strip_prefix(&prefix).and_then(|tag| tag.split_once('='))
        else {
            break;
        };
        known = match key {
            "tls" if value == "true" => known.step("tls", "", Route::tls),
            "tls.certresolver" => {
                known.step("tls_resolver", value, |route| route.tls_resolver(value))
            }
            "service" => known.step("to_service", value, |route| route.to_service(value)),
            "entrypoints" => {
                listed(known, "entry_points", value, |route| route.entry_points(value.split(',')))
            }
            "middlewares" => {
                listed(known, "middlewares", value, |route| route.middlewares(value.split(',')))
            }
            "priority" => {
                let priority = value.parse().ok()?;
                let code = Code::atom(value);
                known.links.push(Link::method("priority", [code]));
                known.route = known.route.priority(priority);
                known
            }
            _ => break,
        };
        count += 1;
    }
    if name != own.replace('.', "-") {
        known = known.step("named", name, |route| route.named(name));
    }
    Some((known, count))
}

fn listed(mut known: Known, name: &str, value: &str, step: impl FnOnce(Route) -> Route) -> Known {
    known.links.push(Link::method(name, [Code::List(value.split(',').map(text).collect())]));
    known.route = step(known.route);
    known
}

/// Hosts and paths of a rule, in the form that routes have.
fn rule(rule: &str) -> Option<Known> {
    let (hosts, paths) = match rule.split_once(" && ") {
        Some((hosts, paths)) => (any("Host", hosts)?, any("PathPrefix", paths)?),
        None => match any("Host", rule) {
            Some(hosts) => (hosts, Vec::new()),
            None => (Vec::new(), any("PathPrefix", rule)?),
        },
    };
    let mut values =
        hosts.iter().map(|host| (true, *host)).chain(paths.iter().map(|path| (false, *path)));
    let (is_host, first) = values.next()?;
    let (route, name) =
        if is_host { (Route::host(first), "host") } else { (Route::path(first), "path") };
    let root = Code::call(&format!("Route::{name}"), [text(first)]);
    let mut known = Known { route, root, links: Vec::new() };
    for (is_host, value) in values {
        known = if is_host {
            known.step("or_host", value, |route| route.or_host(value))
        } else {
            known.step("and_path", value, |route| route.and_path(value))
        };
    }
    Some(known)
}

/// The values of ``Matcher(`a`) || Matcher(`b`)``, in parentheses or not.
fn any<'a>(matcher: &str, text: &'a str) -> Option<Vec<&'a str>> {
    let text = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).unwrap_or(text);
    text.split(" || ")
        .map(|one| one.strip_prefix(matcher)?.strip_prefix("(`")?.strip_suffix("`)"))
        .collect()
}
