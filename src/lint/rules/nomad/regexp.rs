//! `nomad/regexp`: the value of the operator `regexp` is a valid Go regular expression.

use crate::jobspec::{Affinity, Block, Constraint};
use crate::lint::{Level, Rule, Sample, Scope, View, of};
use jobwright_hcl::eval::regex_fault;

use super::condition::Condition;

pub const RULE: Rule = Rule {
    name: "nomad/regexp",
    what: "the value of the operator `regexp` is a valid Go regular expression",
    why: "Nomad refuses the job: Go's regular expressions (RE2) have no look-around and no back-references.",
    level: Level::Error,
    bad: Sample::Group(
        "constraint {\n  attribute = \"${attr.unique.hostname}\"\n  operator  = \"regexp\"\n  value     = \"^(?!db)\"\n}",
    ),
    good: Sample::Group(
        "constraint {\n  attribute = \"${attr.unique.hostname}\"\n  operator  = \"regexp\"\n  value     = \"^web-[0-9]+$\"\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Constraint | Affinity, check),
};

/// Checks a constraint or an affinity.
fn check(block: &dyn Block, scope: &mut Scope<'_, '_>) {
    let Some(condition) = Condition::of(block) else { return };
    if condition.operator() != Some("regexp") {
        return;
    }
    let Some(pattern) = condition.value() else { return };
    let Some(fault) = regex_fault(pattern) else { return };
    let name = condition.name;
    let message =
        format!("invalid regular expression in `value` of `{name}`, `{pattern}`: {fault}");
    let finding = scope.finding(message, condition.location());
    scope.report(finding.help("use the syntax of Go's package `regexp`"));
}
