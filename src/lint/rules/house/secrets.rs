//! `secret-literal`: no job contains a password, a token or a key.

use std::collections::BTreeSet;

use crate::jobspec::{Block, FieldItem, Kind, Location, Map, Task, Template, Value};
use crate::lint::values::{Leaf, leaves};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};
use crate::secret::{in_lines, is_secret, secret_in};

pub const RULE: Rule = Rule {
    name: "house/secret-literal",
    what: "no job contains a password, a token or a key",
    why: "Everyone who may read the job reads the secret: it is in Nomad's web UI, in `nomad job \
        inspect` and `plan`, in every old version of the job, and in the history of the \
        repository. Nomad variables, Vault or a workload identity pass it to the task when it \
        starts.",
    level: Level::Warning,
    bad: Sample::Task("env {\n  DB_PASSWORD = \"ahx7Eicoh4ai\"\n}"),
    good: Sample::Task(
        r#"template {
  destination = "secrets/db.env"
  env         = true
  data        = <<EOT
{{ with nomadVar "nomad/jobs/example" }}DB_PASSWORD={{ .db_password }}{{ end }}
EOT
}"#,
    ),
    view: View::Written,
    needs_site: false,
    check: Check::Task(check),
};

fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    let mut found = Vec::new();
    for (name, value, location) in task.env.iter().flat_map(Map::placed) {
        if let Some(secret) = text(value).and_then(|text| secret_in(name, text)) {
            found.push((format!("the variable `{name}`"), secret, location));
        }
    }
    task.visit(&mut |index, item| {
        if let FieldItem::Block(config) = item
            && Task::SCHEMA.fields[index].kind == Kind::Config
        {
            in_config(config, &mut found);
        }
    });
    for template in &task.templates {
        in_template(template, &mut found);
    }
    let mut said = BTreeSet::new();
    for (what, secret, location) in found {
        if !said.insert((what.clone(), secret)) {
            continue;
        }
        let message =
            format!("{what} of task `{}` seems to contain a secret: {}", task.name, masked(secret));
        let help = "move it to Nomad variables (a template with `nomadVar`, as `.secrets(…)` makes \
            one) or to Vault, and change it, because it may have been read; or allow it with a \
            reason";
        scope.report(scope.finding(message, location).help(help));
    }
}

type Found<'t> = Vec<(String, &'t str, Location)>;

/// The password of a registry, and what arguments hold.
fn in_config<'t>(config: &'t dyn Block, found: &mut Found<'t>) {
    let mut before = "";
    leaves(config, &mut |leaf: Leaf<'t>| {
        let Some(own) = text(leaf.value) else { return };
        let secret = match leaf.name {
            // `--password`, `x`, or both in one.
            "args" | "command" | "entrypoint" => {
                let flag = std::mem::replace(&mut before, own);
                match own.split_once('=') {
                    Some((name, value)) if name.starts_with('-') => secret_in(name, value),
                    _ if flag.starts_with('-') && !own.starts_with('-') => secret_in(flag, own),
                    _ => secret_in("", own),
                }
            }
            name => secret_in(name, own).filter(|_| is_secret(name)),
        };
        found.extend(secret.map(|secret| {
            let location = leaf.location().or(config.base().location);
            (format!("`{}`", leaf.name), secret, location)
        }));
    });
    config.visit(&mut |_, item| {
        if let FieldItem::Block(inner) = item {
            in_config(inner, found);
        }
    });
}

/// A private key, and lines such as `PASSWORD=x`.
fn in_template<'t>(template: &'t Template, found: &mut Found<'t>) {
    let Some(data) = &template.data else { return };
    let text = data.as_str().unwrap_or_default();
    if let Some(at) = text.find("-----BEGIN").filter(|_| text.contains("PRIVATE KEY-----")) {
        found.push(("a template".to_owned(), &text[at..], data.location()));
    }
    for (name, secret) in in_lines(text) {
        found.push((format!("`{name}` in a template"), secret, data.location()));
    }
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text.as_str()),
        _ => None,
    }
}

/// What may be shown of a secret.
fn masked(secret: &str) -> String {
    let first: String = secret.chars().take(2).collect();
    format!("`{}…` ({} characters)", first.escape_default(), secret.chars().count())
}
