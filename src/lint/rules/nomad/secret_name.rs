//! `nomad/secret-name`: a secret has a name of letters, digits and underscores, unique in its task.

use crate::jobspec::Task;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

use super::given::is_word;
use super::repeated;

pub const RULE: Rule = Rule {
    name: "nomad/secret-name",
    what: "a secret has a name of letters, digits and underscores, unique in its task",
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
    for secret in task.secrets.iter().filter(|secret| !is_word(&secret.name, "_")) {
        let message = format!(
            "invalid secret name {:?}: expected 1 to 128 letters, digits and underscores",
            secret.name
        );
        let finding = scope.finding(message, secret.base.location);
        scope.report(finding.help("rename the secret"));
    }
    let names = task.secrets.iter().map(|secret| (secret.name.as_str(), secret.base.location));
    let message = |name: &str| format!("duplicate secret `{name}` in task `{}`", task.name);
    repeated::report(names, message, "rename one of the two", scope);
}
