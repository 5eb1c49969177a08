//! `house/template-vault`: a task whose templates read secrets from Vault has a `vault` block.

use crate::go_template::delimiters;
use crate::jobspec::Task;
use crate::lint::template::calls;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/template-vault",
    what: "a task whose templates read secrets from Vault has a `vault` block",
    why: "Without the block, the task has no token, so Vault refuses the requests of its template: \
        it retries, and the allocation stays pending. Nomad accepts the job.",
    level: Level::Warning,
    bad: Sample::Task(
        "template {\n  data        = \"{{ with secret \\\"kv/data/app\\\" }}{{ .Data.data.key }}{{ end }}\"\n  destination = \"secrets/key\"\n}",
    ),
    good: Sample::Task(
        "vault {\n  role = \"app\"\n}\n\ntemplate {\n  data        = \"{{ with secret \\\"kv/data/app\\\" }}{{ .Data.data.key }}{{ end }}\"\n  destination = \"secrets/key\"\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: Check::Task(check),
};

fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    if task.vault.is_some() {
        return;
    }
    for template in &task.templates {
        let Some(data) = &template.data else { continue };
        let Some(text) = data.as_str() else { continue };
        let (left, right) = delimiters(template);
        let reads = |function: &str| matches!(function, "secret" | "secrets" | "pkiCert");
        let found = calls(text, left, right).into_iter().find(|call| reads(call.function));
        let Some(call) = found else { continue };
        let path = call.argument.map(|path| format!(" `{path}`")).unwrap_or_default();
        let message = format!(
            "a template of task `{}` reads{path} from Vault, but the task has no `vault` block",
            task.name
        );
        let end = call.start.saturating_add(call.function.len());
        let finding = scope.finding(message, data.location());
        let finding = super::showing(finding, text, call.start, end);
        scope.report(finding.help("add `vault {}` to the task, with a `role` that may read it"));
    }
}
