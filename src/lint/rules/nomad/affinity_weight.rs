//! `nomad/affinity-weight`: an affinity counts for something.

use crate::jobspec::{Affinity, Attr};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/affinity-weight",
    what: "the weight of an affinity is not 0",
    why: "Nomad refuses the job: an affinity without weight would do nothing.",
    level: Level::Error,
    bad: Sample::Group(
        "affinity {\n  attribute = \"${node.class}\"\n  value     = \"fast\"\n  weight    = 0\n}",
    ),
    good: Sample::Group(
        "affinity {\n  attribute = \"${node.class}\"\n  value     = \"fast\"\n  weight    = 50\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Affinity, check),
};

/// Checks an affinity.
fn check(affinity: &Affinity, scope: &mut Scope<'_, '_>) {
    let Some(weight) = &affinity.weight else { return };
    if Attr::get(weight) == Some(0) {
        let message = "`weight` of `affinity` is 0; expected -100 to 100 and not 0";
        let finding = scope.finding(message, weight.location());
        scope.report(finding.help("give it a weight, or take the affinity out"));
    }
}
