//! `template-key`: an environment variable that a template reads is set by its task.

use std::collections::BTreeSet;

use crate::jobspec::{Attr, Map, Task, Template};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};
use crate::needs::environment;

pub const RULE: Rule = Rule {
    name: "house/template-key",
    what: "an environment variable that a template reads is set by its task",
    why: "A template renders an empty string for a missing variable, without a warning. The \
        variable may exist in the node's own environment, with another value on every node.",
    level: Level::Info,
    bad: Sample::Task(
        "template {\n  destination = \"local/app.conf\"\n  data        = \"url = {{ env \\\"BASE_URL\\\" }}\"\n}",
    ),
    good: Sample::Task(
        "env {\n  BASE_URL = \"https://app.lab\"\n}\n\ntemplate {\n  destination = \"local/app.conf\"\n  data        = \"url = {{ env \\\"BASE_URL\\\" }}\"\n}",
    ),
    view: View::Written,
    needs_site: false,
    check: Check::Task(check),
};

/// What drivers, agents and every system set.
const OTHERS: [&str; 12] = [
    "HOME",
    "HOSTNAME",
    "LANG",
    "LOGNAME",
    "PATH",
    "PWD",
    "SHELL",
    "TERM",
    "TMPDIR",
    "TZ",
    "USER",
    "GOMAXPROCS",
];

fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    // A template for the environment, or something that a newer Nomad has, may set it.
    let sets =
        |template: &Template| template.env.as_ref().is_some_and(|env| env.get() != Some(false));
    if task.templates.iter().any(sets) || !task.base.extra.is_empty() {
        return;
    }
    let own: BTreeSet<&str> = task.env.iter().flat_map(Map::iter).map(|(name, _)| name).collect();
    let mut said = BTreeSet::new();
    for template in &task.templates {
        let Some(data) = &template.data else { continue };
        if !data.as_str().is_some_and(|text| text.contains("env ") || text.contains("mustEnv ")) {
            continue;
        }
        for name in environment(template) {
            let is_own = own.contains(name.as_str());
            let of_nomad =
                ["NOMAD_", "CONSUL_", "VAULT_"].iter().any(|start| name.starts_with(start));
            if is_own || of_nomad || OTHERS.contains(&name.as_str()) || !said.insert(name.clone()) {
                continue;
            }
            let message = format!(
                "a template of task `{}` reads the variable `{name}`, which the task does not set",
                task.name
            );
            let help = format!(
                "set it in `env`; or set a default in the template: `{{{{ or (env \"{name}\") \
                 \"…\" }}}}`"
            );
            scope.report(scope.finding(message, Attr::location(data)).help(help));
        }
    }
}
