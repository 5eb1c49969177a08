//! `nomad/constraint-value`: a constraint or an affinity has the `value` that its operator
//! requires.

use crate::jobspec::{Affinity, Block, Constraint};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

use super::condition::Condition;

pub const RULE: Rule = Rule {
    name: "nomad/constraint-value",
    what: "a constraint or an affinity has the `value` that its operator requires",
    why: "Nomad refuses the job: most operators compare with a value, `is_set` and `is_not_set` \
        take none, and `distinct_property` takes a number.",
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
        ) => ("no `value`; expected one".to_owned(), "set `value` to what to compare with"),
        ("is_set" | "is_not_set", value) if is_constraint && !value.is_empty() => {
            (format!("the `value` `{value}`; expected none"), "remove `value`")
        }
        ("distinct_property", value)
            if is_constraint
                && !value.is_empty()
                && count(value).is_none_or(|count| count == 0) =>
        {
            (
                format!("the `value` `{value}`; expected an integer of at least 1"),
                "set how many allocations may share the property, or remove `value`",
            )
        }
        _ => return,
    };
    let message = format!("`{}` with the operator `{operator}` has {found}", condition.name);
    scope.report(scope.finding(message, condition.location()).help(help));
}

/// A string of digits as a number.
fn count(text: &str) -> Option<u64> {
    text.parse().ok().filter(|_| !text.starts_with('+'))
}
