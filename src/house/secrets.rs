//! Secrets: what a job reads from Nomad's variables when it starts, and never holds itself.

use std::fmt::Write;

use crate::jobspec::Template;

/// Environment variables of which the values are kept in Nomad's variable `nomad/jobs/JOB`, which that job may read
/// without further rights, and no other one. The pairs are names of the environment with keys of the variable.
///
/// The values never stand in the job; when one changes, the task starts again. A key that is missing fails the task.
/// They are set once, by hand: `nomad var put nomad/jobs/netbox db_password=…`.
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
        _ = writeln!(text, "{}={}", name.as_ref(), value(key.as_ref()));
    }
    text.push_str("{{ end }}\n");
    Template::inline("secrets/secrets.env", text).env(true).error_on_missing_key(true)
}

/// The value of a key: `.key`, where that can mean nothing else. The template language takes a key that is looked up by
/// `index` for an empty one where it is missing, even if missing keys are errors.
fn value(key: &str) -> String {
    if is_word(key) && !METHODS.contains(&key) {
        return format!("{{{{ .{key}.Value | toJSON }}}}");
    }
    let missing = quoted(&format!("the variable has no key {key}"));
    let key = quoted(key);
    format!(
        "{{{{ with index . {key} }}}}{{{{ if not .Key }}}}{{{{ sprig_fail {missing} }}}}{{{{ end }}}}{{{{ .Value | toJSON }}}}{{{{ end }}}}"
    )
}

/// Whether a text is a word to the template language, and a name of the environment.
pub(super) fn is_word(text: &str) -> bool {
    text.starts_with(|first: char| first == '_' || first.is_ascii_alphabetic())
        && text.chars().all(|letter| letter == '_' || letter.is_ascii_alphanumeric())
}

/// The methods of a variable's items.
pub(crate) const METHODS: [&str; 6] =
    ["ItemsMap", "Keys", "Metadata", "Parent", "Tuples", "Values"];

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
    use super::value;

    #[test]
    fn keys_that_are_no_identifiers_are_looked_up() {
        let looked_up = |key: &str| {
            format!(
                "{{{{ with index . \"{key}\" }}}}{{{{ if not .Key }}}}{{{{ sprig_fail \"the variable has no key {key}\" }}}}{{{{ end }}}}{{{{ .Value | toJSON }}}}{{{{ end }}}}"
            )
        };
        for key in ["db_password", "_1", "K9"] {
            assert_eq!(value(key), format!("{{{{ .{key}.Value | toJSON }}}}"));
        }
        for key in ["db-password", "1st", "é", "", "Values"] {
            assert_eq!(value(key), looked_up(key));
        }
        assert_eq!(value("a\"b\\c\n}}"), looked_up(r#"a\"b\\c\u000a}}"#));
    }
}
