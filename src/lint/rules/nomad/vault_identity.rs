//! `nomad/vault-identity`: a task with an identity whose name begins with `vault_` has a `vault`
//! block.

use crate::jobspec::{Attr, Task};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "nomad/vault-identity",
    what: "a task with an identity whose name begins with `vault_` has a `vault` block",
    why: "A server warns when the job is deployed: the identity is for logging in to Vault, which \
        needs a `vault` block.",
    level: Level::Warning,
    bad: Sample::Task(
        "identity {\n  name = \"vault_default\"\n  aud  = [\"vault.io\"]\n  ttl  = \"1h\"\n}",
    ),
    good: Sample::Task(
        "vault {}\n\nidentity {\n  name = \"vault_default\"\n  aud  = [\"vault.io\"]\n  ttl  = \"1h\"\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: Check::Task(check),
};

/// Checks the identities of a task.
fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    if task.vault.is_some() {
        return;
    }
    for identity in &task.identities {
        let Some(set) = &identity.name else { continue };
        let Some(name) = Attr::as_str(set).filter(|name| name.starts_with("vault_")) else {
            continue;
        };
        let message = format!(
            "task `{}` has an identity for Vault, `{name}`, but no `vault` block",
            task.name
        );
        let finding = scope.finding(message, set.location());
        scope.report(finding.help("add `vault {}`, or remove the identity"));
    }
}
