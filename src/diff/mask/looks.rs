//! What looks like a secret to whoever shows it: more than `lint` reports.

use crate::secret::{is_secret, may_be_secret, words};

/// Words at the end of a name that mark a secret, besides those that `lint` knows.
const LAST: [&str; 19] = [
    "sig",
    "signature",
    "key",
    "keys",
    "auth",
    "authorization",
    "cookie",
    "psk",
    "pin",
    "otp",
    "totp",
    "jwt",
    "bearer",
    "license",
    "salt",
    "htpasswd",
    "requirepass",
    "masterauth",
    "basicauth",
];

/// Words before `key` that make it something other than a secret.
const NO_KEY: [&str; 14] = [
    "public",
    "partition",
    "sort",
    "primary",
    "foreign",
    "cache",
    "routing",
    "kv",
    "path",
    "group",
    "label",
    "missing",
    "host",
    "meta",
];

/// Whether what has this name is a secret.
pub fn names_secret(name: &str) -> bool {
    // `PASSWORD2` is a password, and so are `PASSWORDS`.
    let name = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let is_several = ["passwords", "tokens", "secrets", "creds"]
        .iter()
        .any(|end| words(name).last().is_some_and(|word| word == end));
    if is_several || is_secret(name) {
        return true;
    }
    let words = words(name);
    let Some(last) = words.last().map(String::as_str) else { return false };
    let before = words.len().checked_sub(2).and_then(|at| words.get(at)).map(String::as_str);
    let glued = ["pass", "passwd", "pwd", "secret", "token", "password", "apikey"];
    let is_glued = glued.iter().any(|end| last.len() > end.len() && last.ends_with(end));
    match last {
        "key" | "keys" => before.is_some_and(|word| !NO_KEY.contains(&word)),
        "users" => before == Some("basicauth") || before == Some("digestauth"),
        "id" => before == Some("secret"),
        "url" => before == Some("webhook"),
        "bypass" | "compass" | "passthrough" => false,
        last => LAST.contains(&last) || is_glued,
    }
}

/// Whether a name has a part that such names have: most have none, and their words are not looked at.
pub fn may_have(name: &str) -> bool {
    let has = |part: &str| {
        name.as_bytes().windows(part.len()).any(|at| at.eq_ignore_ascii_case(part.as_bytes()))
    };
    may_be_secret(name)
        || [
            "auth", "cookie", "psk", "pin", "otp", "jwt", "bearer", "license", "salt", "webhook",
            "sig",
        ]
        .into_iter()
        .any(has)
}

/// Whether it is a token of a kind that is known by how it begins.
pub fn is_known(word: &str) -> bool {
    let kinds = [
        "ghp_",
        "gho_",
        "ghu_",
        "ghs_",
        "ghr_",
        "github_pat_",
        "glpat-",
        "xoxb-",
        "xoxp-",
        "xoxa-",
        "sk_live_",
        "rk_live_",
        "sk-",
        "AKIA",
        "ASIA",
        "hvs.",
        "hvb.",
        "npm_",
        "dckr_pat_",
        "AIza",
        "eyJ",
        "pypi-",
        "SG.",
        "shpat_",
        "$apr1$",
        "$2y$",
        "$2a$",
        "$2b$",
        "$5$",
        "$6$",
        "$argon2",
        "{SHA}",
    ];
    let kind = kinds.iter().find(|kind| word.starts_with(**kind));
    kind.is_some_and(|kind| word.len() >= kind.len() + 12)
}

/// What is secret in the address of a webhook.
pub fn webhook(word: &str) -> Option<&str> {
    let hosts = ["hooks.slack.com/services/", "discord.com/api/webhooks/", "webhook.office.com/"];
    let (_, rest) = hosts.iter().find_map(|host| word.split_once(host))?;
    (!rest.is_empty()).then_some(rest)
}

/// Whether it is what a file is known by.
pub fn is_digest(word: &str) -> bool {
    let kinds = ["sha1-", "sha256-", "sha384-", "sha512-", "SHA256:", "h1:"];
    kinds.iter().any(|kind| word.starts_with(kind))
}

/// Whether a word is long and random, and not words joined together.
pub fn is_random(word: &str) -> bool {
    let allowed = |byte: &u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'_' | b'-')
    };
    if !(20..=1024).contains(&word.len()) || !word.as_bytes().iter().all(allowed) {
        return false;
    }
    let any = |class: fn(&u8) -> bool| word.as_bytes().iter().filter(|byte| class(byte)).count();
    let [upper, lower, digits] =
        [u8::is_ascii_uppercase, u8::is_ascii_lowercase, u8::is_ascii_digit].map(any);
    // Words and numbers are few runs of letters of one kind; a capital letter belongs to what follows it.
    let class = |byte: u8| match byte {
        b'A'..=b'Z' => 0_u8,
        b'a'..=b'z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    };
    let kinds: Vec<u8> = word.bytes().map(class).collect();
    let runs = 1 + kinds.windows(2).filter(|pair| pair[0] != pair[1] && *pair != [0, 1]).count();
    upper > 2 && lower > 2 && digits > 0 && runs * 3 >= word.len()
}
