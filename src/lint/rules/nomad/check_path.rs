//! `nomad/check-path`: an HTTP check has a path without scheme and host, and a script check has a
//! command.

use super::given::{at, name, text};
use crate::jobspec::{Check as ServiceCheck, Service};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/check-path",
    what: "an HTTP check has a path without scheme and host, and a script check has a command",
    why: "Nomad refuses the job. The scheme of an HTTP check comes from `protocol`, the host from \
        the address of the service.",
    level: Level::Error,
    bad: Sample::Group(
        "service {\n  name     = \"web\"\n  port     = \"http\"\n  provider = \"nomad\"\n\n  check {\n    type     = \"http\"\n    path     = \"http://localhost/health\"\n    interval = \"10s\"\n    timeout  = \"2s\"\n  }\n}",
    ),
    good: Sample::Group(
        "service {\n  name     = \"web\"\n  port     = \"http\"\n  provider = \"nomad\"\n\n  check {\n    type     = \"http\"\n    path     = \"/health\"\n    interval = \"10s\"\n    timeout  = \"2s\"\n  }\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Service, check),
};

/// Checks the checks of a service.
fn check(service: &Service, scope: &mut Scope<'_, '_>) {
    for check in &service.checks {
        let Some(type_) = text(&check.type_) else { continue };
        if type_.eq_ignore_ascii_case("http") {
            http(service, check, scope);
        } else if type_.eq_ignore_ascii_case("script") && text(&check.command) == Some("") {
            let message =
                format!("missing `command` in a script check of service `{}`", name(service));
            let finding = scope.finding(message, at(&check.command).or(check.base.location));
            scope.report(
                finding.help("set the program that runs in the task: `command = \"/bin/ok\"`"),
            );
        }
    }
}

fn http(service: &Service, check: &ServiceCheck, scope: &mut Scope<'_, '_>) {
    let Some(path) = text(&check.path) else { return };
    let location = at(&check.path).or(check.base.location);
    let (message, help) = match fault(path) {
        None => return,
        Some(Fault::Empty) => (
            format!("missing `path` in an HTTP check of service `{}`", name(service)),
            "set the path of the request: `path = \"/\"`",
        ),
        Some(Fault::Whole) => (
            format!(
                "`path` of an HTTP check of service `{}`: expected a path, found the URL `{path}`",
                name(service)
            ),
            "write only the path; for HTTPS, set `protocol = \"https\"`",
        ),
        Some(Fault::Unread) => (
            format!("invalid `path` of an HTTP check of service `{}`: `{path}`", name(service)),
            "escape it as in a URL, with `%20` for a space and `%25` for a percent sign",
        ),
    };
    scope.report(scope.finding(message, location).help(help));
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Empty,
    /// With a scheme.
    Whole,
    /// Go does not read it as a URL.
    Unread,
}

/// What is wrong with a path, as Go reads URLs.
fn fault(path: &str) -> Option<Fault> {
    if path.is_empty() {
        return Some(Fault::Empty);
    }
    let (before, fragment) = path.split_once('#').unwrap_or((path, ""));
    let before = before.split_once('?').map_or(before, |(before, _)| before);
    let first = before.split_once('/').map_or(before, |(first, _)| first);
    if path.bytes().any(|byte| byte < b' ' || byte == 0x7f) {
        return Some(Fault::Unread);
    }
    if let Some((scheme, _)) = path.split_once(':')
        && scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    {
        return Some(Fault::Whole);
    }
    // A colon before the first slash would end a scheme.
    let odd = first.contains(':') || !is_escaped(before) || !is_escaped(fragment);
    odd.then_some(Fault::Unread)
}

/// Whether two hexadecimal digits follow each percent sign.
fn is_escaped(text: &str) -> bool {
    let hex = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_hexdigit);
    let bytes = text.as_bytes();
    let mut signs = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'%');
    signs.all(|(at, _)| hex(bytes.get(at + 1)) && hex(bytes.get(at + 2)))
}

#[cfg(test)]
mod tests {
    use super::{Fault, fault};

    #[test]
    fn paths_are_read_as_go_reads_them() {
        for good in [
            "/", "health", "/a b", "/a?b=c:d", "/a:b", "a/b:c", "*", "//host/a", "/%20", "/#a",
            "/?%zz",
        ] {
            assert_eq!(fault(good), None, "{good}");
        }
        for whole in ["http://a/b", "a:b", "h-1.x+y:", "mailto:a@b"] {
            assert_eq!(fault(whole), Some(Fault::Whole), "{whole}");
        }
        for bad in ["/%zz", "/%2", ":a", "1a:b", "/a\u{7f}", "/a\nb", "é:b", "/#%zz"] {
            assert_eq!(fault(bad), Some(Fault::Unread), "{bad:?}");
        }
        assert_eq!(fault(""), Some(Fault::Empty));
    }
}
