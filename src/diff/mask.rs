//! Texts with their secrets hidden: by their name, by their place and by their letters.
//!
//! This hides more than `lint` reports ([`crate::secret`]): what is shown in a pull request cannot be taken back, and a
//! value that is hidden for nothing costs one look with `--show-secrets`.

use std::collections::BTreeSet;
use std::ops::Range;

use super::looks::{is_digest, is_known, is_random, may_have, names_secret, webhook};
use crate::secret::in_address;

/// What stands in place of a secret.
pub const HIDDEN: &str = "(secret)";

/// What stands in place of one that was another secret before.
pub const ANOTHER: &str = "(another secret)";

/// A text under a name, with its secrets hidden: the whole of it where the name or the place says so, and what its lines
/// hold otherwise. Each line stays one.
pub fn hide(name: &str, text: &str, in_auth: bool) -> String {
    let is_public = matches!(name, "username" | "server_address" | "helper");
    if in_auth && !is_public || names_secret(name) {
        let one = |line: &str| if is_hidden(line) { whole(line) } else { in_line(line) };
        return text.split_inclusive('\n').map(one).collect();
    }
    let mut in_key = false;
    text.split_inclusive('\n').map(|line| hide_in_key(line, &mut in_key)).collect()
}

/// The lines of a private key are hidden, each by itself.
fn hide_in_key(line: &str, in_key: &mut bool) -> String {
    let begins = line.contains("PRIVATE KEY-----");
    if !begins && !*in_key {
        return in_line(line);
    }
    *in_key = !line.contains("-----END");
    whole(line)
}

/// What stands in place of a line that is hidden as a whole.
fn whole(line: &str) -> String {
    format!("{HIDDEN}{}", if line.ends_with('\n') { "\n" } else { "" })
}

/// A value without what stands for one that comes from elsewhere: `${…}`, `{{ … }}`, `[[ … ]]` and `$(…)`.
fn without_references(value: &str) -> String {
    let (mut text, mut rest) = (String::new(), value);
    let forms = [("$${", "}"), ("${", "}"), ("{{", "}}"), ("[[", "]]"), ("$(", ")")];
    while let Some((at, begin, end)) = forms
        .iter()
        .filter_map(|(begin, end)| rest.find(begin).map(|at| (at, *begin, *end)))
        .min_by_key(|(at, ..)| *at)
    {
        let Some(length) = rest[at + begin.len()..].find(end) else { break };
        text.push_str(&rest[..at]);
        rest = &rest[at + begin.len() + length + end.len()..];
    }
    text.push_str(rest);
    text
}

/// Whether the whole of a value stands for another: `$NAME`, `%NAME%` or `<name>`.
fn is_reference(value: &str) -> bool {
    let is_name = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
    };
    value.strip_prefix('$').is_some_and(is_name)
        || value.strip_prefix('%').and_then(|it| it.strip_suffix('%')).is_some_and(is_name)
        || value.starts_with('<') && value.ends_with('>') && value.len() > 2
}

