//! `nomad/disconnect`: `disconnect` has either `stop_on_client_after` or `lost_after`.

use crate::jobspec::{Disconnect, Duration};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

use super::given;

pub const RULE: Rule = Rule {
    name: "nomad/disconnect",
    what: "`disconnect` has either `stop_on_client_after` or `lost_after`",
    why: "Nomad refuses the job: the first lets the node stop the allocation on its own, the \
        second lets it run until the node reconnects.",
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
    scope.report(finding.related(place, "the other one").help("remove one of them"));
}
