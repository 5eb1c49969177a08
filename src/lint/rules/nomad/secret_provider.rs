//! `nomad/secret-provider`: a secret has `config` only for `nomad` and `vault`, `env` only for
//! plugins, and a task with secrets from Vault has a `vault` block.

use crate::jobspec::{Attr, Location, Secret};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/secret-provider",
    what: "a secret has `config` only for `nomad` and `vault`, `env` only for plugins, and a task \
        with secrets from Vault has a `vault` block",
    why: "Nomad refuses the job: the built-in providers have no environment, a plugin is \
        configured only by its environment, and without a `vault` block a task has no access to \
        Vault.",
    level: Level::Error,
    bad: Sample::Task(
        "secret \"database\" {\n  provider = \"vault\"\n  path     = \"kv/data/database\"\n}",
    ),
    good: Sample::Task(
        "vault {}\n\nsecret \"database\" {\n  provider = \"vault\"\n  path     = \"kv/data/database\"\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Secret, check),
};

/// Checks a secret.
fn check(secret: &Secret, scope: &mut Scope<'_, '_>) {
    let Some(set) = &secret.provider else { return };
    let Some(provider) = Attr::as_str(set) else { return };
    let name = &secret.name;
    let mut report = |message: String, location: Location, help: &str| {
        let finding = scope.finding(message, location);
        scope.report(finding.help(help));
    };
    let env = secret.env.as_ref().filter(|env| !env.is_empty());
    let config = secret.config.as_ref().filter(|config| !config.is_empty());
    if matches!(provider, "nomad" | "vault") {
        if let Some(env) = env {
            let location = env.placed().next().map(|(.., at)| at).unwrap_or_default();
            let message = format!(
                "secret `{name}` sets `env`, which its provider `{provider}` does not support"
            );
            report(message, location, "remove `env`");
        }
    } else if let Some(config) = config {
        let location = config.placed().next().map(|(_, at)| at).unwrap_or_default();
        let message = format!(
            "secret `{name}` sets `config`, which a plugin such as `{provider}` does not support"
        );
        report(message, location, "move it to `env`");
    }
    if provider == "vault" && scope.task.is_some_and(|task| task.vault.is_none()) {
        let message =
            format!("secret `{name}` comes from Vault, but its task has no `vault` block");
        let finding = scope.finding(message, set.location());
        scope.report(finding.help("add `vault {}` to the task"));
    }
}