/// Whether a value under the name of a secret is one, and not a reference to one.
fn is_hidden(value: &str) -> bool {
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

/// Whether it is a file of the usual folders: `/run/secrets/db`.
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

/// A line that is longer is not looked at part by part, which would take long: it is hidden where it may hold a secret.
const LONG: usize = 4096;

/// A line with so many secrets is one.
const MANY: usize = 32;

/// Hides `NAME=secret`, `name: secret`, `--name secret`, `<name>secret<`, passwords in addresses, tokens that are known by
/// how they begin, and random words in a line.
pub fn in_line(line: &str) -> String {
    if line.len() > LONG {
        let is_open = !may_have(line) && words_of(line).all(|word| in_word(word).is_empty());
        return if is_open { line.to_owned() } else { whole(line) };
    }
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut add = |value: &str| {
        let from = offset(line, value);
        found.push(from..from + value.len());
    };
    let signs = line.match_indices(['=', ':', ' ', '>']);
    let values = signs.filter_map(|(at, _)| behind(line, at));
    values.filter(|value| is_hidden(value)).take(MANY).for_each(&mut add);
    words_of(line).flat_map(in_word).take(MANY).for_each(&mut add);
    if found.len() >= MANY {
        return whole(line);
    }
    // It may stand there once more.
    let secrets: BTreeSet<&str> =
        found.iter().map(|range| &line[range.clone()]).filter(|secret| secret.len() > 5).collect();
    let again = secrets.iter().flat_map(|secret| line.match_indices(*secret));
    let again: Vec<Range<usize>> = again.map(|(at, it)| at..at + it.len()).collect();
    found.extend(again);
    replaced(line, found)
}

/// What is secret in a word, whatever stands around it.
fn in_word(word: &str) -> Vec<&str> {
    if is_digest(word) {
        return Vec::new();
    }
    let last = word.rsplit([':', '/', '@', '&', '?', '.']).next().unwrap_or(word);
    let parts = [word, last].into_iter().filter(|part| is_known(part) || is_random(part));
    let password = in_address(word).filter(|password| is_hidden(password));
    parts.chain(password).chain(webhook(word)).collect()
}

fn offset(word: &str, part: &str) -> usize {
    // A part of it lies in it.
    (part.as_ptr() as usize).saturating_sub(word.as_ptr() as usize)
}

fn replaced(line: &str, mut found: Vec<Range<usize>>) -> String {
    found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let (mut text, mut done) = (String::with_capacity(line.len()), 0);
    for range in found {
        if range.start >= done {
            text.push_str(&line[done..range.start]);
            text.push_str(HIDDEN);
            done = range.end;
        } else if range.end > done {
            // They overlap, and what was hidden goes on.
            done = range.end;
        }
    }
    text.push_str(&line[done..]);
    text
}

/// The value behind a sign, where the name before it is that of a secret.
fn behind(line: &str, at: usize) -> Option<&str> {
    let sign = line.as_bytes().get(at)?;
    // Of several spaces, the first one counts.
    if *sign == b' ' && line[..at].ends_with(' ') {
        return None;
    }
    let before = line[..at].trim_end().trim_end_matches(['"', '\'', '`', ']', '[']);
    let start = before
        .rfind([
            ' ', '\t', ',', '{', '(', '=', ':', '/', ';', '&', '?', '"', '\'', '<', '>', '|', '[',
        ])
        .map_or(0, |at| at + 1);
    let name = &before[start..];
    let is_named = may_have(name) && names_secret(name) || name == "-u" || name == "--user";
    if !is_named {
        return None;
    }
    let is_flag = name.starts_with('-');
    let is_argument = !line.trim().contains(char::is_whitespace);
    let begins = matches!(line[..start].trim(), "" | "export" | "set" | "ENV" | "-" | "-e");
    let rest = &line[at + 1..];
    // Between words stands a name that begins the line, or a flag.
    let is_meant = match sign {
        b' ' => is_flag || begins && rest.split_whitespace().count() == 1,
        b'>' => line[..start].ends_with('<'),
        b':' => !rest.starts_with("//"),
        _ => true,
    };
    if !is_meant {
        return None;
    }
    let value = rest.trim_start_matches([' ', '\t', '=', ':', '>', '[', '`']);
    let quote = value.chars().next().filter(|first| matches!(first, '"' | '\''));
    let value = if quote.is_some() { &value[1..] } else { value };
    let schemes = ["Bearer ", "Basic ", "Token ", "bearer ", "basic "];
    let value = schemes.iter().find_map(|scheme| value.strip_prefix(scheme)).unwrap_or(value);
    let end = match (quote, sign) {
        (Some(quote), _) => closing(value, quote),
        (None, b'>') => value.find('<'),
        // A line of an environment, an argument or a tag is a value to its end.
        (None, b'=' | b':') if begins && (!is_flag || is_argument) || name.ends_with("users") => {
            value.find(['\n', '\r'])
        }
        _ => plain_end(value),
    };
    let value = value[..end.unwrap_or(value.len())].trim_end();
    // `curl -u name:password`
    match matches!(name, "-u" | "--user") {
        true => value.split_once(':').map(|(_, password)| password),
        false => Some(value),
    }
}

/// The quote that ends a text, and none behind a backslash.
fn closing(value: &str, quote: char) -> Option<usize> {
    let mut is_escaped = false;
    value.char_indices().find_map(|(at, letter)| {
        let ends = letter == quote && !is_escaped;
        is_escaped = letter == '\\' && !is_escaped;
        ends.then_some(at)
    })
}

/// Where a value without quotes ends: at a space outside of a reference, and at a comma before another name.
fn plain_end(value: &str) -> Option<usize> {
    let mut depth = 0_u32;
    value.char_indices().find_map(|(at, letter)| {
        match letter {
            '{' | '(' => depth += 1,
            '}' | ')' if depth > 0 => {
                depth -= 1;
                return None;
            }
            _ => {}
        }
        let is_end = match letter {
            ' ' | '\t' | '\n' | '\r' | ';' | '&' | '"' | '\'' | '`' | '}' | ')' | ']' => true,
            ',' => {
                let next = value[at + 1..].find(|it: char| !it.is_alphanumeric() && it != '_');
                let next = next.and_then(|next| value[at + 1..][next..].chars().next());
                value[at + 1..].trim().is_empty() || matches!(next, Some(' ' | '=' | ':'))
            }
            _ => false,
        };
        (is_end && depth == 0).then_some(at)
    })
}

/// The words of a line.
fn words_of(line: &str) -> impl Iterator<Item = &str> {
    let ends = [
        ' ', '\t', '"', '\'', '`', ',', ';', '(', ')', '<', '>', '\n', '\r', '=', '[', ']', '{',
        '}', '|',
    ];
    line.split(ends)
}

#[cfg(test)]
mod tests {
    use super::{HIDDEN, hide, in_line};

    #[test]
    fn secrets_are_hidden_in_lines() {
        for (line, shown) in [
            ("PASSWORD=hunter22", "PASSWORD=(secret)"),
            ("PASSWORD=1234", "PASSWORD=(secret)"),
            ("PASSWORD=hun ter,22;x", "PASSWORD=(secret)"),
            ("export TOKEN=changeme99\n", "export TOKEN=(secret)\n"),
            ("  password: \"hun \\\" ter22\"\n", "  password: \"(secret)\"\n"),
            ("  \"password\": \"hunter22\",\n", "  \"password\": \"(secret)\",\n"),
            ("requirepass hunter22", "requirepass (secret)"),
            ("<password>hunter22</password>", "<password>(secret)</password>"),
            ("db=postgres://web:hunter22@db/web", "db=postgres://web:(secret)@db/web"),
            ("Server=db;Password=hun,ter22;User=x", "Server=db;Password=(secret);User=x"),
            ("mysql --password hunter22 -h db", "mysql --password (secret) -h db"),
            ("curl -u web:hunter22 http://db", "curl -u web:(secret) http://db"),
            (
                "curl -H 'Authorization: Bearer abc.def' http://db",
                "curl -H 'Authorization: Bearer (secret)' http://db",
            ),
            ("traefik.a.basicauth.users=a:$apr1$x.yz,b:c", "traefik.a.basicauth.users=(secret)"),
            ("http://a/?token=abcd1234&b=c", "http://a/?token=(secret)&b=c"),
            ("{password: !abc, user: web}", "{password: (secret), user: web}"),
            ("x ghp_16C7e42F292c6912E7710c838347Ae178B4a y", "x (secret) y"),
            (
                "https://hooks.slack.com/services/T0/B0/xyz",
                "https://hooks.slack.com/services/(secret)",
            ),
        ] {
            assert_eq!(in_line(line), shown);
        }
        assert_eq!(hide("DB_PASS", "hunter22", false), HIDDEN);
        assert_eq!(hide("password", "hunter22", true), HIDDEN);
        assert_eq!(hide("username", "web", true), "web");
        let long = |text: &str| text.repeat(5000 / text.len() + 1);
        assert_eq!(in_line(&long("web 1, ")), long("web 1, "));
        assert_eq!(in_line(&long("token=a, ")), HIDDEN);
        let key = "a\n-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\nb\n";
        assert_eq!(hide("data", key, false), "a\n(secret)\n(secret)\n(secret)\nb\n");
    }

    #[test]
    fn other_values_are_shown() {
        for line in [
            "url: https://example.com/",
            "PASSWORD={{ .password }}",
            "PASSWORD={{ with secret \"kv/db\" }}{{ .Data.data.password }}{{ end }}",
            "DB_PASSWORD=${NOMAD_META_password}",
            "Authorization: Bearer {{ .token }}",
            "registry.example.com:5000/team/web:1.4.2-alpine",
            "web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
            "RELEASE.2024-01-16T16-07-38Z",
            "/srv/PlatformServices/NetBox2023/Configuration/Settings1.yaml",
            "DB_PASSWORD_FILE=/run/secrets/db",
            "TOKEN_TTL=3600",
            "KEYBOARD=de",
            "a-long-name-of-words-that-means-nothing",
            "traefik.http.routers.web.rule=Host(`www.example.com`)",
            "traefik.http.routers.web.tls.certresolver=letsencrypt",
            "--port 8080 --user web",
            "550e8400-e29b-41d4-a716-446655440000",
            "http://[::1]:8080/path?x=1",
            "cache_key = \"web\"",
            "2024-01-16T16:07:38+01:00",
        ] {
            assert_eq!(in_line(line), line);
        }
        for (name, value) in
            [("IMAGE", "redis:7.2"), ("KEYSPACE", "web"), ("PUBLIC_KEY", "abc"), ("key", "a/b")]
        {
            assert_eq!(hide(name, value, false), value);
        }
    }
}
