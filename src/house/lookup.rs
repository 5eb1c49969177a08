//! What a template looks up when it is rendered: a secret of Vault, a variable of Nomad, a key of Consul.

use std::fmt::{self, Display, Formatter};

use super::template_text::{is_word, quoted};

/// One value that a template looks up when it is rendered, so that it is never in the job itself:
/// [`vault_secret`], [`nomad_variable`], [`consul_key`] or [`consul_key_or_default`].
///
/// In [`Workload::secrets`](crate::house::Workload::secrets()) it becomes an environment variable; in any other
/// string, such as that of [`Workload::file`](crate::house::Workload::file()), it is written as the expression that
/// evaluates to the value. A missing value fails the task in both: `secrets` and `file` set `error_on_missing_key`. A
/// [`Template`](crate::jobspec::Template) of your own writes `<no value>` for a missing key, unless it sets that, too.
///
/// ```
/// use jobwright::prelude::*;
/// let password = nomad_variable("nomad/jobs/grafana").key("password");
/// assert_eq!(
///     format!("admin_password = {password}"),
///     r#"admin_password = {{ with nomadVar "nomad/jobs/grafana" }}{{ .password.Value }}{{ end }}"#,
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookup {
    source: Source,
    json: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Source {
    Variable { path: String, key: String },
    Vault { path: String, data: &'static str, key: String },
    Consul { path: String, default: Option<String> },
}

/// A secret in Vault, by the path that `vault kv get` accepts: the engine's mount first. It is in a
/// KV engine of version 2, for which `data` is inserted after the mount, as its API requires, and
/// the value is read from `.Data.data`. A path that already contains `data` there is the same. For
/// version 1, and for every other engine, add [`VaultSecret::v1`]; for a mount of several segments,
/// [`VaultSecret::mount`].
///
/// The task needs a `vault` block with a role that may read the path: [`Workload::vault`](crate::house::Workload::vault()).
/// When the secret changes, the task starts again.
///
/// ```
/// use jobwright::prelude::*;
/// let job = Workload::service("web")
///     .image("web:1")
///     .vault(Vault::new().role("web"))
///     .secrets([("DB_PASSWORD", vault_secret("kv/web").key("password"))])
///     .job(&Site::new("lab"));
/// let text = job.groups[0].tasks[0].templates[0].data.as_ref().and_then(|data| data.as_str());
/// assert_eq!(
///     text,
///     Some("{{ with secret \"kv/data/web\" }}\nDB_PASSWORD={{ .Data.data.password | toJSON }}\n{{ end }}\n"),
/// );
/// ```
#[must_use]
pub fn vault_secret(path: &str) -> VaultSecret {
    VaultSecret { path: path.trim_matches('/').to_owned(), mount: None, is_v1: false }
}

/// A secret in Vault, of which [`VaultSecret::key`] selects a value: see [`vault_secret`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VaultSecret {
    path: String,
    mount: Option<String>,
    is_v1: bool,
}

impl VaultSecret {
    /// It is in a KV engine of version 1, or in any other engine: the path is unchanged, as `vault
    /// read` accepts it, and the value is read from `.Data`. Without it, version 2.
    ///
    /// ```
    /// use jobwright::prelude::*;
    /// let user = vault_secret("database/creds/web").v1().key("username");
    /// assert_eq!(user.to_string(), r#"{{ with secret "database/creds/web" }}{{ .Data.username }}{{ end }}"#);
    /// ```
    #[must_use]
    pub fn v1(mut self) -> Self {
        self.is_v1 = true;
        self
    }

    /// The mount of the engine, to which the path is relative: `vault kv get -mount=team/kv web`.
    /// Without it, the mount is the path's first segment. Of two calls, the last counts.
    ///
    /// ```
    /// use jobwright::prelude::*;
    /// let key = vault_secret("web").mount("team/kv").key("api_key");
    /// assert_eq!(key.to_string(), r#"{{ with secret "team/kv/data/web" }}{{ .Data.data.api_key }}{{ end }}"#);
    /// ```
    #[must_use]
    pub fn mount(mut self, mount: &str) -> Self {
        self.mount = Some(mount.trim_matches('/').to_owned());
        self
    }

    /// One of its values: `vault kv get -field=KEY`.
    #[must_use]
    pub fn key(self, key: &str) -> Lookup {
        let (path, data) = match (self.mount, self.is_v1) {
            (None, true) => (self.path, ".Data"),
            (Some(mount), true) => (format!("{mount}/{}", self.path), ".Data"),
            (None, false) => (data_path(&self.path), ".Data.data"),
            (Some(mount), false) => (format!("{mount}/data/{}", self.path), ".Data.data"),
        };
        Lookup::of(Source::Vault { path, data, key: key.to_owned() })
    }
}

/// The path of the API for a path of `vault kv`.
fn data_path(path: &str) -> String {
    match path.split_once('/') {
        Some((mount, inner)) if !inner.starts_with("data/") => format!("{mount}/data/{inner}"),
        _ => path.to_owned(),
    }
}

/// A Nomad variable, by the path that `nomad var get` accepts, in the job's namespace. A job may
/// read those at `nomad/jobs`, `nomad/jobs/JOB` and the paths below that for its group and task;
/// others need a policy. When it changes, the task restarts.
///
/// The keys of the job's own variable need no path: see [`secrets`](crate::house::secrets()).
///
/// ```
/// use jobwright::prelude::*;
/// let job = Workload::service("web")
///     .image("web:1")
///     .secrets([("SMTP_PASSWORD", nomad_variable("nomad/jobs").key("smtp_password"))])
///     .job(&Site::new("lab"));
/// let text = job.groups[0].tasks[0].templates[0].data.as_ref().and_then(|data| data.as_str());
/// assert_eq!(
///     text,
///     Some("{{ with nomadVar \"nomad/jobs\" }}\nSMTP_PASSWORD={{ .smtp_password.Value | toJSON }}\n{{ end }}\n"),
/// );
/// ```
#[must_use]
pub fn nomad_variable(path: &str) -> NomadVariable {
    NomadVariable { path: path.trim_matches('/').to_owned() }
}

/// A Nomad variable, of which [`NomadVariable::key`] selects a value: see [`nomad_variable`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NomadVariable {
    path: String,
}

