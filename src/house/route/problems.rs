//! Problems: what Traefik would refuse, or misread.

use crate::jobspec::{Location, Problem};

fn problem(message: impl Into<String>, help: &'static str, source: Location) -> Problem {
    Problem::new(message, help, source)
}

/// Hosts or paths beside a rule that is given as a string.
pub fn two_rules(here: Location) -> Problem {
    let help = "put everything into the one rule";
    problem("a route has a custom rule besides hosts, paths or another rule", help, here)
}

/// `paths` of an empty list.
pub fn no_paths(here: Location) -> Problem {
    let help = "set a path, or use `Route::new()` for Traefik's default rule";
    problem("empty list of paths in a route", help, here)
}

/// Zero is Traefik's word for no priority.
pub fn no_priority(here: Location) -> Problem {
    let message = "the priority of a route is 0, so Traefik uses the length of the rule instead";
    problem(message, "remove it, or use 1 for the lowest", here)
}

/// Two statements of one thing.
pub fn twice(of: &str, key: &str, first: Location, here: Location) -> Problem {
    let message = format!("duplicate `{key}` of {of}");
    problem(message, "remove one of the two calls", here).after(first)
}

/// A list of nothing.
pub fn empty_list(of: &str, key: &str, here: Location) -> Problem {
    problem(format!("empty list of `{key}` of {of}"), "add at least one", here)
}

/// A call that is for other middlewares.
pub fn not_of_kind(of: &str, kind: &str, method: &str, here: Location) -> Problem {
    let message = format!("`{method}` is not available for {of} of type `{kind}`");
    problem(message, "use one middleware for each type, and list them in order", here)
}

/// A middleware of HTTP beside a route of TCP.
pub fn middleware_of_tcp(of: &str, here: Location) -> Problem {
    let message = format!("{of} is for HTTP, but the route is for TCP");
    problem(message, "use `Middleware::ip_allow_list`, the only middleware for TCP", here)
}

/// A middleware for headers that sets none.
pub fn no_headers(of: &str, here: Location) -> Problem {
    let help = "set one: `.request_header(…)`, `.response_header(…)` or another of its calls";
    problem(format!("{of} sets no header"), help, here)
}

/// A setting that servers of a protocol do not have.
pub fn server_of(protocol: &str, key: &str, here: Location) -> Problem {
    let protocol = protocol.to_uppercase();
    let message = format!("unknown `{key}` of a {protocol} server in Traefik");
    problem(message, "remove it: Traefik drops a service with an unknown option", here)
}

/// A route of TCP that says no host.
pub fn no_rule(here: Location) -> Problem {
    let help = "set the connections that it matches: `TcpRoute::any()`, or `.or_host_sni(…)`";
    problem("a TCP route without a rule: Traefik has no default for it", help, here)
}
