//! The value after the name of a secret in a line.

use super::looks::{may_have, names_secret};

/// The value behind a sign, where the name before it is that of a secret.
pub fn behind(line: &str, at: usize) -> Option<&str> {
    let sign = line.as_bytes().get(at)?;
    // Of several spaces, the first one counts.
    if *sign == b' ' && line[..at].ends_with(' ') {
        return None;
    }
    let before = line[..at].trim_end().trim_end_matches(['"', '\'', '`', ']', '[', '\\']);
    let start = before
        .rfind([
            ' ', '\t', ',', '{', '(', '=', ':', '/', ';', '&', '?', '"', '\'', '<', '>', '|', '[',
        ])
        .map_or(0, |at| at + 1);
    let name = &before[start..];
    let is_named = may_have(name) && names_secret(name)
        || matches!(name, "-u" | "--user")
        || is_of(line, name);
    if !is_named {
        return None;
    }
    let is_flag = name.starts_with('-');
    let is_argument = !line.trim().contains(char::is_whitespace);
    let begins = matches!(line[..start].trim(), "" | "export" | "set" | "ENV" | "-" | "-e");
    let rest = &line[at + 1..];
    // Before a space, it is a name that begins the line, or a flag.
    let is_meant = match sign {
        b' ' => {
            let is_login = line.contains("login ") || line.contains("machine ");
            is_flag
                || begins && rest.split_whitespace().count() == 1
                || rest.starts_with('\'')
                || is_login
        }
        b'>' => line[..start].ends_with('<'),
        b':' => !rest.starts_with("//"),
        _ => true,
    };
    if !is_meant {
        return None;
    }
    let value = rest.trim_start_matches([' ', '\t', '=', ':', '>', '[', '`']);
    // A quote may belong to a string inside a string.
    let inner = value.trim_start_matches('\\');
    let escapes = value.len() - inner.len();
    let value = if inner.starts_with(['"', '\'']) { inner } else { value };
    let quote = value.chars().next().filter(|first| matches!(first, '"' | '\''));
    let value = if quote.is_some() { &value[1..] } else { value };
    let schemes = ["Bearer ", "Basic ", "Token ", "bearer ", "basic "];
    let value = schemes.iter().find_map(|scheme| value.strip_prefix(scheme)).unwrap_or(value);
    let end = match (quote, sign) {
        (Some(quote), _) if escapes > 0 => value.find(&format!("{}{quote}", "\\".repeat(escapes))),
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

/// Whether a short flag of this program has a password.
fn is_of(line: &str, flag: &str) -> bool {
    let has = |program: &str| line.contains(program);
    match flag {
        "-p" => has("sshpass") || has("docker login") || has("htpasswd"),
        "-a" => has("redis-cli"),
        "-P" => has("sqlcmd"),
        "-w" => has("ldapsearch") || has("ldapmodify"),
        _ => false,
    }
}

/// Secrets in the syntax of other programs: `-ppassword` of MySQL, `IDENTIFIED BY 'password'` of
/// SQL, and the value next to its name in `name: …, value: …`.
pub fn spoken(line: &str) -> impl Iterator<Item = &str> {
    let programs = ["mysql", "mariadb", "mongo", "7z "];
    let has_program = programs.iter().any(|program| line.contains(program));
    let glued = line.split([' ', '\t', '"', '\'']).filter_map(|word| word.strip_prefix("-p"));
    let glued = glued.filter(move |word| {
        let any = |class: fn(u8) -> bool| word.bytes().any(class);
        let is_mixed = any(|it| it.is_ascii_digit()) && any(|it| it.is_ascii_alphabetic());
        word.len() > 3 && (has_program || is_mixed && !word.contains(['=', ':', '/', '.']))
    });
    let lower = line.to_ascii_lowercase();
    let identified = lower.len() == line.len();
    let sql = lower
        .find("identified by ")
        .map(|at| at + "identified by ".len())
        .or_else(|| lower.find(" as '").map(|at| at + 4).filter(|_| lower.contains("identified ")))
        .filter(|_| identified)
        .and_then(|at| line.get(at..))
        .and_then(|rest| rest.trim_start().strip_prefix(['\'', '"']))
        .map(|rest| &rest[..rest.find(['\'', '"']).unwrap_or(rest.len())]);
    glued.chain(sql).chain(beside(line))
}

/// The value of a pair on one line: `{ name: DB_PASSWORD, value: "x" }`.
fn beside(line: &str) -> Option<&str> {
    let (name, rest) = line.split_once("value")?;
    let name = name.trim_end_matches([' ', '"', '\'', ',', '\\', ';', '\t']);
    let name = name.rsplit([' ', '"', '\'', ':', '=']).next()?;
    let value = rest.trim_start_matches(['"', '\'', ' ', ':', '=', '\\']);
    let end = value.find(['"', '\'', '}', ',', '\\', '\n']).unwrap_or(value.len());
    let value = value[..end].trim_end();
    (may_have(name) && names_secret(name) && !value.is_empty()).then_some(value)
}

/// The quote that ends a string; one after a backslash does not.
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