impl NomadVariable {
    /// One of its values: an item of the variable.
    #[must_use]
    pub fn key(self, key: &str) -> Lookup {
        Lookup::of(Source::Variable { path: self.path, key: key.to_owned() })
    }
}

/// A key of Consul's KV store, by the path that `consul kv get` accepts. The task waits until the
/// key exists, and restarts when its value changes.
///
/// ```
/// use jobwright::prelude::*;
/// assert_eq!(consul_key("web/mode").to_string(), r#"{{ key "web/mode" }}"#);
/// ```
#[must_use]
pub fn consul_key(path: &str) -> Lookup {
    let path = path.trim_matches('/').to_owned();
    Lookup::of(Source::Consul { path, default: None })
}

/// A key of Consul's KV store, with a default for as long as it does not exist: the task does not
/// wait.
///
/// ```
/// use jobwright::prelude::*;
/// let mode = consul_key_or_default("web/mode", "safe");
/// assert_eq!(mode.to_string(), r#"{{ keyOrDefault "web/mode" "safe" }}"#);
/// ```
#[must_use]
pub fn consul_key_or_default(path: &str, default: &str) -> Lookup {
    let path = path.trim_matches('/').to_owned();
    Lookup::of(Source::Consul { path, default: Some(default.to_owned()) })
}

impl Lookup {
    fn of(source: Source) -> Self {
        Self { source, json: false }
    }

    /// Writes the value as JSON, which quotes a string: for files in JSON or YAML, where a value
    /// may contain any character. Without it, the value is written unchanged. In an environment
    /// variable, it is always JSON, which Nomad decodes there.
    ///
    /// ```
    /// use jobwright::prelude::*;
    /// let config = format!("password: {}\n", vault_secret("kv/web").key("password").to_json());
    /// assert_eq!(config, "password: {{ with secret \"kv/data/web\" }}{{ .Data.data.password | toJSON }}{{ end }}\n");
    /// ```
    #[must_use]
    pub fn to_json(mut self) -> Self {
        self.json = true;
        self
    }

    /// The action that opens the variable or secret of the value, shared by adjacent values:
    /// `nomadVar "web"`.
    pub(super) fn opening(&self) -> Option<String> {
        match &self.source {
            Source::Variable { path, .. } => Some(format!("nomadVar {}", quoted(path))),
            Source::Vault { path, .. } => Some(format!("secret {}", quoted(path))),
            Source::Consul { .. } => None,
        }
    }

    /// The value, where the dot is what [`Lookup::opening`] evaluates to.
    pub(super) fn value(&self) -> String {
        let json = if self.json { " | toJSON" } else { "" };
        match &self.source {
            Source::Variable { key, .. } => variable(key, json),
            Source::Vault { key, data, .. } => vault(data, key, json),
            Source::Consul { path, default: None } => {
                format!("{{{{ key {}{json} }}}}", quoted(path))
            }
            Source::Consul { path, default: Some(default) } => {
                format!("{{{{ keyOrDefault {} {}{json} }}}}", quoted(path), quoted(default))
            }
        }
    }

