//! Names, keys, rules and values that Traefik would refuse.

use std::net::IpAddr;

use super::problems;
use crate::jobspec::{Attr, Location, Problem};
use jobwright_hcl::eval::regex_fault;

/// What a string is, if all of it is known when the job is built.
fn known(value: &Attr<String>) -> Option<&str> {
    value.as_str().filter(|text| !text.contains("${"))
}

/// Sets an option that has one value. A second one is a problem; the first one stays.
pub fn once(
    of: &str,
    key: &str,
    before: &mut Option<(String, Location)>,
    value: &str,
    here: Location,
) -> Option<Problem> {
    let (known, first) = before.get_or_insert_with(|| (value.to_owned(), here));
    (known != value).then(|| problems::twice(of, key, *first, here))
}

/// What is wrong with a host, or with a pattern for hosts.
pub fn host(matcher: &str, value: &Attr<String>, here: Location) -> Option<Problem> {
    let host = value.as_str()?;
    if let Some(problem) = quoted("host", host, here) {
        return Some(problem);
    }
    if host.is_empty() {
        let help = "set a host, or remove it: `Route::path(\"/app\")` matches every host";
        return Some(Problem::new("empty host in a route, which matches no request", help, here));
    }
    if matcher == "HostRegexp" {
        return pattern("a route's host", host, here);
    }
    if matcher == "HostSNI" && host == "*" {
        return None;
    }
    if host.contains('*') {
        let message =
            format!("the host `{host}` contains a `*`, which Traefik does not treat as a wildcard");
        let help = if matcher == "HostSNI" {
            "use a regular expression: `TcpRoute::new().with_rule(\"HostSNIRegexp(`…`)\")`"
        } else {
            "use a regular expression: `Route::host_regexp(r\"^[^.]+\\.lab$\")`"
        };
        return Some(Problem::new(message, help, here));
    }
    let odd = host.chars().find(|letter| matches!(letter, '/' | ':' | ' '))?;
    let message = format!("the host `{host}` contains a `{odd}`, so it matches no request");
    Some(Problem::new(message, "write the host only, without scheme, port or path", here))
}

/// What is wrong with a path, or with a pattern for paths.
pub fn path(matcher: &str, value: &Attr<String>, here: Location) -> Option<Problem> {
    let path = value.as_str()?;
    if let Some(problem) = quoted("path", path, here) {
        return Some(problem);
    }
    if matcher == "PathRegexp" && !path.is_empty() {
        return pattern("a route's path", path, here);
    }
    if path.starts_with('/') || path.starts_with("${") {
        return None;
    }
    let message = format!("invalid path `{path}`: expected a leading `/`");
    Some(Problem::new(message, "begin it with `/`", here))
}

/// A rule quotes values in backticks, and knows no escape for one.
fn quoted(what: &str, value: &str, here: Location) -> Option<Problem> {
    let found = value.chars().find(|letter| *letter == '`' || letter.is_control())?;
    let message = format!(
        "a route's {what} contains a {}, which cannot be written in a rule",
        if found == '`' { "backtick" } else { "control character" }
    );
    Some(Problem::new(message, "remove it", here))
}

/// A rule that says nothing.
pub fn empty_rule(rule: &Attr<String>, here: Location) -> Option<Problem> {
    let help = "set a rule, or use `Route::new()` for Traefik's default rule";
    rule.as_str()?.trim().is_empty().then(|| Problem::new("empty rule of a route", help, here))
}

/// A name in Traefik.
pub fn name(of: &str, name: &str, here: Location) -> Option<Problem> {
    let taken = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
    let good = !name.is_empty() && name.chars().all(taken) || name.contains("${");
    let message = format!("invalid name `{name}` for {of}");
    (!good).then(|| Problem::new(message, "use letters, digits, `-` and `_`", here))
}

/// What tags start with.
pub fn prefix(prefix: &str, here: Location) -> Option<Problem> {
    let message = format!("invalid tag prefix `{prefix}`");
    is_no_key(prefix).then(|| Problem::new(message, "use letters, digits, `-` and `_`", here))
}

/// A key of a tag.
pub fn key(of: &str, key: &str, here: Location) -> Option<Problem> {
    let message = format!("invalid option `{key}` of {of}");
    let help = "use a name from Traefik's documentation, such as `tls.options`";
    is_no_key(key).then(|| Problem::new(message, help, here))
}

fn is_no_key(key: &str) -> bool {
    let odd = |letter: char| letter == '=' || letter.is_whitespace() || letter.is_control();
    key.split('.').any(str::is_empty) || key.contains(odd)
}

/// A string that says nothing.
pub fn empty(of: &str, key: &str, value: &Attr<String>, here: Location) -> Option<Problem> {
    let message = format!("empty `{key}` of {of}");
    let empty = value.as_str()?.trim().is_empty();
    empty.then(|| Problem::new(message, "set a value, or remove the call", here))
}

/// A problem for a string that is not an integer.
pub fn number(of: &str, key: &str, value: &Attr<String>, here: Location) -> Option<Problem> {
    let text = known(value).filter(|text| text.parse::<i64>().is_err())?;
    let message = format!("invalid `{key}` of {of}: expected an integer, found `{text}`");
    Some(Problem::new(message, "set an integer", here))
}

