//! `nomad/bounds`: numbers and durations are within Nomad's bounds.

use crate::jobspec::{Duration, Field, FieldItem, Schema, Value};
use crate::lint::{Check, Level, Part, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "nomad/bounds",
    what: "numbers and durations are within Nomad's bounds",
    why: "Nomad refuses the job: some numbers make no sense below or above a bound, such as a \
        negative count or 1 MB of memory.",
    level: Level::Error,
    bad: Sample::Task("resources {\n  memory = 5\n}"),
    good: Sample::Task("resources {\n  memory = 64\n}"),
    view: View::Completed,
    needs_site: false,
    check: Check::Field(has_bounds, check),
};

/// Only the driver looks into its configuration, on the client.
fn has_bounds(schema: &Schema, field: &Field) -> bool {
    !schema.config && (field.min.is_some() || field.max.is_some())
}

/// Checks a number or a time that has bounds.
fn check(part: &Part<'_>, scope: &mut Scope<'_, '_>) {
    let field = part.field();
    let (number, is_time) = match part.item {
        FieldItem::Attr(Value::Int(number)) => (*number, false),
        FieldItem::Attr(Value::Duration(time)) => (time.as_nanos(), true),
        _ => return,
    };
    let beyond =
        field.min.is_some_and(|min| number < min) || field.max.is_some_and(|max| number > max);
    if !beyond || !super::judged::is_judged(part.block, field, scope) {
        return;
    }
    let shown = |number: i64| match is_time {
        true => format!("`{}`", Duration::from_nanos(number)),
        false => format!("{number}"),
    };
    let expected = match (field.min, field.max) {
        (Some(min), Some(max)) => format!("{} to {}", shown(min), shown(max)),
        (Some(1), None) if is_time => "more than `0s`".to_owned(),
        (Some(min), None) => format!("{} or more", shown(min)),
        (None, Some(max)) => format!("{} or less", shown(max)),
        (None, None) => return,
    };
    let (field, block) = (field.name, part.block.schema().name);
    let message = format!("`{field}` of `{block}` is {}; expected {expected}", shown(number));
    scope.report(scope.finding(message, part.location()).help(format!("set it to {expected}")));
}
