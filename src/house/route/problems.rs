//! What Traefik would not take, or would take for something else: what is said of it.

use crate::jobspec::{Location, Problem};

fn problem(message: impl Into<String>, help: &'static str, source: Location) -> Problem {
    Problem::new(message, help, source)
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
