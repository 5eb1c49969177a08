//! `nomad/required`: a block has what Nomad does not take it without.

use crate::jobspec::Block;
use crate::lint::missing::{lacks, missing};
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
    // Only the driver looks into its configuration, on the client.
    if !block.schema().config {
        missing(block, |field| super::judged::is_judged(block, field, scope))
            .into_iter()
            .for_each(|field| lacks(block, field, scope));
    }
}
