//! `nomad/vault-grace`: no template sets `vault_grace`.

use crate::jobspec::Template;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/vault-grace",
    what: "no template sets `vault_grace`",
    why: "Nomad warns: it has ignored this attribute since 0.11.",
    level: Level::Warning,
    bad: Sample::Task(
        "template {\n  data        = \"a\"\n  destination = \"local/app.yml\"\n  vault_grace = \"15s\"\n}",
    ),
    good: Sample::Task("template {\n  data        = \"a\"\n  destination = \"local/app.yml\"\n}"),
    view: View::Completed,
    needs_site: false,
    check: of!(Template, check),
};

/// Checks a template.
fn check(template: &Template, scope: &mut Scope<'_, '_>) {
    let Some(grace) = &template.vault_grace else { return };
    if grace.get().is_some_and(|grace| grace.as_nanos() != 0) {
        let message = "`vault_grace` of `template` has no effect since Nomad 0.11";
        scope.report(scope.finding(message, grace.location()).help("remove `vault_grace`"));
    }
}
