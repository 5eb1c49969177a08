//! `nomad/bounds`: numbers and times lie between the bounds that Nomad has for them.

use crate::jobspec::{Block, Duration, Item, Locations, Value};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "nomad/bounds",
    what: "numbers and times lie between the bounds that Nomad has for them",
    why: "Nomad refuses the job: some numbers make no sense below or above a bound, such as a negative count or a memory of 1 MB.",
    level: Level::Error,
    bad: Sample::Task("resources {\n  memory = 5\n}"),
    good: Sample::Task("resources {\n  memory = 64\n}"),
    view: View::Completed,
    needs_site: false,
    check: Check::Block(check),
};

/// Checks every number and every time of a block.
fn check(block: &dyn Block, scope: &mut Scope<'_, '_>) {
    let schema = block.schema();
    // Only the driver looks into its configuration, on the client.
    if schema.config {
        return;
    }
    block.visit(&mut |index, item| {
        let field = &schema.fields[index];
        if field.min.is_none() && field.max.is_none() {
            return;
        }
        let Item::Attr(value) = item else { return };
        let (number, is_time) = match value {
            Value::Int(number) => (*number, false),
            Value::Duration(time) => (time.as_nanos(), true),
            _ => return,
        };
        let beyond =
            field.min.is_some_and(|min| number < min) || field.max.is_some_and(|max| number > max);
        if !beyond || !super::judged::is_judged(block, field, scope) {
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
        let location = block.locations(index).map(Locations::first).unwrap_or_default();
        let message = format!(
            "`{}` of `{}` is {}; expected {expected}",
            field.name,
            schema.name,
            shown(number)
        );
        scope.report(scope.finding(message, location).help(format!("give {expected}")));
    });
}
