//! `nomad/choices`: an attribute with an enumeration has one of its values.

use crate::jobspec::{Field, FieldItem, Schema};
use crate::lint::{Check, Level, Part, Rule, Sample, Scope, View};
use jobwright_hcl::nearest::nearest;

pub const RULE: Rule = Rule {
    name: "nomad/choices",
    what: "an attribute with an enumeration has one of its values",
    why: "Nomad refuses the job: it compares the string with a fixed list, case-sensitively.",
    level: Level::Error,
    bad: Sample::Group("update {\n  health_check = \"check\"\n}"),
    good: Sample::Group("update {\n  health_check = \"checks\"\n}"),
    view: View::Completed,
    needs_site: false,
    check: Check::Field(has_choices, check),
};

/// Only the driver looks into its configuration, on the client.
fn has_choices(schema: &Schema, field: &Field) -> bool {
    !schema.config && !field.one_of.is_empty()
}

/// Checks an attribute with an enumeration.
fn check(part: &Part<'_>, scope: &mut Scope<'_, '_>) {
    let field = part.field();
    let FieldItem::Attr(value) = part.item else { return };
    let Some(text) = value.as_str() else { return };
    // An empty text that must be there is said to be missing.
    let is_missing = text.is_empty() && field.required;
    if field.one_of.contains(&text)
        || is_missing
        || !super::judged::is_judged(part.block, field, scope)
    {
        return;
    }
    let name = part.block.schema().name;
    let message =
        format!("invalid `{}` of `{name}`: found `{text}`, expected {}", field.name, words(field));
    let finding = scope.finding(message, part.location());
    scope.report(match nearest(text, field.one_of.iter().copied()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("use one of these"),
    });
}

/// The expected values, for messages.
fn words(field: &Field) -> String {
    let all = field.one_of.iter().filter(|text| !text.is_empty());
    let all: Vec<String> = all.map(|text| format!("`{text}`")).collect();
    match all.as_slice() {
        [] => "nothing".to_owned(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
