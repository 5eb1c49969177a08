//! `nomad/constraint-value`: what a constraint or affinity compares with is what its operator takes.

use crate::jobspec::{Affinity, Block, Constraint};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

use super::condition::Condition;

pub const RULE: Rule = Rule {
    name: "nomad/constraint-value",
    what: "a constraint or affinity has the `value` that its operator takes",
    why: "Nomad refuses the job: most operators compare with something, `is_set` and `is_not_set` with nothing, and `distinct_property` counts.",
    level: Level::Error,
    bad: Sample::Group(
        "constraint {\n  attribute = \"${attr.kernel.name}\"\n  operator  = \"!=\"\n}",
    ),
    good: Sample::Group(
        "constraint {\n  attribute = \"${attr.kernel.name}\"\n  operator  = \"!=\"\n  value     = \"windows\"\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Constraint | Affinity, check),
};

/// Checks a constraint or an affinity.
fn check(block: &dyn Block, scope: &mut Scope<'_, '_>) {
    let Some(condition) = Condition::of(block) else { return };
    let (Some(operator), Some(value)) = (condition.operator(), condition.value()) else { return };
    let is_constraint = condition.name == "constraint";
    let (found, help) = match (operator, value) {
        (
            "=" | "==" | "is" | "!=" | "not" | "<" | "<=" | ">" | ">=" | "set_contains"
            | "set_contains_all" | "set_contains_any",
            "",
        ) => ("no `value`; expected one".to_owned(), "say what to compare with in `value`"),
        ("is_set" | "is_not_set", value) if is_constraint && !value.is_empty() => {
            (format!("the `value` `{value}`; expected none"), "take `value` out")
        }
        ("distinct_property", value)
            if is_constraint
                && !value.is_empty()
                && count(value).is_none_or(|count| count == 0) =>
        {
            (
                format!("the `value` `{value}`; expected a number of 1 or more"),
                "say how many allocations may share the property, or take `value` out",
            )
        }
        _ => return,
    };
    let message = format!("`{}` with the operator `{operator}` has {found}", condition.name);
    scope.report(scope.finding(message, condition.location()).help(help));
}

/// A text of digits as a number.
fn count(text: &str) -> Option<u64> {
    text.parse().ok().filter(|_| !text.starts_with('+'))
}
