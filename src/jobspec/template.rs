//! `template`: a file that Nomad renders for a task.

use super::{
    Attr, Base, Block, ChangeMode, ChangeScript, Duration, IntoAttr, Location, Wait, written_at,
};

/// A file rendered by consul-template on the node, and what happens to the task when it changes.
///
/// `{{ … }}` in the string is consul-template's; `${…}` means nothing to Nomad here and arrives unchanged.
///
/// ```hcl
/// template {
///   destination   = "local/app.yml"
///   change_mode   = "signal"
///   change_signal = "SIGHUP"
///
///   data = <<EOT
/// port: {{ env "NOMAD_PORT_http" }}
/// EOT
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::Template;
/// let config = Template::inline("local/app.yml", "port: {{ env \"NOMAD_PORT_http\" }}\n")
///     .change_mode("signal")
///     .change_signal("SIGHUP");
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "template", go = "Template", special = Template, constructor)]
pub struct Template {
    /// A template file in the task's directory, in place of `data`.
    #[field(json = "SourcePath")]
    pub source: Option<Attr<String>>,
    /// Where the rendered file goes, below the task's directory.
    #[field(json = "DestPath", required)]
    pub destination: Option<Attr<String>>,
    /// The file's mode, in octal.
    #[field(default = "0644")]
    pub perms: Option<Attr<String>>,
    /// The file's owner, by number.
    #[field(contextual, words = "the user of Nomad's client")]
    pub uid: Option<Attr<i64>>,
    /// The file's group, by number.
    #[field(contextual, words = "the group of Nomad's client")]
    pub gid: Option<Attr<i64>>,
    /// Whether the rendered file's lines `NAME=value` become environment variables.
    #[field(json = "Envvars", default = "false")]
    pub env: Option<Attr<bool>>,
    /// What happens when the file changes: `noop`, `restart`, `signal` or `script`.
    #[field(default = "restart", one_of = ["restart", "noop", "signal", "script"], choice = ChangeMode)]
    pub change_mode: Option<Attr<String>>,
    /// The signal of `change_mode` `signal`.
    pub change_signal: Option<Attr<String>>,
    /// Whether the file is rendered once and then left alone.
    #[field(default = "false", since = "1.10.2")]
    pub once: Option<Attr<bool>>,
    /// The longest random wait before acting on a change, so that not all allocations act at once.
    #[field(default = "5s", min = 0)]
    pub splay: Option<Attr<Duration>>,
    /// The opening delimiter of the template language.
    #[field(json = "LeftDelim", default = "{{")]
    pub left_delimiter: Option<Attr<String>>,
    /// The closing delimiter of the template language.
    #[field(json = "RightDelim", default = "}}")]
    pub right_delimiter: Option<Attr<String>>,
    /// Whether a missing key fails the task.
    #[field(json = "ErrMissingKey", default = "false")]
    pub error_on_missing_key: Option<Attr<bool>>,
    /// An old setting that Nomad reads and ignores.
    pub vault_grace: Option<Attr<Duration>>,
    /// The program of `change_mode` `script`.
    pub change_script: Option<Box<ChangeScript>>,
    /// How long to wait for the data to settle before the file is rendered.
    pub wait: Option<Box<Wait>>,
    /// The template's text.
    #[field(json = "EmbeddedTmpl", verbatim)]
    pub data: Option<Attr<String>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Template {
    /// A file rendered from a string in the job.
    #[must_use]
    #[track_caller]
    pub fn inline(destination: impl IntoAttr<String>, data: impl IntoAttr<String>) -> Self {
        let template = Self::blank().destination(destination).data(data);
        written_at(template, Location::here())
    }

    /// A file rendered from another file, which an artifact brings.
    #[must_use]
    #[track_caller]
    pub fn file(source: impl IntoAttr<String>, destination: impl IntoAttr<String>) -> Self {
        let template = Self::blank().source(source).destination(destination);
        written_at(template, Location::here())
    }
}
