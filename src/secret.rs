//! Detection of passwords, tokens and keys, by their names, by where they are and by their
//! characters.

/// The secret in a value: the whole value if its name is that of a secret, or if it is long and
/// random; or the password in a URL.
pub fn secret_in<'t>(name: &str, value: &'t str) -> Option<&'t str> {
    let value = value.trim();
    if value.len() > 24 && value.contains("PRIVATE KEY-----") {
        return Some(value);
    }
    let found = in_address(value).or_else(|| {
        let whole = || !value.contains(char::is_whitespace) && !value.contains("://");
        ((is_random(value) || is_secret(name)) && whole()).then_some(value)
    });
    found.filter(|found| !is_placeholder(found))
}

/// The password of `postgres://user:password@host/`.
pub fn in_address(value: &str) -> Option<&str> {
    if !value.as_bytes().contains(&b'@') {
        return None;
    }
    let (_, rest) = value.split_once("://")?;
    let (user, _) = rest.split(['/', '?', ' ']).next()?.rsplit_once('@')?;
    user.split_once(':').map(|(_, password)| password)
}

/// Words that occur in the names of secrets.
const WORDS: [&str; 14] = [
    "password",
    "passwd",
    "passphrase",
    "pass",
    "pwd",
    "pw",
    "secret",
    "token",
    "apikey",
    "secretkey",
    "accesskey",
    "privatekey",
    "credential",
    "credentials",
];

/// Words that make a `key` a secret.
const KEYS: [&str; 7] = ["api", "access", "private", "secret", "encryption", "signing", "master"];

/// Words at the end of a name that only describes a secret.
const ABOUT: [&str; 26] = [
    "file",
    "path",
    "dir",
    "url",
    "uri",
    "name",
    "id",
    "ttl",
    "expiry",
    "expiration",
    "expires",
    "lifetime",
    "length",
    "enabled",
    "enable",
    "type",
    "mode",
    "host",
    "port",
    "header",
    "policy",
    "role",
    "endpoint",
    "issuer",
    "key_file",
    "user",
];

/// Whether a name is that of a secret.
pub fn is_secret(name: &str) -> bool {
    // Most names are not, and nothing is allocated for those.
    if !may_be_secret(name) {
        return false;
    }
    let words = words(name);
    let last = words.last().map(String::as_str).unwrap_or_default();
    let is_key = |pair: &[String]| KEYS.contains(&pair[0].as_str()) && pair[1] == "key";
    !ABOUT.contains(&last)
        && (words.iter().any(|word| {
            WORDS.iter().any(|known| word == known || word.len() > 6 && word.ends_with("password"))
        }) || words.windows(2).any(is_key))
}

/// Whether a string contains a part of the name of a secret, such as `pass` or `KEY`.
pub fn may_be_secret(text: &str) -> bool {
    let bytes = text.as_bytes();
    let has = |at: usize, part: &[u8]| {
        bytes.get(at..at + part.len()).is_some_and(|here| here.eq_ignore_ascii_case(part))
    };
    // Two characters rule out most positions.
    bytes.windows(2).enumerate().any(|(at, pair)| match [pair[0] | 0x20, pair[1] | 0x20] {
        [b'p', b'w'] => true,
        [b'p', b'a'] => has(at, b"pass"),
        [b's', b'e'] => has(at, b"secret"),
        [b't', b'o'] => has(at, b"token"),
        [b'k', b'e'] => has(at, b"key"),
        [b'c', b'r'] => has(at, b"credential"),
        _ => false,
    })
}

