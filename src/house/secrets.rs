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
    let mut text = format!("{{{{ with nomadVar \"nomad/jobs/{job}\" }}}}\n");
    for (name, key) in pairs {
        // JSON's quotes are understood where the file is read, so that any character may stand in a value.
        // Writing into a string cannot fail.
        _ = writeln!(text, "{name}={{{{ .{key}.Value | toJSON }}}}");
    }
    text.push_str("{{ end }}\n");
    Template::inline("secrets/secrets.env", text).env(true)
}
