//! Secrets: values that a job reads from Nomad variables, or from elsewhere, when it starts, and
//! never contains itself.

use std::fmt::Write;

use super::lookup::{Lookup, nomad_variable};
use crate::jobspec::Template;

/// Environment variables whose values are in the Nomad variable `nomad/jobs/JOB`, which that job
/// can read without a policy, and other jobs cannot. The pairs are names of environment variables
/// with keys of the Nomad variable, or with a [`Lookup`] for a value that is elsewhere.
///
/// The values are never in the job; when one changes, the task restarts. A missing key fails the
/// task. The values are set once, by hand: `nomad var put nomad/jobs/netbox db_password=…`.
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
pub fn secrets<K: Into<SecretSource>, const N: usize>(
    job: &str,
    pairs: [(&str, K); N],
) -> Template {
    template(job, &pairs.map(|(name, source)| (name.to_owned(), source.into())))
}

/// The source of a secret's value. A string is a key of the job's own variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretSource {
    /// A key of the job's own Nomad variable, `nomad/jobs/JOB`.
    Own(String),
    /// Anything else that a template can look up.
    At(Lookup),
}

impl From<&str> for SecretSource {
    fn from(key: &str) -> Self {
        Self::Own(key.to_owned())
    }
}

impl From<String> for SecretSource {
    fn from(key: String) -> Self {
        Self::Own(key)
    }
}

impl From<&String> for SecretSource {
    fn from(key: &String) -> Self {
        Self::Own(key.clone())
    }
}

impl From<Lookup> for SecretSource {
    fn from(lookup: Lookup) -> Self {
        Self::At(lookup)
    }
}

impl SecretSource {
    /// What the template looks up, for a secret of this job.
    pub(super) fn lookup(&self, job: &str) -> Lookup {
        match self {
            Self::Own(key) => nomad_variable(&format!("nomad/jobs/{job}")).key(key),
            Self::At(lookup) => lookup.clone(),
        }
    }
}

/// The same for any number of pairs. Adjacent pairs with the same variable or secret share one
/// block, which reads it once.
#[track_caller]
pub(crate) fn template(job: &str, pairs: &[(String, SecretSource)]) -> Template {
    let mut text = String::new();
    let mut open: Option<String> = None;
    for (name, source) in pairs {
        let lookup = source.lookup(job).to_json();
        let opening = lookup.opening();
        if opening != open {
            close(&mut text, open.as_ref());
            if let Some(opening) = &opening {
                // Writing into a string cannot fail.
                _ = writeln!(text, "{{{{ with {opening} }}}}");
            }
            open = opening;
        }
        // Nomad decodes JSON's quotes when it reads the file, so that a value may contain any character.
        _ = writeln!(text, "{name}={}", lookup.value());
    }
    close(&mut text, open.as_ref());
    Template::inline("secrets/secrets.env", text).env(true).error_on_missing_key(true)
}

fn close(text: &mut String, open: Option<&String>) {
    if open.is_some() {
        text.push_str("{{ end }}\n");
    }
}
