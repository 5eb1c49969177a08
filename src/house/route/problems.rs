//! What Traefik would not take, or would take for something else.

use crate::jobspec::{Attr, Problem, Source};

fn problem(message: impl Into<String>, help: &'static str, source: Source) -> Problem {
    Problem::new(message, help, source)
}

/// What is wrong with a host, or with a pattern for hosts.
pub fn host(matcher: &str, value: &Attr<String>, here: Source) -> Option<Problem> {
    let host = value.as_str()?;
    if let Some(problem) = quoted("host", host, here) {
        return Some(problem);
    }
    if host.is_empty() {
        let help = "name a host, or leave it out: `Route::path(\"/app\")` is for every host";
        return Some(problem("a route's host is empty, which matches no request", help, here));
    }
    if matcher == "HostRegexp" || matcher == "HostSNI" && host == "*" {
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
pub fn path(matcher: &str, value: &Attr<String>, here: Source) -> Option<Problem> {
    let path = value.as_str()?;
    if let Some(problem) = quoted("path", path, here) {
        return Some(problem);
    }
    let is_path = path.starts_with('/') || path.starts_with("${");
    if matcher == "PathRegexp" && !path.is_empty() || is_path {
        return None;
    }
    let message =
        format!("the path `{path}` does not start with `/`, as every path of a request does");
    Some(problem(message, "start it with `/`", here))
}

/// A rule quotes values in backticks, and knows no escape for one.
fn quoted(what: &str, value: &str, here: Source) -> Option<Problem> {
    let found = value.chars().find(|letter| *letter == '`' || letter.is_control())?;
    let message = format!(
        "a route's {what} has a {}, which cannot be said in a rule",
        if found == '`' { "backtick" } else { "control character" }
    );
    Some(problem(message, "remove it", here))
}

/// A rule that says nothing.
pub fn empty_rule(rule: &Attr<String>, here: Source) -> Option<Problem> {
    let help = "say which requests it takes, or use `Route::new()` for Traefik's default rule";
    rule.as_str()?.trim().is_empty().then(|| problem("a route's rule is empty", help, here))
}

/// Hosts or paths beside a rule that is given as a text.
pub fn two_rules(here: Source) -> Problem {
    let help = "put all of it into the one rule";
    problem("a route has a rule of its own, and hosts, paths or another rule beside it", help, here)
}

/// `paths` of an empty list.
pub fn no_paths(here: Source) -> Problem {
    let help = "name a path, or use `Route::new()` for Traefik's default rule";
    problem("a route has an empty list of paths", help, here)
}

/// Zero is Traefik's word for no priority.
pub fn no_priority(here: Source) -> Problem {
    let message =
        "a route's priority is 0, which Traefik takes for none: it goes by the length of the rule";
    problem(message, "leave it out, or use 1 for the lowest", here)
}

/// Two statements of one thing.
pub fn twice(key: &str, first: Source, here: Source) -> Problem {
    let first = first.location().map(|place| crate::diagnostic::Place::from(place).to_string());
    let first = first.map(|place| format!(", first at {place}")).unwrap_or_default();
    problem(format!("a route says its `{key}` twice{first}"), "keep one of them", here)
}

/// A name that the tag could not hold.
pub fn middleware_name(name: &str, here: Source) -> Option<Problem> {
    let bad = name.is_empty() || name.contains(['.', '=', '@', ',', ' ']);
    let message = format!("`{name}` is no name for a middleware");
    bad.then(|| problem(message, "use letters, digits and `-`", here))
}