/// A rule in Traefik's own language: what is opened in it is closed.
pub fn rule(rule: &Attr<String>, here: Location) -> Option<Problem> {
    let mut open: u32 = 0;
    let mut letters = rule.as_str()?.chars();
    let mut wrong = None;
    while let (Some(letter), None) = (letters.next(), wrong) {
        match letter {
            '(' => open += 1,
            ')' if open == 0 => wrong = Some("an unmatched `)`"),
            ')' => open -= 1,
            '`' if !letters.any(|letter| letter == '`') => {
                wrong = Some("an unclosed backtick");
            }
            '"' if !ends(&mut letters) => wrong = Some("an unclosed quote"),
            _ => {}
        }
    }
    let what = wrong.or_else(|| (open > 0).then_some("an unclosed `(`"))?;
    let message = format!("{what} in the rule of a route, which Traefik refuses");
    Some(Problem::new(message, "close what is open, as in ``Host(`a.lab`)``", here))
}

/// Whether a string in quotes comes to its end.
fn ends(letters: &mut std::str::Chars<'_>) -> bool {
    while let Some(letter) = letters.next() {
        match letter {
            '"' => return true,
            '\\' => _ = letters.next(),
            _ => {}
        }
    }
    false
}

/// A regular expression, as Go reads it.
pub fn pattern(what: &str, pattern: &str, here: Location) -> Option<Problem> {
    if pattern.contains("${") {
        return None;
    }
    let message = format!("invalid regular expression in {what}: {}", regex_fault(pattern)?);
    Some(Problem::new(message, "use the syntax of Go's package `regexp`", here))
}

/// What is wrong with a setting of a server.
pub fn server(key: &str, value: &Attr<String>, here: Location) -> Option<Problem> {
    let of = "a server";
    if let Some(problem) = empty(of, key, value, here) {
        return Some(problem);
    }
    match key.to_ascii_lowercase().as_str() {
        "server.port" => number(of, key, value, here),
        "server.scheme" => {
            let scheme =
                known(value).filter(|scheme| !["http", "https", "h2c"].contains(scheme))?;
            let message = format!("unsupported scheme `{scheme}` of {of}");
            Some(Problem::new(message, "use `http`, `https` or `h2c`", here))
        }
        _ => None,
    }
}

/// What is wrong with a setting of a middleware, of which the kind and the key are given.
pub fn middleware(
    of: &str,
    (kind, key): (&str, &str),
    values: &[Attr<String>],
    here: Location,
) -> Option<Problem> {
    let (kind, key) = (kind.to_ascii_lowercase(), key.to_ascii_lowercase());
    let (is_good, what, help): (fn(&str) -> bool, _, _) = match (kind.as_str(), key.as_str()) {
        ("ipallowlist" | "ipwhitelist", "sourcerange") => (
            is_range,
            "an IP address or a range of addresses",
            "write it as `10.0.0.1` or `10.0.0.0/8`",
        ),
        ("basicauth", "users") => {
            (is_user, "a name with a hash", "use the output of `htpasswd -nB NAME`: `NAME:$2y$…`")
        }
        ("stripprefix", "prefixes") => {
            (|path| path.starts_with('/'), "an absolute path", "begin it with `/`")
        }
        ("redirectregex" | "replacepathregex", "regex") => {
            let text = known(values.first()?)?;
            return pattern(&format!("the `regex` of {of}"), text, here);
        }
        _ => return None,
    };
    let texts = values.iter().filter_map(known).flat_map(|text| text.split(','));
    let bad = texts.map(str::trim).find(|text| !is_good(text))?;
    // A password has no place in a message.
    let bad = if key == "users" { bad.split(':').next().unwrap_or_default() } else { bad };
    Some(Problem::new(format!("invalid `{bad}` in `{key}` of {of}: expected {what}"), help, here))
}

fn is_range(range: &str) -> bool {
    let (address, bits) =
        range.split_once('/').map_or((range, None), |(at, bits)| (at, Some(bits)));
    let most = match address.parse::<IpAddr>() {
        Ok(IpAddr::V4(_)) => 32,
        Ok(IpAddr::V6(_)) => 128,
        Err(_) => return false,
    };
    bits.is_none_or(|bits| bits.parse::<u8>().is_ok_and(|bits| bits <= most))
}

/// Whether Traefik can compare a password with this: by MD5, SHA-1 or bcrypt.
fn is_user(user: &str) -> bool {
    let hashed = |hash: &str| {
        ["$apr1$", "$1$", "{SHA}", "$2a$", "$2b$", "$2x$", "$2y$"]
            .iter()
            .any(|start| hash.starts_with(start))
    };
    user.split_once(':').is_some_and(|(name, hash)| !name.is_empty() && hashed(hash))
}

/// A problem for a tag that disables a route.
pub fn disabled(prefix: &str, tag: &Attr<String>, here: Location) -> Option<Problem> {
    let (key, value) = tag.as_str()?.split_once('=')?;
    let off = matches!(value, "0" | "f" | "F" | "false" | "False" | "FALSE");
    let disabled = off && key.eq_ignore_ascii_case(&format!("{prefix}.enable"));
    let message = format!("Traefik ignores the route because of the tag `{key}={value}`");
    disabled.then(|| Problem::new(message, "remove the tag, or the route", here))
}
