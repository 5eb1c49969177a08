//! `nomad/required`: a block has what Nomad does not take it without.

use std::collections::BTreeSet;

use crate::jobspec::{Block, Item, Kind};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "nomad/required",
    what: "a block has the attributes and labels that Nomad does not take it without",
    why: "Nomad refuses the job: it has no default for what is missing.",
    level: Level::Error,
    bad: Sample::Task("template {\n  data = \"a\"\n}"),
    good: Sample::Task("template {\n  data        = \"a\"\n  destination = \"local/a\"\n}"),
    view: View::Completed,
    needs_site: false,
    check: Check::Block(check),
};

/// Checks every field of a block that must be there.
fn check(block: &dyn Block, scope: &mut Scope<'_, '_>) {
    let schema = block.schema();
    if !schema.fields.iter().any(|field| field.required) {
        return;
    }
    let mut said = BTreeSet::new();
    block.visit(&mut |index, item| {
        // An empty text is none.
        let is_empty = match item {
            Item::Attr(value) => value.as_str() == Some(""),
            Item::Label(label) => label.is_empty(),
            _ => false,
        };
        if !is_empty {
            said.insert(index);
        }
    });
    for (index, field) in schema.fields.iter().enumerate() {
        if !field.required
            || said.contains(&index)
            || field.kind == Kind::Label
            || !super::is_judged(block, field, scope)
        {
            continue;
        }
        let message = format!("`{}` has no `{}`", schema.name, field.name);
        let location = block.locations(index).map(crate::jobspec::Locations::first);
        let finding = scope.finding(message, location.unwrap_or_default());
        scope.report(finding.help(format!("set `{}`", field.name)));
    }
}
