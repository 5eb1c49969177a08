//! Secrets: what a job reads from Nomad's variables when it starts, and never holds itself.

use std::fmt::Write;

use crate::jobspec::Template;

/// Environment variables of which the values are kept in Nomad's variable `nomad/jobs/JOB`, which the job may read
/// without further rights. The pairs are names of the environment with keys of the variable.
///
/// The values never stand in the job; when one changes, the task starts again. They are set once, by hand:
/// `nomad var put nomad/jobs/netbox db_password=…`.
///
/// ```
/// use jobwright::house::secrets;
/// let template = secrets("netbox", [("DB_PASSWORD", "db_password")]);
/// let text = template.data.as_ref().and_then(|data| data.as_str());
/// assert_eq!(
///     text,
///     Some("{{ with nomadVar \"nomad/jobs/netbox\" }}\nDB_PASSWORD={{ .db_password.Value | toJSON }}\n{{ end }}\n"),
/// );
/// ```
#[must_use]
#[track_caller]
pub fn secrets<const N: usize>(job: &str, pairs: [(&str, &str); N]) -> Template {
    template(job, &pairs)
}

/// The same for any number of pairs.
#[track_caller]
pub(crate) fn template<S: AsRef<str>>(job: &str, pairs: &[(S, S)]) -> Template {
    let mut text = format!("{{{{ with nomadVar {} }}}}\n", quoted(&format!("nomad/jobs/{job}")));
    for (name, key) in pairs {
        // JSON's quotes are understood where the file is read, so that any character may stand in a value.
        // Writing into a string cannot fail.
        _ = writeln!(text, "{}={{{{ {}.Value | toJSON }}}}", name.as_ref(), item(key.as_ref()));
    }
    text.push_str("{{ end }}\n");
    Template::inline("secrets/secrets.env", text).env(true)
}

/// The item of a key, as the template language asks for it: `.key`, where that can mean nothing else.
fn item(key: &str) -> String {
    let starts = key.starts_with(|first: char| first == '_' || first.is_ascii_alphabetic());
    let word = key.chars().all(|letter| letter == '_' || letter.is_ascii_alphanumeric());
    // The last ones are methods, which go before keys.
    if starts && word && !METHODS.contains(&key) {
        format!(".{key}")
    } else {
        format!("(index . {})", quoted(key))
    }
}

/// The methods of a variable's items.
const METHODS: [&str; 6] = ["ItemsMap", "Keys", "Metadata", "Parent", "Tuples", "Values"];

/// A string of the template language.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            control if control.is_control() => {
                _ = write!(quoted, "\\u{:04x}", u32::from(control));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::item;

    #[test]
    fn keys_that_are_no_identifiers_are_looked_up() {
        let cases = [
            ("db_password", ".db_password"),
            ("_1", "._1"),
            ("db-password", r#"(index . "db-password")"#),
            ("1st", r#"(index . "1st")"#),
            ("é", r#"(index . "é")"#),
            ("", r#"(index . "")"#),
            ("Values", r#"(index . "Values")"#),
            ("a\"b\\c\n}}", r#"(index . "a\"b\\c\u000a}}")"#),
        ];
        for (key, expected) in cases {
            assert_eq!(item(key), expected, "{key}");
        }
    }
}
