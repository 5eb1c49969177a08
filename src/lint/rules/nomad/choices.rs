//! `nomad/choices`: what may be one of a few texts is one of them.

use crate::jobspec::{Block, Field, Item, Locations};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};
use jobwright_hcl::nearest::nearest;

pub const RULE: Rule = Rule {
    name: "nomad/choices",
    what: "an attribute that takes a few texts only has one of them",
    why: "Nomad refuses the job: it compares the text with a list of its own, upper and lower case included.",
    level: Level::Error,
    bad: Sample::Group("update {\n  health_check = \"check\"\n}"),
    good: Sample::Group("update {\n  health_check = \"checks\"\n}"),
    view: View::Completed,
    needs_site: false,
    check: Check::Block(check),
};

/// Checks every attribute of a block.
fn check(block: &dyn Block, scope: &mut Scope<'_, '_>) {
    let schema = block.schema();
    // Only the driver looks into its configuration, on the client.
    if schema.config {
        return;
    }
    block.visit(&mut |index, item| {
        let field = &schema.fields[index];
        let Item::Attr(value) = item else { return };
        if field.one_of.is_empty() {
            return;
        }
        let Some(text) = value.as_str() else { return };
        // An empty text that must be there is said to be missing.
        let is_missing = text.is_empty() && field.required;
        if field.one_of.contains(&text)
            || is_missing
            || !super::judged::is_judged(block, field, scope)
        {
            return;
        }
        let location = block.locations(index).map(Locations::first).unwrap_or_default();
        let message =
            format!("`{}` of `{}` is `{text}`; expected {}", field.name, schema.name, words(field));
        let finding = scope.finding(message, location);
        scope.report(match nearest(text, field.one_of.iter().copied()) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("write one of these"),
        });
    });
}

/// What may stand there, for people.
fn words(field: &Field) -> String {
    let all = field.one_of.iter().filter(|text| !text.is_empty());
    let all: Vec<String> = all.map(|text| format!("`{text}`")).collect();
    match all.as_slice() {
        [] => "nothing".to_owned(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
