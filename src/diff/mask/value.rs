//! Values under the name of a secret: which are secrets, and which only refer to one.

use super::looks::{is_random, names_secret};
use crate::secret::{in_address, words};

/// A value without its references to other values: `${…}`, `{{ … }}`, `[[ … ]]` and `$(…)`. The
/// default in such a reference is kept.
fn without_references(value: &str) -> String {
    let (mut text, mut rest) = (String::new(), value);
    let forms = [("$${", "}"), ("${", "}"), ("{{", "}}"), ("[[", "]]"), ("$(", ")")];
    while let Some((at, begin, end)) = forms
        .iter()
        .filter_map(|(begin, end)| rest.find(begin).map(|at| (at, *begin, *end)))
        .min_by_key(|(at, ..)| *at)
    {
        let Some(length) = rest[at + begin.len()..].find(end) else { break };
        let inner = &rest[at + begin.len()..][..length];
        text.push_str(&rest[..at]);
        text.push_str(match begin {
            "{{" | "[[" => literal(inner),
            "$(" => "",
            _ => fallback(inner),
        });
        rest = &rest[at + begin.len() + length + end.len()..];
    }
    text.push_str(rest);
    text
}

/// The part of `${NAME:-part}` that is a value; the whole where it is not a plausible name.
fn fallback(inner: &str) -> &str {
    if let Some(at) = inner.find(":-").or_else(|| inner.find(":=")) {
        return &inner[at + 2..];
    }
    let is_upper = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    let is_name = inner.contains(['.', '(', '"', '[', ' '])
        || inner.bytes().all(is_upper)
        || inner.contains('_') && !is_random(inner)
        || !inner.bytes().any(|byte| byte.is_ascii_digit());
    if is_name { "" } else { inner }
}

/// The value that a template has in itself: `"value"`, `keyOrDefault "path" "value"`, `or .name "value"`.
fn literal(inner: &str) -> &str {
    let inner = inner.trim().trim_matches('-').trim();
    let has_default = ["OrDefault", "default ", "or ", "print"].iter().any(|it| inner.contains(it));
    let is_quoted = inner.starts_with(['"', '`']);
    if !has_default && !is_quoted {
        return "";
    }
    let mut parts = inner.rsplit(['"', '`']);
    parts.nth(1).unwrap_or_default()
}

/// Whether the whole of a value is a reference or a placeholder: `$NAME`, `%NAME%` or
/// `<your-password>`.
fn is_reference(value: &str) -> bool {
    let is_name = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
    };
    let is_hint = |text: &str| {
        let hints = ["your", "my", "insert", "here", "value", "redacted", "replace", "name", "id"];
        names_secret(text) || words(text).iter().any(|word| hints.contains(&word.as_str()))
    };
    value.strip_prefix('$').is_some_and(is_name)
        || value.strip_prefix('%').and_then(|it| it.strip_suffix('%')).is_some_and(is_name)
        || value.strip_prefix('<').and_then(|it| it.strip_suffix('>')).is_some_and(is_hint)
}

/// The passwords in the addresses of a line: `scheme://user:password@host`, `user:password@tcp(host)`.
pub fn passwords(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices('@').filter_map(|(at, _)| {
        // `image:tag@sha256:…`
        if line[at + 1..].starts_with("sha256:") {
            return None;
        }
        let ends = [' ', '\t', '"', '\'', '`', '<', '>', '|', '\n', '\r'];
        let before = &line[..at];
        let before = before.rfind(ends).map_or(before, |end| &before[end + 1..]);
        let rest = before.rsplit_once("://").map_or(before, |(_, rest)| rest);
        let (user, password) = rest.split_once(':')?;
        // A port and a path are no password.
        let port = password.split('/').next().unwrap_or_default();
        let is_port = port.len() < password.len() && port.bytes().all(|byte| byte.is_ascii_digit());
        (!is_port && !user.contains('/') && user != "mailto").then_some(password)
    })
}

/// Whether a value under the name of a secret is one, and not a reference to one.
pub fn is_hidden(value: &str) -> bool {
    let value = value.trim();
    let rest = without_references(value);
    let rest = rest.trim().trim_matches(['"', '\'', '`', ',', ';']).trim();
    let has_letters = rest.chars().any(char::is_alphanumeric);
    let is_word = matches!(
        rest.to_ascii_lowercase().as_str(),
        "true"
            | "false"
            | "yes"
            | "no"
            | "on"
            | "off"
            | "null"
            | "none"
            | "nil"
            | "basic"
            | "bearer"
            | "digest"
            | "optional"
            | "required"
            | "disabled"
            | "enabled"
    );
    has_letters && !is_word && !is_reference(value) && !is_path(rest) && !is_address(rest)
}

/// Whether it is a file of the usual directories: `/run/secrets/db`.
fn is_path(value: &str) -> bool {
    let folders = [
        "run", "secrets", "etc", "var", "local", "alloc", "mnt", "srv", "opt", "home", "usr",
        "tmp", "root", "data",
    ];
    let inner = value.trim_start_matches(['.', '/']);
    let first = inner.split('/').next().unwrap_or_default();
    inner.contains('/') && folders.contains(&first) && !value.split('/').any(is_random)
}

/// Whether it is an address, in which only a part is a secret.
fn is_address(value: &str) -> bool {
    let scheme = value.split_once("://").map(|(scheme, _)| scheme).unwrap_or_default();
    matches!(scheme, "http" | "https" | "tcp" | "udp" | "file" | "unix" | "s3" | "git" | "docker")
        || !scheme.is_empty() && in_address(value).is_some()
}
