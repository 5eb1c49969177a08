//! `nomad/version-constraint`: the value of the operators `version` and `semver` compares with
//! versions, such as `>= 1.29, < 2.0`.

use crate::jobspec::{Affinity, Block, Constraint};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

use super::condition::Condition;
use super::versions::{Dialect, is_constraint};

pub const RULE: Rule = Rule {
    name: "nomad/version-constraint",
    what: "the value of the operators `version` and `semver` compares with versions, such as `>= 1.29, < 2.0`",
    why: "Nomad refuses the job: it supports `=`, `!=`, `<`, `<=`, `>`, `>=` and, for `version` \
        only, `~>`, each with a version, separated by commas. It does not support `^`, `*` and \
        `||`.",
    level: Level::Error,
    bad: Sample::Group(
        "constraint {\n  attribute = \"${attr.nomad.version}\"\n  operator  = \"semver\"\n  value     = \"^1.9\"\n}",
    ),
    good: Sample::Group(
        "constraint {\n  attribute = \"${attr.nomad.version}\"\n  operator  = \"semver\"\n  value     = \">= 1.9, < 2.0\"\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Constraint | Affinity, check),
};

/// Checks a constraint or an affinity.
fn check(block: &dyn Block, scope: &mut Scope<'_, '_>) {
    let Some(condition) = Condition::of(block) else { return };
    let (operator, dialect) = match condition.operator() {
        Some(operator @ "version") => (operator, Dialect::Version),
        Some(operator @ "semver") => (operator, Dialect::Semver),
        _ => return,
    };
    let Some(value) = condition.value() else { return };
    if value.split(',').all(|part| is_constraint(part, dialect)) {
        return;
    }
    let message = format!(
        "invalid `value` of `{}`: the operator `{operator}` expects comparisons such as `>= 1.29, \
         < 2.0`, found `{value}`",
        condition.name
    );
    let finding = scope.finding(message, condition.location());
    scope.report(
        finding.help("write `=`, `!=`, `<`, `<=`, `>` or `>=` and a version, separated by commas"),
    );
}
