//! What Traefik would not take, or would take for something else.

use super::checks;
use crate::jobspec::{Attr, Location, Problem};

fn problem(message: impl Into<String>, help: &'static str, source: Location) -> Problem {
    Problem::new(message, help, source)
}

/// What is wrong with a host, or with a pattern for hosts.
pub fn host(matcher: &str, value: &Attr<String>, here: Location) -> Option<Problem> {
    let host = value.as_str()?;
    if let Some(problem) = quoted("host", host, here) {
        return Some(problem);
    }
    if host.is_empty() {
        let help = "name a host, or leave it out: `Route::path(\"/app\")` is for every host";
        return Some(problem("a route's host is empty, which matches no request", help, here));
    }
    if matcher == "HostRegexp" {
        return checks::pattern("a route's host", host, here);
    }
    if matcher == "HostSNI" && host == "*" {
        return None;
    }
    if host.contains('*') {
        let message =
            format!("the host `{host}` has a `*`, which Traefik takes for a letter like any other");
        let help = if matcher == "HostSNI" {
            "use a regular expression: `TcpRoute::new().with_rule(\"HostSNIRegexp(`…`)\")`"
        } else {
            "use a regular expression: `Route::host_regexp(r\"^[^.]+\\.lab$\")`"
        };
        return Some(problem(message, help, here));
    }
    let odd = host.chars().find(|letter| matches!(letter, '/' | ':' | ' '))?;
    let message = format!("the host `{host}` has a `{odd}`, and no request names such a host");
    Some(problem(message, "name the host alone, without scheme, port or path", here))
}

/// What is wrong with a path, or with a pattern for paths.
pub fn path(matcher: &str, value: &Attr<String>, here: Location) -> Option<Problem> {
    let path = value.as_str()?;
    if let Some(problem) = quoted("path", path, here) {
        return Some(problem);
    }
    if matcher == "PathRegexp" && !path.is_empty() {
        return checks::pattern("a route's path", path, here);
    }
    if path.starts_with('/') || path.starts_with("${") {
        return None;
    }
    let message =
        format!("the path `{path}` does not start with `/`, as every path of a request does");
    Some(problem(message, "start it with `/`", here))
}

/// A rule quotes values in backticks, and knows no escape for one.
fn quoted(what: &str, value: &str, here: Location) -> Option<Problem> {
    let found = value.chars().find(|letter| *letter == '`' || letter.is_control())?;
    let message = format!(
        "a route's {what} has a {}, which cannot be said in a rule",
        if found == '`' { "backtick" } else { "control character" }
    );
    Some(problem(message, "remove it", here))
}

/// A rule that says nothing.
pub fn empty_rule(rule: &Attr<String>, here: Location) -> Option<Problem> {
    let help = "say which requests it takes, or use `Route::new()` for Traefik's default rule";
    rule.as_str()?.trim().is_empty().then(|| problem("a route's rule is empty", help, here))
}

/// Hosts or paths beside a rule that is given as a text.
pub fn two_rules(here: Location) -> Problem {
    let help = "put all of it into the one rule";
    problem("a route has a rule of its own, and hosts, paths or another rule beside it", help, here)
}

/// `paths` of an empty list.
pub fn no_paths(here: Location) -> Problem {
    let help = "name a path, or use `Route::new()` for Traefik's default rule";
    problem("a route has an empty list of paths", help, here)
}

/// Zero is Traefik's word for no priority.
pub fn no_priority(here: Location) -> Problem {
    let message =
        "a route's priority is 0, which Traefik takes for none: it goes by the length of the rule";
    problem(message, "leave it out, or use 1 for the lowest", here)
}

/// Two statements of one thing.
pub fn twice(of: &str, key: &str, first: Location, here: Location) -> Problem {
    let message = format!("{of} says its `{key}` twice");
    problem(message, "keep one of the two calls", here).after(first)
}

/// A list of nothing.
pub fn empty_list(of: &str, key: &str, here: Location) -> Problem {
    problem(format!("{of} has an empty list of `{key}`"), "name at least one", here)
}

/// A call that is for other middlewares.
pub fn not_of_kind(of: &str, kind: &str, method: &str, here: Location) -> Problem {
    let message = format!("{of} is of the kind `{kind}`, which knows nothing of `{method}`");
    problem(message, "use one middleware for each kind, and name them in order", here)
}

/// A middleware of HTTP beside a route of TCP.
pub fn middleware_of_tcp(of: &str, here: Location) -> Problem {
    let message = format!("{of} is for HTTP, and stands beside a route of TCP");
    problem(message, "of middlewares, TCP has `Middleware::ip_allow_list` alone", here)
}

/// Headers of which none is said.
pub fn no_headers(of: &str, here: Location) -> Problem {
    let help = "say one: `.request_header(…)`, `.response_header(…)` or another of its calls";
    problem(format!("{of} sets no header"), help, here)
}

/// A setting that servers of a protocol do not have.
pub fn server_of(protocol: &str, key: &str, here: Location) -> Problem {
    let protocol = protocol.to_uppercase();
    let message =
        format!("a server of {protocol} says its `{key}`, which Traefik does not know there");
    problem(message, "remove it: Traefik drops a service of which it does not know all", here)
}

/// A route of TCP that says no host.
pub fn no_rule(here: Location) -> Problem {
    let help = "say which connections it takes: `TcpRoute::any()`, or `.or_host_sni(…)`";
    problem("a route of TCP has no rule, and Traefik no default for one", help, here)
}