/// The words of `DB_PASSWORD`, `db-password` and `dbPassword`.
pub fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut lower = false;
    for letter in name.chars() {
        let begins = letter.is_ascii_uppercase() && lower;
        lower = letter.is_ascii_lowercase() || letter.is_ascii_digit();
        if begins || !letter.is_ascii_alphanumeric() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter.is_ascii_alphanumeric()) {
            word.push(letter.to_ascii_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a value is a placeholder for a secret, or a reference to one elsewhere.
pub fn is_placeholder(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let first = value.chars().next();
    let word = [
        "change",
        "replace",
        "your",
        "example",
        "placeholder",
        "insert",
        "redacted",
        "todo",
        "dummy",
        "xxx",
        "none",
        "null",
        "secrets/",
    ];
    value.len() < 4
        || value.contains("${")
        || value.contains("{{")
        || value.contains("[[")
        || value.contains("$(")
        || matches!(
            first,
            Some('$' | '/' | '<' | '%' | '@' | '(' | '[' | '{' | '.' | '&' | '*' | '-' | '!')
        )
        || value.chars().all(|letter| Some(letter) == first)
        || matches!(lower.as_str(), "true" | "false" | "yes" | "optional" | "required" | "disabled")
        || value.parse::<f64>().is_ok() && value.len() < 6
        || word.iter().any(|word| lower.contains(word))
}

/// Whether a value is long and random: letters of both cases and digits, with hardly any repeated.
pub fn is_random(value: &str) -> bool {
    let allowed = |byte: &u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'_' | b'-')
    };
    if value.len() < 32 || value.len() > 512 || !value.as_bytes().iter().all(allowed) {
        return false;
    }
    let mut counts = [0_u32; 128];
    for byte in value.bytes() {
        if let Some(count) = counts.get_mut(usize::from(byte)) {
            *count += 1;
        }
    }
    let any = |class: fn(&u8) -> bool| value.as_bytes().iter().filter(|byte| class(byte)).count();
    let [upper, lower, digits] =
        [u8::is_ascii_uppercase, u8::is_ascii_lowercase, u8::is_ascii_digit].map(any);
    let length = f64::from(u32::try_from(value.len()).unwrap_or(u32::MAX));
    let entropy: f64 = counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| f64::from(*count) / length)
        .map(|share| -share * share.log2())
        .sum();
    upper > 3 && lower > 3 && digits > 2 && entropy > 4.2
}

/// The secrets in the lines of a string, each with its name: `PASSWORD=x`, `password: x` and
/// `"password": "x"`.
pub fn in_lines(text: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    // Most strings have none, and their lines are not searched.
    if !(may_be_secret(text) || text.contains('@') && text.contains("://")) {
        return found;
    }
    for line in text.lines() {
        let line = line.trim();
        if line.starts_with(['#', ';']) || line.starts_with("//") {
            continue;
        }
        let Some((name, value)) = line.split_once(['=', ':']) else {
            continue;
        };
        let name = name.trim().trim_matches(['"', '\'']);
        let name = name.rsplit([' ', '.', '\t']).next().unwrap_or_default();
        let value = value.trim().trim_end_matches([',', ';']).trim_matches(['"', '\'']);
        let secret = match is_secret(name) {
            true => secret_in(name, value),
            false => in_address(value).filter(|found| !is_placeholder(found)),
        };
        found.extend(secret.map(|secret| (name, secret)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{is_secret, secret_in};

    #[test]
    fn names_say_what_is_secret() {
        for name in [
            "DB_PASSWORD",
            "dbPassword",
            "--token",
            "API_KEY",
            "postgres-pass",
            "AWS_SECRET_ACCESS_KEY",
            "apiKey",
            "MYSQL_ROOT_PASSWORD",
            "POSTGRESPASSWORD",
        ] {
            assert!(is_secret(name), "{name}");
        }
        for name in [
            "DB_PASSWORD_FILE",
            "TOKEN_TTL",
            "KEYBOARD",
            "PASSTHROUGH",
            "SECRET_PATH",
            "key",
            "PUBLIC_KEY",
            "BYPASS",
            "password_policy",
        ] {
            assert!(!is_secret(name), "{name}");
        }
    }

    #[test]
    fn values_say_what_is_secret() {
        for (name, value, secret) in [
            ("DB_PASSWORD", "hunter22", "hunter22"),
            ("DATABASE_URL", "postgres://web:hunter22@db/web", "hunter22"),
            ("COOKIE", "q8Zt1mWn4Kc7Vb0Xs3Yd6Fg9Hj2Lp5Ra", "q8Zt1mWn4Kc7Vb0Xs3Yd6Fg9Hj2Lp5Ra"),
        ] {
            assert_eq!(secret_in(name, value), Some(secret), "{name}");
        }
        for (name, value) in [
            ("DB_PASSWORD", ""),
            ("DB_PASSWORD", "${NOMAD_META_password}"),
            ("DB_PASSWORD", "{{ .password }}"),
            ("DB_PASSWORD", "<password>"),
            ("DB_PASSWORD", "changeme"),
            ("DB_PASSWORD", "/run/secrets/db"),
            ("TOKEN", "true"),
            ("DATABASE_URL", "postgres://web@db/web"),
            ("DATABASE_URL", "postgres://web:${DB_PASSWORD}@db/web"),
            ("IMAGE", "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
            ("COMMIT", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b"),
            ("NAME", "a-long-name-of-words-that-means-nothing"),
        ] {
            assert_eq!(secret_in(name, value), None, "{name}={value}");
        }
    }
}
