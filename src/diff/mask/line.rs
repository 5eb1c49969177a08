//! A line with its secrets hidden.

use std::collections::BTreeSet;
use std::ops::Range;

use super::looks::{is_digest, is_known, is_random, may_have, webhook};
use super::named::{behind, spoken};
use super::value::{is_hidden, passwords};

/// Shown in place of a secret.
pub const HIDDEN: &str = "(secret)";

/// Shown in place of a secret that was another one before.
pub const ANOTHER: &str = "(another secret)";

/// What is shown in place of a line that is hidden as a whole.
pub fn whole(line: &str) -> String {
    format!("{HIDDEN}{}", if line.ends_with('\n') { "\n" } else { "" })
}

/// A line that is longer is not looked at part by part, which would take long: it is hidden where it may hold a secret.
const LONG: usize = 4096;

/// A line with so many secrets is one.
const MANY: usize = 32;

/// Hides `NAME=secret`, `name: secret`, `--name secret`, `<name>secret<`, passwords in addresses, tokens that are known by
/// how they begin, and random words in a line.
pub fn in_line(line: &str) -> String {
    if line.len() > LONG {
        let is_open = !may_have(line)
            && words_of(line).all(|word| in_word(word).is_empty())
            && passwords(line).next().is_none();
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
    spoken(line).take(MANY).for_each(&mut add);
    passwords(line).filter(|password| is_hidden(password)).take(MANY).for_each(&mut add);
    if found.len() >= MANY {
        return whole(line);
    }
    // A secret may be repeated in the line.
    let secrets: BTreeSet<&str> =
        found.iter().map(|range| &line[range.clone()]).filter(|secret| secret.len() > 5).collect();
    let again = secrets.iter().flat_map(|secret| line.match_indices(*secret));
    let again: Vec<Range<usize>> = again.map(|(at, it)| at..at + it.len()).collect();
    found.extend(again);
    replaced(line, found)
}

/// The secrets in a word, whatever is around them.
fn in_word(word: &str) -> Vec<&str> {
    if is_digest(word) {
        return Vec::new();
    }
    let last = word.rsplit([':', '/', '@', '&', '?', '.']).next().unwrap_or(word);
    let parts = [word, last].into_iter().filter(|part| is_known(part) || is_random(part));
    parts.chain(webhook(word)).collect()
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
    use super::{HIDDEN, in_line};

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
            ("dsn = web:hun,ter=22@tcp(db:3306)/web", "dsn = web:(secret)@tcp(db:3306)/web"),
            ("postgres://web:hun/ter=22@db/web", "postgres://web:(secret)@db/web"),
            ("PASSWORD=<hunter22>", "PASSWORD=(secret)"),
            ("PASSWORD=$${hunter22}", "PASSWORD=(secret)"),
            ("PASSWORD=${DB_PASSWORD:-hunter22}", "PASSWORD=(secret)"),
            ("PASSWORD={{ keyOrDefault \"a/b\" \"hunter22\" }}", "PASSWORD=(secret)"),
            ("{\\\"password\\\": \\\"hunter22\\\"}", "{\\\"password\\\": \\\"(secret)\\\"}"),
            (
                "ALTER USER web WITH PASSWORD 'hunter22';",
                "ALTER USER web WITH PASSWORD '(secret)';",
            ),
            (
                "create user web identified by 'hunter22';",
                "create user web identified by '(secret)';",
            ),
            ("machine db login web password hunter22", "machine db login web password (secret)"),
            ("mysqldump -uweb -phunter web", "mysqldump -uweb -p(secret) web"),
            ("-phunter22", "-p(secret)"),
            ("sshpass -p hunter22 ssh db", "sshpass -p (secret) ssh db"),
            (
                "https://a.example.com/x?sig=hunter22&b=1",
                "https://a.example.com/x?sig=(secret)&b=1",
            ),
            (
                "{\"name\": \"DB_PASSWORD\", \"value\": \"hunter22\"}",
                "{\"name\": \"DB_PASSWORD\", \"value\": \"(secret)\"}",
            ),
            ("x ghp_16C7e42F292c6912E7710c838347Ae178B4a y", "x (secret) y"),
            (
                "https://hooks.slack.com/services/T0/B0/xyz",
                "https://hooks.slack.com/services/(secret)",
            ),
        ] {
            assert_eq!(in_line(line), shown);
        }
        let long = |text: &str| text.repeat(5000 / text.len() + 1);
        assert_eq!(in_line(&long("web 1, ")), long("web 1, "));
        assert_eq!(in_line(&long("token=a, ")), HIDDEN);
    }

    #[test]
    fn other_values_are_shown() {
        for line in [
            "url: https://example.com/",
            "PASSWORD={{ .password }}",
            "PASSWORD={{ with secret \"kv/db\" }}{{ .Data.data.password }}{{ end }}",
            "DB_PASSWORD=${NOMAD_META_password}",
            "DB_PASSWORD=${password}",
            "DB_PASSWORD=<your-password>",
            "DB_PASSWORD=<password>",
            "{{ key \"db/password\" }}",
            "https://example.com:8080/a@2x.png",
            "registry.example.com:5000/web:1.2@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "git@github.com:team/web.git",
            "-p8080:80",
            "-path.procfs=/host/proc",
            "-port 8080",
            "password hashing is slow",
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
    }
}
