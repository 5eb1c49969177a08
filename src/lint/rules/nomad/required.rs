//! `nomad/required`: a block has its required attributes and labels.

use crate::jobspec::{Block, Schema};
use crate::lint::missing::{has_required, lacks, missing};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "nomad/required",
    what: "a block has its required attributes and labels",
    why: "Nomad refuses the job: there is no default.",
    level: Level::Error,
    bad: Sample::Task("template {\n  data = \"a\"\n}"),
    good: Sample::Task("template {\n  data        = \"a\"\n  destination = \"local/a\"\n}"),
    view: View::Completed,
    needs_site: false,
    check: Check::Where(is_asked, check),
};

/// Only the driver looks into its configuration, on the client.
fn is_asked(schema: &Schema) -> bool {
    !schema.config && has_required(schema)
}

/// Checks every field of a block that must be there.
fn check(block: &dyn Block, scope: &mut Scope<'_, '_>) {
    missing(block, |field| super::judged::is_judged(block, field, scope))
        .into_iter()
        .for_each(|field| lacks(block, field, scope));
}
