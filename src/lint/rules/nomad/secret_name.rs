//! `nomad/secret-name`: a secret has a name that references can have.

use std::collections::HashMap;

use crate::jobspec::Task;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

use super::is_word;

pub const RULE: Rule = Rule {
    name: "nomad/secret-name",
    what: "a secret has a name of letters, digits and underscores, which is no other's in its task",
    why: "Nomad refuses the job: references such as `${secret.database.password}` find a secret by this name.",
    level: Level::Error,
    bad: Sample::Task(
        "secret \"my-database\" {\n  provider = \"nomad\"\n  path     = \"nomad/jobs/web\"\n}",
    ),
    good: Sample::Task(
        "secret \"my_database\" {\n  provider = \"nomad\"\n  path     = \"nomad/jobs/web\"\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: Check::Task(check),
};

/// Checks the secrets of a task.
fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    let mut seen = HashMap::new();
    for secret in &task.secrets {
        let (name, here) = (secret.name.as_str(), secret.base.location);
        if !is_word(name, "_") {
            let message = format!(
                "a secret is called {name:?}; expected 1 to 128 letters, digits and underscores"
            );
            scope.report(scope.finding(message, here).help("rename the secret"));
        }
        if let Some(first) = seen.insert(name, here) {
            let message =
                format!("task `{}` has two secrets called `{name}`; expected one", task.name);
            let place = scope.place(first);
            let finding = scope.finding(message, here).related(place, "the other one");
            scope.report(finding.help("give each secret a name of its own"));
            seen.insert(name, first);
        }
    }
}
