//! `house/deprecated-vault-policies`: a task accesses Vault with its identity.

use crate::jobspec::{Vault, Version};
use crate::lint::line::whole_line;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "house/deprecated-vault-policies",
    what: "a task accesses Vault with its identity",
    why: "`policies` belongs to access with Nomad's own token, which 1.10 removed: there, the \
        policies of a task follow from the `role` of its identity, and the list is ignored.",
    level: Level::Warning,
    bad: Sample::Task("vault {\n  policies = [\"app\"]\n}"),
    good: Sample::Task("vault {\n  role = \"app\"\n}"),
    view: View::Written,
    needs_site: false,
    check: of!(Vault, check),
};

const GONE: Version = Version::new(1, 10, 0);

fn check(vault: &Vault, scope: &mut Scope<'_, '_>) {
    let Some(policies) = &vault.policies else { return };
    let gone = scope.runs(GONE);
    let message = match gone {
        true => "`policies` has no effect in the cluster's Nomad",
        false => "deprecated attribute `policies`",
    };
    let finding = scope.finding(message, policies.location());
    let finding =
        finding.help("assign the policies to a Vault role for Nomad's identities, and set `role`");
    // Where they still count, the task would lose its access.
    let line = whole_line(&scope.place(policies.location()), "policies").filter(|_| gone);
    scope.report(match line {
        Some(line) => finding.unsafe_fix("remove `policies`", line, ""),
        None => finding,
    });
}
