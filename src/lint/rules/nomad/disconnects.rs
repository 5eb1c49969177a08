//! `nomad/disconnect`: an allocation whose node is out of touch is stopped there or counts as lost, not both.

use crate::jobspec::{Disconnect, Duration};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

use super::given;

pub const RULE: Rule = Rule {
    name: "nomad/disconnect",
    what: "`disconnect` has `stop_on_client_after` or `lost_after`, not both",
    why: "Nomad refuses the job: the first lets the node stop the allocation by itself, the second lets it run on until the node is back.",
    level: Level::Error,
    bad: Sample::Group(
        "disconnect {\n  lost_after           = \"6h\"\n  stop_on_client_after = \"10m\"\n}",
    ),
    good: Sample::Group("disconnect {\n  lost_after = \"6h\"\n}"),
    view: View::Completed,
    needs_site: false,
    check: of!(Disconnect, check),
};

/// Checks what a group does without its servers.
fn check(disconnect: &Disconnect, scope: &mut Scope<'_, '_>) {
    let Some(stop) = &disconnect.stop_on_client_after else { return };
    let lost = given::known(&disconnect.lost_after, Duration::default());
    if lost.is_none_or(|lost| lost == Duration::default()) {
        return;
    }
    let message = "`disconnect` has both `stop_on_client_after` and `lost_after`";
    let finding = scope.finding(message, stop.location());
    let place = scope.place(given::at(&disconnect.lost_after));
    scope.report(finding.related(place, "the other one").help("keep one of them"));
}
