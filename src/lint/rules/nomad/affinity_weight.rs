//! `nomad/affinity-weight`: the weight of an affinity is not 0.

use crate::jobspec::{Affinity, Attr};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/affinity-weight",
    what: "the weight of an affinity is not 0",
    why: "Nomad refuses the job: an affinity with weight 0 has no effect.",
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
        let message = "invalid `weight` of `affinity`: expected -100 to 100 except 0, found 0";
        let finding = scope.finding(message, weight.location());
        scope.report(finding.help("set another weight, or remove the affinity"));
    }
}
