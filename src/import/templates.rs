//! Templates of job files: what their names reveal, and what to do with them.

use super::foreign::placeholders;
use super::job_file::JobFile;
use crate::diagnostic::Diagnostic;

/// The endings of templates' names, with the template language and how to render it.
const KINDS: [(&[&str], &str, &str); 4] = [
    (
        &[".j2", ".jinja", ".jinja2"],
        "a Jinja2 template",
        "render it, for example with Ansible's `template` module, and import the result",
    ),
    (&[".erb"], "an ERB template", "render it, for example with `erb FILE`, and import the result"),
    (
        &[".ctmpl"],
        "a consul-template template",
        "render it with `consul-template -once -template FILE:OUT`, and import the result",
    ),
    (
        &[".tpl", ".tmpl", ".tftpl", ".gotmpl", ".levant", ".mustache", ".hbs"],
        "a template",
        "render it, for example with `levant render FILE`, and import the result",
    ),
];

/// The endings of templates' names.
pub fn endings() -> impl Iterator<Item = &'static str> {
    KINDS.iter().flat_map(|(ends, ..)| ends.iter().copied())
}

/// The template language of a file with this name, and how to render it.
pub fn of_name(name: &str) -> Option<(&'static str, &'static str)> {
    let kind = KINDS.iter().find(|(ends, ..)| ends.iter().any(|end| name.ends_with(end)));
    kind.map(|(_, what, help)| (*what, *help))
}

/// Why a file is not read whose name says that it is a template. One with nothing to fill in is a
/// job file all the same.
pub fn finding(file: &JobFile<'_>) -> Option<Diagnostic> {
    let source = file.source();
    let (what, help) = of_name(&source.name)?;
    if file.body().is_some_and(|body| placeholders(&source.text, body).is_empty()) {
        return None;
    }
    let message = format!("`{}` contains a job but is {what}, so it is not read", source.name);
    Some(Diagnostic::warning("template", message).help(help))
}