    /// The problem of its path or key, and the help.
    pub(super) fn fault(&self) -> Option<(&'static str, &'static str)> {
        match &self.source {
            Source::Variable { path, .. } if path.is_empty() => {
                Some(("has no path", "set the path of the Nomad variable"))
            }
            Source::Variable { key, .. } if key.is_empty() => {
                Some(("has no key", "set the key in the Nomad variable"))
            }
            Source::Vault { path, .. } if !path.contains('/') => {
                Some(("has no path in Vault after the mount", "write both: `kv/web`"))
            }
            Source::Vault { key, .. } if key.is_empty() => {
                Some(("has no key", "set the key in the Vault secret"))
            }
            Source::Consul { path, .. } if path.is_empty() => {
                Some(("has no path", "set the path of the Consul key"))
            }
            _ => None,
        }
    }
}

/// The expression, for the contents of a template.
impl Display for Lookup {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.opening() {
            Some(opening) => write!(f, "{{{{ with {opening} }}}}{}{{{{ end }}}}", self.value()),
            None => f.write_str(&self.value()),
        }
    }
}

/// The value of a variable's key: `.key`, where that can mean nothing else. The template language takes a key that is looked
/// up by `index` for an empty one where it is missing, even if missing keys are errors.
fn variable(key: &str, json: &str) -> String {
    if is_word(key) && !METHODS.contains(&key) {
        return format!("{{{{ .{key}.Value{json} }}}}");
    }
    let missing = quoted(&format!("the variable has no key {key}"));
    let key = quoted(key);
    format!(
        "{{{{ with index . {key} }}}}{{{{ if not .Key }}}}{{{{ sprig_fail {missing} }}}}{{{{ end }}}}{{{{ .Value{json} }}}}{{{{ end }}}}"
    )
}

/// The same of a secret of Vault, whose data is a plain map.
fn vault(data: &str, key: &str, json: &str) -> String {
    if is_word(key) {
        return format!("{{{{ {data}.{key}{json} }}}}");
    }
    let missing = quoted(&format!("the secret has no key {key}"));
    let key = quoted(key);
    format!(
        "{{{{ if not (sprig_hasKey {data} {key}) }}}}{{{{ sprig_fail {missing} }}}}{{{{ end }}}}{{{{ index {data} {key}{json} }}}}"
    )
}

/// The methods of a variable's items.
pub(crate) const METHODS: [&str; 6] =
    ["ItemsMap", "Keys", "Metadata", "Parent", "Tuples", "Values"];

#[cfg(test)]
mod tests {
    use super::{Lookup, consul_key, nomad_variable, vault_secret};

    /// The value in an environment file, without the block around it.
    fn value(lookup: Lookup) -> String {
        lookup.to_json().value()
    }

    #[test]
    fn keys_that_are_no_identifiers_are_looked_up() {
        let of = |key: &str| value(nomad_variable("web").key(key));
        let looked_up = |key: &str| {
            format!(
                "{{{{ with index . \"{key}\" }}}}{{{{ if not .Key }}}}{{{{ sprig_fail \"the variable has no key {key}\" }}}}{{{{ end }}}}{{{{ .Value | toJSON }}}}{{{{ end }}}}"
            )
        };
        for key in ["db_password", "_1", "K9"] {
            assert_eq!(of(key), format!("{{{{ .{key}.Value | toJSON }}}}"));
        }
        for key in ["db-password", "1st", "é", "", "Values"] {
            assert_eq!(of(key), looked_up(key));
        }
        assert_eq!(of("a\"b\\c\n}}"), looked_up(r#"a\"b\\c\u000a}}"#));
    }

    #[test]
    fn keys_of_vault_that_are_no_identifiers_are_looked_up() {
        assert_eq!(value(vault_secret("kv/web").key("Values")), "{{ .Data.data.Values | toJSON }}");
        assert_eq!(
            value(vault_secret("kv/web").v1().key("a-b")),
            "{{ if not (sprig_hasKey .Data \"a-b\") }}{{ sprig_fail \"the secret has no key a-b\" }}{{ end }}{{ index .Data \"a-b\" | toJSON }}"
        );
    }

    #[test]
    fn paths_of_vault_are_those_that_its_program_takes() {
        for (secret, path) in [
            (vault_secret("kv/web"), "kv/data/web"),
            (vault_secret("/kv/web/"), "kv/data/web"),
            (vault_secret("kv/shop/web"), "kv/data/shop/web"),
            (vault_secret("kv/data/web"), "kv/data/web"),
            (vault_secret("kv/database"), "kv/data/database"),
            (vault_secret("kv/data"), "kv/data/data"),
            (vault_secret("web").mount("team/kv/"), "team/kv/data/web"),
            (vault_secret("data/web").mount("kv"), "kv/data/data/web"),
            (vault_secret("kv/web").v1(), "kv/web"),
            (vault_secret("web").v1().mount("team/kv"), "team/kv/web"),
        ] {
            let opening = secret.key("k").opening();
            assert_eq!(opening, Some(format!("secret \"{path}\"")));
        }
    }

    #[test]
    fn odd_characters_of_paths_are_quoted() {
        assert_eq!(consul_key("a\"b\\c\td").to_string(), r#"{{ key "a\"b\\c\u0009d" }}"#);
    }
}
