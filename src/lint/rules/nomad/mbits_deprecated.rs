//! `nomad/mbits-deprecated`: a network does not request bandwidth.

use super::given::at;
use crate::jobspec::{Attr, Group};
use crate::lint::line::whole_line;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "nomad/mbits-deprecated",
    what: "a network does not request bandwidth",
    why: "Nomad warns about it: it has ignored `mbits` since 0.12, and a later version may refuse \
        it.",
    level: Level::Warning,
    bad: Sample::Group("network {\n  mbits = 10\n}"),
    good: Sample::Group("network {\n  port \"http\" {}\n}"),
    view: View::Completed,
    needs_site: false,
    check: Check::Group(check),
};

/// Checks the group's first network, as Nomad does.
fn check(group: &Group, scope: &mut Scope<'_, '_>) {
    let Some(network) = group.networks.first() else { return };
    if network.mbits.as_ref().and_then(Attr::get).is_none_or(|mbits| mbits <= 0) {
        return;
    }
    let message = format!("deprecated attribute `mbits` in the network of group `{}`", group.name);
    let finding = scope.finding(message, at(&network.mbits).or(network.base.location));
    let finding = finding.help("remove it: Nomad ignores it");
    // The job's specification changes by that, so that a deployment replaces the allocations once.
    scope.report(match whole_line(&scope.place(at(&network.mbits)), "mbits") {
        Some(line) => finding.unsafe_fix("remove `mbits`", line, ""),
        None => finding,
    });
}
